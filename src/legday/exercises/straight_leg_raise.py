"""Straight leg raise. Method: see `_cycle`."""

from legday.exercises._exercise import Exercise
from legday.exercises._limb import LimbDetector, LimbParams

EXERCISE = Exercise(
    "straight_leg_raise",
    "Straight leg raise",
    "rep",
    LimbParams,
    LimbDetector,
    legs="one",
    straight_knee=True,
)
