"""What exercises of one leg share: small, slow swings of a limb that is lifted first and lowered then.

A few degrees are a repetition, with a hold of some seconds at the far end. Where the limb rested for eight
seconds its repetitions begin, so that a long hold is not taken for rest; and a swing of 1 g, such as lying
down, is a change of posture.
"""

from typing import ClassVar, Generic, TypeVar

from pydantic import Field

from legday.core.events import Quality
from legday.exercises._cycle import CycleDetector
from legday.exercises._cycle_params import SLOW, CycleParams
from legday.exercises._cycle_state import CycleState
from legday.exercises._outline import Outline

AGREES_WITHIN_RAD = 0.17
AGREES_WITHIN = 2.0


class LimbParams(CycleParams):
    """Parameters of a counter of limb raises: a slower low-pass and a lower floor than for squats."""

    cutoff_hz: float = Field(0.6, gt=0.1, lt=4.0, description="Low-pass of the vector that is counted, Hz.")
    cutoff_coarse_hz: float = Field(0.45, gt=0.1, lt=5.0, description="At most so below 45 Hz, Hz.")
    floor_m_s2: float = Field(0.52, gt=0.05, lt=10.0, description="Least swing of the vector, m/s².")
    turn: float = Field(SLOW["turn"], gt=0.2, lt=1.5, description="Way back that makes a turn, of the least.")
    turn_reach: float = Field(
        0.55, gt=0.2, lt=0.9, description="Way back that makes a turn, of the swing: more than a leg wobbles."
    )
    back: float = Field(0.25, gt=0.2, lt=0.95, description="Share of the way back at which a rep is certain.")
    calm: float = Field(
        SLOW["calm"], ge=0.0, lt=20.0, description="Least swing in units of the shaking above 3 Hz."
    )
    calm_coarse: float = Field(SLOW["calm_coarse"], ge=0.0, lt=30.0, description="The same below 20 Hz.")
    brisk: float = Field(
        2.0, gt=0.0, lt=1000.0, description="Least swing in units of the shaking above 8 Hz."
    )
    brisk_s: float = Field(0.64, gt=0.28, lt=2.0, description="Longest way out of a brisk swing, s.")
    together: float = Field(0.85, gt=-1.0, lt=1.0, description="Least correlation of force and brisk swing.")
    calm_share: float = Field(
        SLOW["calm_share"], ge=0.0, lt=1.0, description="Least calm of a rep, of the person's own."
    )
    astray: float = Field(
        SLOW["astray"], gt=0.2, lt=200.0, description="Farthest end from the beginning, of the swing."
    )
    confirm_share: float = Field(
        SLOW["confirm_share"], gt=0.0, lt=1.0, description="Least size of a rep beside its neighbour."
    )
    settle_s: float = Field(
        SLOW["settle_s"], gt=0.5, lt=10.0, description="Stillness that makes a new rest attitude, s."
    )
    home_s: float = Field(8.0, gt=2.0, description="Stillness that is surely no held repetition, s.")
    slip_m_s2: float = Field(1.2, gt=0.5, description="A sudden step so large may be a slip, m/s².")
    posture_m_s2: float = Field(10.0, gt=5.0, description="A swing so large is a change of posture, m/s².")


P = TypeVar("P", bound=LimbParams)
S = TypeVar("S", bound=CycleState)


class LimbDetector(CycleDetector[P, S], Generic[P, S]):
    """Counts raises of a limb; the way out is the shortening half."""

    lifts_first: ClassVar[bool] = True

    def quality_of(self, seen: Outline) -> Quality:
        """Return the quality of a raise: low where accelerometer and gyroscope contradict each other."""
        less, more = sorted((seen.rom_rad, seen.tilt_rad))
        agree = more - less <= AGREES_WITHIN_RAD or more <= AGREES_WITHIN * less
        return super().quality_of(seen) if agree else "low"
