"""Seated knee extension. Method: see `_cycle`."""

from legday.exercises._exercise import Exercise
from legday.exercises._limb import LimbDetector, LimbParams

EXERCISE = Exercise(
    "seated_knee_extension", "Seated knee extension", "rep", LimbParams, LimbDetector, legs="one"
)
