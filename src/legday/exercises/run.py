"""Running and jogging: the steps of both feet and their cadence.

The sensor may sit anywhere: thigh, trouser pocket, lower back, wrist. Method and pitfalls are those of
walking; only the tempo that is looked for is faster, and the hump of a step shorter.
"""

from pydantic import Field

from legday.exercises._exercise import Exercise
from legday.exercises._gait import StrideParams
from legday.exercises._stride import StrideDetector


class RunParams(StrideParams):
    """Parameters of running."""

    shortest_s: float = Field(0.22, gt=0.1, lt=0.6, description="Shortest step period, s.")
    longest_s: float = Field(0.6, gt=0.4, lt=2.0, description="Longest step period, s.")
    usual_s: float = Field(0.38, gt=0.15, lt=1.0, description="Ordinary step period, s.")
    hump_hz: float = Field(4.0, gt=1.0, lt=8.0, description="Low-pass behind which a step is one hump, Hz.")
    back_misses: int = Field(1, ge=0, le=4, description="Steps in a row that may be missing at the start.")


EXERCISE = Exercise(
    name="run",
    title="Run",
    counts="step",
    params=RunParams,
    detector=StrideDetector,
    legs="alternating",
    sites={"lower_back": {"even": False}},
)
