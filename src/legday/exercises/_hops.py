"""What the search for a tempo is asked, what it finds each half second, and what it remembers."""

from dataclasses import dataclass
from typing import NamedTuple

from legday.core.block import FloatArray
from legday.core.filters import FilterMemory


class TempoLimits(NamedTuple):
    """The periods that are looked for.

    Parameters
    ----------
    shortest_s, longest_s : float
        Step periods at the ends.
    usual_s : float
        The ordinary step period of the gait.
    spread : float
        Standard deviation of its logarithm.
    memory_s : float
        Time constant of the running autocorrelation.
    """

    shortest_s: float
    longest_s: float
    usual_s: float
    spread: float
    memory_s: float


class Hops(NamedTuple):
    """The tempo after each half second, one entry a hop.

    Parameters
    ----------
    i : list of int
        Sample within the block that completed the hop.
    period_s : list of float
        Step period.
    step_match : list of float
        How well the steps repeat: about 0.5 without rhythm, 4 to 5 at best.
    stride_match : list of float
        Correlation with the signal two steps before, at most 1.
    size_m_s2 : list of float
        RMS of the norm about its mean.
    """

    i: list[int]
    period_s: list[float]
    step_match: list[float]
    stride_match: list[float]
    size_m_s2: list[float]


NO_HOPS = Hops([], [], [], [], [])


@dataclass(slots=True)
class TempoSignal:
    """What the tempo remembers.

    ``recent`` holds the last lags of the normalised signal, ``waiting`` what no hop has used yet, ``seen``
    the samples of the grid so far.
    """

    correlation: FilterMemory
    recent: FloatArray
    waiting: FloatArray
    level: FilterMemory = None
    square: FilterMemory = None
    seen: int = 0
