"""What a tuning found, and what it is worth on people who were not tuned on."""

from dataclasses import dataclass

FLAT = 0.5
"""A neighbour on the same plateau costs at most so much more, per cent of miscount."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The miscount on people who were not tuned on, per cent, with its bootstrap interval over people."""

    miscount_pct: float
    low_pct: float | None
    high_pct: float | None
    ghosts_per_hour: float
    late_s: float

    def is_better_than(self, other: "Judged") -> bool:
        """Return whether it miscounts less than another, and their intervals do not touch."""
        return self.high_pct is not None and other.low_pct is not None and self.high_pct < other.low_pct


@dataclass(frozen=True, slots=True)
class Slice:
    """One parameter at the optimum: how much it matters, and what its neighbours cost more."""

    name: str
    default: float
    tuned: float
    importance: float
    below: float
    above: float

    @property
    def is_flat(self) -> bool:
        """Whether the optimum is a plateau along this parameter."""
        return max(self.below, self.above) <= FLAT


@dataclass(frozen=True, slots=True)
class Tuned:
    """What a tuning gave.

    Parameters
    ----------
    exercise, site : str
        What for.
    takes, people : int
        What on.
    default, tuned : Judged
        On people who were not tuned on.
    params : dict
        Tuned on everybody.
    slices : tuple of Slice
        Each parameter at the optimum.
    trials : int
        Trials of each search.
    """

    exercise: str
    site: str
    takes: int
    people: int
    default: Judged
    tuned: Judged
    params: dict[str, float]
    slices: tuple[Slice, ...]
    trials: int
