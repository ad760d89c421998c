"""Recordings: takes on disk, raw and complete."""
