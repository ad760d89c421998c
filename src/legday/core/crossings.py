"""Threshold crossings and turning points, the same for every split of the stream into blocks.

Each machine is a mutable slotted dataclass that a detector keeps in its state. A block is searched with a few
vector operations; only what was found goes through the scalar machine.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from legday.core.block import FloatArray


class Crossing(NamedTuple):
    """A Schmitt trigger changed over.

    ``i`` is the deciding sample within the block, ``t_s`` the time of the crossing between that sample
    and the one before.
    """

    i: int
    t_s: float
    rising: bool


@dataclass(slots=True)
class Schmitt:
    """Hysteresis: high from ``on`` upwards until ``off`` or less.

    The first sample decides in which state the machine starts, without a crossing. Levels must not change
    while a block is being searched; a level that follows the person belongs into a scalar machine over
    `Turns`.

    Parameters
    ----------
    on, off : float
        Levels, on > off.
    high : bool or None
        The state now; None before the first sample.
    """

    on: float
    off: float
    high: bool | None = None
    last_x: float = field(default=float("nan"))
    last_t_s: float = field(default=float("nan"))

    def update(self, x: FloatArray, t_s: FloatArray) -> list[Crossing]:
        """Take the next samples (n,) and their times (n,), s; return the crossings among them."""
        if len(x) == 0:
            return []
        if self.high is None:
            self.high = bool(x[0] >= self.on)
        found = [self._crossing(i, x, t_s) for i in self._changes(x)]
        self.last_x, self.last_t_s = float(x[-1]), float(t_s[-1])
        return found

    def restart(self) -> None:
        """Forget the signal, behind a gap."""
        self.high = None
        self.last_x = self.last_t_s = float("nan")

    def _changes(self, x: FloatArray) -> list[int]:
        above = x >= self.on
        outside = np.flatnonzero(above | (x <= self.off))
        if len(outside) == 0:
            return []
        sides = above[outside]
        changed = np.empty(len(sides), dtype=bool)
        changed[0] = sides[0] != self.high
        np.not_equal(sides[1:], sides[:-1], out=changed[1:])
        changes: list[int] = outside[changed].tolist()
        return changes

    def _crossing(self, i: int, x: FloatArray, t_s: FloatArray) -> Crossing:
        self.high = not self.high
        level = self.on if self.high else self.off
        x0, t0 = (float(x[i - 1]), float(t_s[i - 1])) if i else (self.last_x, self.last_t_s)
        x1, t1 = float(x[i]), float(t_s[i])
        return Crossing(i, t0 + (t1 - t0) * (level - x0) / (x1 - x0), self.high)


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
    inner: list[int] = (np.flatnonzero(slope[1:] * slope[:-1] <= 0) + 1).tolist()
    return [0, *inner, len(x) - 1]


@dataclass(slots=True)
class Refractory:
    """Lets an event pass only when the last one that passed is at least ``period_s`` ago."""

    period_s: float
    last_s: float = -np.inf

    def passes(self, t_s: float) -> bool:
        """Return whether an event at ``t_s`` passes, and remember it if so."""
        if t_s - self.last_s < self.period_s:
            return False
        self.last_s = t_s
        return True
