"""Attitude and mounting: from samples to the motion of the worn segment; pure."""
