"""Lunges: a long step, the front thigh goes towards horizontal and back; also split squats.

The sensor sits on the thigh or in a trouser pocket. Method as for the squat, see `_cycle`.
"""

from legday.exercises._cycle import CycleDetector, CycleParams
from legday.exercises._cycle_sites import AWAY_FROM_THE_LEG
from legday.exercises._exercise import Exercise

EXERCISE = Exercise(
    "lunge", "Lunge", "rep", CycleParams, CycleDetector, sites=AWAY_FROM_THE_LEG, legs="alternating"
)
