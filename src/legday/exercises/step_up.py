"""Step-ups: the thigh lifts the foot onto a step, the body follows, and both come down again.

The sensor sits on the thigh or in a trouser pocket. Method as for the squat, see `_cycle`.
"""

from legday.exercises._cycle import CycleDetector, CycleParams
from legday.exercises._cycle_sites import AWAY_FROM_THE_LEG
from legday.exercises._exercise import Exercise

EXERCISE = Exercise(
    "step_up", "Step-up", "rep", CycleParams, CycleDetector, sites=AWAY_FROM_THE_LEG, legs="alternating"
)
