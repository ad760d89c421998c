"""Events against truth."""
