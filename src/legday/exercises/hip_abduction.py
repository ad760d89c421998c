"""Hip abduction. Method: see `_cycle`."""

from legday.exercises._exercise import Exercise
from legday.exercises._limb import LimbDetector, LimbParams

EXERCISE = Exercise("hip_abduction", "Hip abduction", "rep", LimbParams, LimbDetector, legs="one")
