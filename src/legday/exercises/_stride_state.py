"""What counting steps remembers."""

import math
from dataclasses import dataclass, field

from legday.core.detector import DetectorState
from legday.core.filters import FilterMemory
from legday.exercises._cadence import Rhythm
from legday.exercises._hops import TempoSignal
from legday.exercises._hump import HumpSignal
from legday.exercises._step_chain import StepChain
from legday.exercises._symmetry import Symmetry


@dataclass(slots=True)
class StrideState(DetectorState):
    """Tally, rhythm and signal of `Strides`."""

    tempo: TempoSignal = field(kw_only=True)
    rhythm: Rhythm = field(kw_only=True)
    smooth: FilterMemory = None
    humps: HumpSignal = field(default_factory=HumpSignal)
    chain: StepChain = field(default_factory=StepChain)
    n: int = 0
    steady: int = 0
    lost: int = 0
    feet: Symmetry = field(default_factory=Symmetry)
    now_s: float = -math.inf
