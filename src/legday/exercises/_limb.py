"""What exercises of one leg share: small, slow swings of a limb that is lifted first and lowered then."""

from typing import ClassVar

from pydantic import Field

from legday.exercises._cycle import CycleDetector, CycleParams, CycleState


class LimbParams(CycleParams):
    """Parameters of a counter of limb raises: a slower low-pass and a lower floor than for squats."""

    cutoff_hz: float = Field(0.45, gt=0.1, lt=4.0, description="Low-pass of the vector that is counted, Hz.")
    floor_m_s2: float = Field(0.55, gt=0.05, lt=10.0, description="Least swing of the vector, m/s².")
    turn: float = Field(0.6, gt=0.2, lt=1.5, description="Way back that makes a turn, of the least swing.")
    turn_reach: float = Field(0.45, gt=0.2, lt=0.9, description="Way back that makes a turn, of the swing.")
    back: float = Field(0.3, gt=0.2, lt=0.95, description="Share of the way back at which a rep is certain.")
    astray: float = Field(100.0, gt=0.2, description="Farthest end from the beginning, of the swing.")
    posture_m_s2: float = Field(10.0, gt=5.0, description="A swing so large is a change of posture, m/s².")
    home_s: float = Field(8.0, gt=2.0, description="Stillness that is surely no held repetition, s.")
    calm: float = Field(1.5, ge=0.0, lt=20.0, description="Least swing in units of the shaking above 3 Hz.")
    confirm_share: float = Field(0.4, gt=0.0, lt=1.0, description="Least size of a rep beside its neighbour.")
    calm_share: float = Field(0.0, ge=0.0, lt=1.0, description="Least calm of a rep, of the person's own.")
    calm_coarse: float = Field(1.5, ge=0.0, lt=30.0, description="The same below 20 Hz.")


class LimbDetector(CycleDetector[LimbParams, CycleState]):
    """Counts raises of a limb; the way out is the shortening half."""

    lifts_first: ClassVar[bool] = True
