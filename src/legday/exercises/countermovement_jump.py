"""Countermovement jump: see `_flight` and `_train`."""

from legday.exercises._exercise import Exercise
from legday.exercises._jump import JumpDetector, JumpParams

EXERCISE = Exercise(
    "countermovement_jump", "Countermovement jump", "jump", JumpParams, JumpDetector, aliases=()
)
