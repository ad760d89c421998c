"""A moving leg, a strapped sensor and a radio: ground truth for tests, demonstrations and load."""
