"""Repetitions each by itself, with a long rest between them: the third of a kind makes a set of them.

One alone is withdrawn (`_provisional`): so looks a movement before a set. Three alike that could stand alone,
none of them long behind the one before, are no chance; then the withdrawn ones stand after all.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from legday.core.events import Rep

RESTS_S = 45.0  # at most so long between repetitions of one set
BEFORE = 2  # so many by themselves, and the next one makes a set of them
ALIKE = 0.5  # of two that are alike the smaller is at least so large, of the larger


class Latest(NamedTuple):
    """The repetition just reported: its serial, size in g, when it was reported, and when it began.

    ``calm`` is how much calmer the body was than need be (1: just so), ``clean`` says whether it could stand
    alone, ``brisk`` whether it was as free of impacts as no stride (`_brisk`). ``told`` is the event.
    """

    serial: int
    size: float
    t_s: float
    start_s: float
    calm: float
    clean: bool
    brisk: bool
    told: Rep | None = None


@dataclass(slots=True)
class Lone:
    """Those that could stand alone and were withdrawn all the same, the last of them, alike."""

    kept: list[Latest] = field(default_factory=list)

    def add(self, latest: Latest) -> None:
        """Keep one more in mind."""
        self._keep_alike(latest.size, latest.start_s)
        self.kept = [*self.kept[1 - BEFORE :], latest]

    def recall(self, size: float, start_s: float) -> list[Latest]:
        """Return those of which one more of this size, which began at ``start_s``, makes a set."""
        self._keep_alike(size, start_s)
        return self.kept if len(self.kept) == BEFORE else []

    def _keep_alike(self, size: float, start_s: float) -> None:
        late = bool(self.kept) and start_s - self.kept[-1].t_s > RESTS_S
        if late or not all(ALIKE * each.size <= size <= each.size / ALIKE for each in self.kept):
            self.kept = []
