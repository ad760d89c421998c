"""What tells one gait from another: the parameters of counting steps."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from legday.core.detector import Params
from legday.exercises._hops import TempoLimits
from legday.exercises._hump_choice import ChainLimits


class StrideParams(Params):
    """Parameters of counting steps; the defaults are those of walking."""

    shortest_s: float = Field(0.35, gt=0.1, lt=0.6, description="Shortest step period, s.")
    longest_s: float = Field(1.2, gt=0.4, lt=2.0, description="Longest step period, s.")
    usual_s: float = Field(0.54, gt=0.15, lt=1.0, description="Ordinary step period, s.")
    spread: float = Field(0.4, gt=0.1, lt=1.0, description="Spread of the logarithm of the step period.")
    hump_hz: float = Field(3.0, gt=1.0, lt=8.0, description="Low-pass behind which a step is one hump, Hz.")
    step_match: float = Field(2.3, gt=0.5, lt=4.0, description="Regularity of the steps that starts a walk.")
    step_match_off: float = Field(1.5, gt=0.0, lt=4.0, description="Regularity below which it ends.")
    stride_match: float = Field(0.5, gt=0.1, lt=1.0, description="Or correlation of strides that starts it.")
    stride_match_off: float = Field(0.35, gt=0.0, lt=1.0, description="Correlation below which it ends.")
    size_m_s2: float = Field(0.5, gt=0.0, lt=5.0, description="Least RMS of the norm that starts it, m/s².")
    weak: float = Field(0.25, gt=0.0, lt=1.0, description="Least hump, as a share of the ordinary one.")
    first: int = Field(4, ge=2, le=12, description="Humps in a row that start a walk.")
    misses: int = Field(3, ge=0, le=8, description="Steps in a row that may be assumed.")
    back_misses: int = Field(0, ge=0, le=4, description="The same where a walk starts.")
    memory_s: float = Field(2.0, gt=0.3, lt=10.0, description="Memory of the tempo, s.")
    lag_periods: float = Field(
        0.0, gt=-0.5, lt=0.5, description="How far the hump lies behind the foot's contact, step periods."
    )
    even: bool = Field(True, description="Even out the difference between the two feet.")

    def tempo(self) -> TempoLimits:
        """Return the periods that are looked for."""
        return TempoLimits(self.shortest_s, self.longest_s, self.usual_s, self.spread, self.memory_s)

    def chain(self) -> ChainLimits:
        """Return what makes a chain of steps."""
        return ChainLimits(self.first, self.weak, self.misses, self.back_misses, self.size_m_s2)


WALK_SITES: Mapping[str, Mapping[str, Any]] = {
    # At the leg, foot switches close a little behind the hump; at the lower back, feet touch a little before.
    "thigh": {"lag_periods": -0.08},
    "pocket": {"lag_periods": -0.08},
    # At the back both feet feel alike and the stride does not mislead, so slower walks may be believed.
    "lower_back": {"lag_periods": 0.04, "even": False, "spread": 0.45},
    # The arm swings once a stride, so twice the step period fits as well: the ordinary tempo has to decide.
    # It also does other things meanwhile, so less regularity has to do, and it may feel every other step.
    "wrist": {
        "back_misses": 1,
        "step_match": 2.1,
        "spread": 0.3,
        "longest_s": 1.0,
        "step_match_off": 1.2,
        "stride_match_off": 0.3,
    },
}
"""Parameters of walking that differ by site."""
