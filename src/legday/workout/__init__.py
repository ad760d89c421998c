"""Sets, rests and what needs two sensors; pure."""
