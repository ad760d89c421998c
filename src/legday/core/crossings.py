"""Turning points, the same for every split of the stream into blocks.

The machine is a mutable slotted dataclass that a detector keeps in its state. A block is searched with a few
vector operations; only what was found goes through the scalar machine.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from legday.core.block import FloatArray


class Turn(NamedTuple):
    """A turning point.

    ``i`` is the sample within the block at which the signal had come back far enough to be sure,
    ``decided_s`` its time; ``t_s`` and ``x`` are the turning point's own.
    """

    i: int
    decided_s: float
    t_s: float
    x: float
    maximum: bool


@dataclass(slots=True)
class Turns:
    """Alternating maxima and minima that the signal has left by ``reversal`` (a zigzag).

    ``reversal`` may be changed between two turns that `update` yields, so that it can follow the person's own
    range; it then holds from the deciding sample on. The first turn is the first extreme that is left by
    ``reversal``, whichever it is.

    Parameters
    ----------
    reversal : float
        How far the signal has to come back from an extreme, in its own unit.
    """

    reversal: float
    rising: bool | None = None
    high: float = -np.inf
    high_s: float = float("nan")
    low: float = np.inf
    low_s: float = float("nan")

    def update(self, x: FloatArray, t_s: FloatArray) -> Iterator[Turn]:
        """Take the next samples (n,) and their times (n,), s; yield the turns they decide.

        The iterator has to be exhausted before the next call.
        """
        previous, value_at, time_at = 0, x.item, t_s.item
        high, low, reversal = self._levels()
        for i in _corners(x):
            value = value_at(i)
            if high - value >= reversal or value - low >= reversal:
                part = x[previous : i + 1].tolist()
                left = next(k for k, v in enumerate(part) if high - v >= reversal or v - low >= reversal)
                decided = previous + left
                yield self._turn(decided, part[left], time_at(decided))
                high, low, reversal = self._levels()
            if value > self.high:
                self.high, self.high_s = value, time_at(i)
                high = value if self.rising is not False else high
            if value < self.low:
                self.low, self.low_s = value, time_at(i)
                low = value if self.rising is not True else low
            previous = i + 1

    def _levels(self) -> tuple[float, float, float]:
        """Return the extremes that a turn would leave, infinitely far where it cannot, and how far."""
        high = self.high if self.rising is not False else -np.inf
        return high, self.low if self.rising is not True else np.inf, self.reversal

    def restart(self) -> None:
        """Forget the signal, behind a gap."""
        self.rising = None
        self.high, self.low = -np.inf, np.inf
        self.high_s = self.low_s = float("nan")

    def _turn(self, i: int, value: float, t_s: float) -> Turn:
        maximum = self.rising is not False and self.high - value >= self.reversal
        turn = Turn(i, t_s, *((self.high_s, self.high) if maximum else (self.low_s, self.low)), maximum)
        self.rising = not maximum
        self.high, self.high_s, self.low, self.low_s = value, t_s, value, t_s
        return turn


def _corners(x: FloatArray) -> list[int]:
    """Return the samples between which the signal is monotone, the first and the last among them."""
    if len(x) < 3:
        return list(range(len(x)))
    slope = x[1:] - x[:-1]
    inner: list[int] = ((slope[1:] * slope[:-1] <= 0.0).nonzero()[0] + 1).tolist()
    return [0, *inner, len(x) - 1]
