"""Sitting down and getting up: the thigh goes between horizontal and upright.

The sensor sits on the thigh or in a trouser pocket. Method as for the squat, see `_cycle`.
"""

from legday.exercises._cycle import CycleDetector, CycleParams
from legday.exercises._cycle_sites import AWAY_FROM_THE_LEG
from legday.exercises._exercise import Exercise

EXERCISE = Exercise(
    "sit_to_stand", "Sit to stand", "rep", CycleParams, CycleDetector, sites=AWAY_FROM_THE_LEG
)
