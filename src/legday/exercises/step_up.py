"""Step-ups: a foot goes onto a step, the body follows, and both come down again.

The sensor sits on the thigh or in a trouser pocket. The leading thigh is lifted like in a squat, without
the weight on it; the trailing one turns less and is shaken by both feet. Climbing stairs is the same motion
without the way down. Method: see `_cycle`.
"""

from typing import ClassVar

from legday.exercises._cycle import CycleDetector
from legday.exercises._cycle_params import AWAY_FROM_THE_LEG, CycleParams
from legday.exercises._cycle_state import CycleState
from legday.exercises._exercise import Exercise


class StepUp(CycleDetector[CycleParams, CycleState]):
    """Counts step-ups; the way out is the shortening half."""

    lifts_first: ClassVar[bool] = True


EXERCISE = Exercise(
    "step_up", "Step-up", "rep", CycleParams, StepUp, sites=AWAY_FROM_THE_LEG, legs="alternating"
)
