"""Leapfrog: see `_flight` and `_train`."""

from legday.exercises._exercise import Exercise
from legday.exercises._jump import JumpDetector, JumpParams

EXERCISE = Exercise("leapfrog", "Leapfrog", "jump", JumpParams, JumpDetector, aliases=())
