"""The two feet of a gait, evened out.

A sensor on one leg feels its own foot's contact and the other foot's differently, so that one seems early and
the next late, by up to a tenth of a second. Steps of a gait alternate about evenly; the running difference is
taken off the times.
"""

from collections.abc import Sequence
from dataclasses import dataclass

NEWEST = 0.2
"""Share of the newest stride in the difference."""
LONGEST = 1.5
"""A stride this much longer than the last one holds a pause."""


@dataclass(slots=True)
class Symmetry:
    """How far the even-numbered steps seem late, half the difference of the feet.

    Parameters
    ----------
    late_s : float
        The difference so far.
    strides : int
        Strides that it comes from.
    n : int
        Steps so far.
    last_s, before_s : float
        Times of the last two steps as they seem.
    """

    late_s: float = 0.0
    strides: int = 0
    n: int = 0
    last_s: float = 0.0
    before_s: float = 0.0

    def even(self, seen_s: Sequence[float], period_s: float) -> list[float]:
        """Return the times of steps that follow each other, evened out."""
        first = self.n
        for t_s in seen_s:
            self._learn(t_s, period_s)
        return [t_s - self._sign(first + i) * self.late_s for i, t_s in enumerate(seen_s)]

    def _learn(self, t_s: float, period_s: float) -> None:
        stride_s = t_s - self.before_s
        if self.n >= 2 and stride_s < 2.0 * LONGEST * period_s:
            self.strides += 1
            late_s = 0.5 * self._sign(self.n - 1) * (self.last_s - 0.5 * (t_s + self.before_s))
            self.late_s += max(NEWEST, 1.0 / self.strides) * (late_s - self.late_s)
        self.before_s, self.last_s = self.last_s, t_s
        self.n += 1

    @staticmethod
    def _sign(n: int) -> float:
        return 1.0 if n % 2 == 0 else -1.0
