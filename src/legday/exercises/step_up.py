"""Step-ups: a foot goes onto a step, the body follows, and both come down again.

The sensor sits on the thigh or in a trouser pocket. The leading thigh is lifted like in a squat, without
the weight on it; the trailing one turns less and is shaken by both feet. Climbing stairs is the same motion
without the way down. Method: see `_cycle`.
"""

from typing import ClassVar

from pydantic import Field

from legday.exercises._cycle import CycleDetector
from legday.exercises._cycle_params import AWAY_FROM_THE_LEG, CycleParams
from legday.exercises._cycle_state import CycleState
from legday.exercises._exercise import Exercise


class StepUpParams(CycleParams):
    """Parameters of step-ups: both feet shake the thigh, and the end is another stance than the beginning."""

    floor_m_s2: float = Field(2.5, gt=0.05, lt=10.0, description="Least swing of the vector, m/s².")
    calm: float = Field(2.5, ge=0.0, lt=20.0, description="Least swing in units of the shaking above 3 Hz.")
    astray: float = Field(0.9, gt=0.2, lt=200.0, description="Farthest end from the beginning, of the swing.")


class StepUp(CycleDetector[StepUpParams, CycleState]):
    """Counts step-ups; the way out is the shortening half."""

    lifts_first: ClassVar[bool] = True


EXERCISE = Exercise(
    "step_up", "Step-up", "rep", StepUpParams, StepUp, sites=AWAY_FROM_THE_LEG, legs="alternating"
)
