"""Repeated jump: see `_flight` and `_train`."""

from legday.exercises._exercise import Exercise
from legday.exercises._jump import JumpDetector, JumpParams

EXERCISE = Exercise(
    "repeated_jump", "Repeated jump", "jump", JumpParams, JumpDetector, aliases=("forward_jump", "side_jump")
)
