"""One take as a picture: the angle, the force, what was counted, what was not, and what really happened."""
