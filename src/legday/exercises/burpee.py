"""Burpee. Method: see `_cycle`."""

from pydantic import Field

from legday.exercises._cycle import CycleDetector, CycleParams
from legday.exercises._exercise import Exercise


class BurpeeParams(CycleParams):
    """Parameters of burpees."""

    cutoff_hz: float = Field(0.27, gt=0.1, lt=4.0, description="Low-pass of the vector that is counted, Hz.")
    floor_m_s2: float = Field(3.4, gt=0.05, lt=10.0, description="Least swing of the vector, m/s².")
    turn: float = Field(0.6, gt=0.2, lt=1.5, description="Way back that makes a turn, of the least swing.")
    turn_reach: float = Field(0.45, gt=0.2, lt=0.9, description="Way back that makes a turn, of the swing.")
    back: float = Field(0.3, gt=0.2, lt=0.95, description="Share of the way back at which a rep is certain.")
    astray: float = Field(100.0, gt=0.2, description="Farthest end from the beginning, of the swing.")
    calm: float = Field(1.0, ge=0.0, lt=20.0, description="Least swing in units of the shaking above 3 Hz.")
    calm_share: float = Field(0.0, ge=0.0, lt=1.0, description="Least calm of a rep, of the person's own.")
    calm_coarse: float = Field(1.0, ge=0.0, lt=30.0, description="The same below 20 Hz.")


EXERCISE = Exercise("burpee", "Burpee", "rep", BurpeeParams, CycleDetector)
