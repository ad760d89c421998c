"""Parameters of counting burpees."""

from pydantic import Field

from legday.exercises._cycle_params import SLOW, CycleParams


class BurpeeParams(CycleParams):
    """Parameters of burpees; all but ``confirm_s`` are for sites away from the thigh."""

    cutoff_hz: float = Field(0.23, gt=0.1, lt=4.0, description="Low-pass of the vector that is counted, Hz.")
    floor_m_s2: float = Field(3.4, gt=0.05, lt=10.0, description="Least swing of the vector, m/s².")
    turn: float = Field(SLOW["turn"], gt=0.2, lt=1.5, description="Way back that makes a turn, of the least.")
    turn_reach: float = Field(0.48, gt=0.2, lt=0.9, description="Way back that makes a turn, of the swing.")
    back: float = Field(
        SLOW["back"], gt=0.2, lt=0.95, description="Share of the way back at which a rep is certain."
    )
    calm: float = Field(1.0, ge=0.0, lt=20.0, description="Least swing in units of the shaking above 3 Hz.")
    calm_coarse: float = Field(1.0, ge=0.0, lt=30.0, description="The same below 20 Hz.")
    calm_share: float = Field(0.0, ge=0.0, lt=1.0, description="Least calm of a rep, of the person's own.")
    settle_s: float = Field(
        SLOW["settle_s"], gt=0.5, lt=10.0, description="Stillness that makes a new rest attitude, s."
    )
    astray: float = Field(
        100.0, gt=0.2, lt=200.0, description="Farthest end from the beginning, of the swing."
    )
