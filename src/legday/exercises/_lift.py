"""Knee lifts seen by the angle of the thigh: needs a gyroscope.

A lift is a fast rise of the angle from its low point and the turn back at the top. The low point is
relative, not an absolute level, and the way between is the summed rate, so that a rest attitude that was
never shown, a strap that slipped or a mounting that was revised loses and makes no lift.
"""

import math
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from legday.core.block import FloatArray, MotionBlock
from legday.core.crossings import Turn, Turns
from legday.core.filters import FilterMemory, lowpass, lowpass_delay_s
from legday.core.masks import falls

SMOOTH_HZ = 8.0
"""Lets a lift of a quarter of a second pass, holds back the ringing of strap and muscle at 10 to 25 Hz."""
HESITATION_S = 0.75
"""A rise may stop and go on within this time, and is fast within this time of its top."""
SETTLING_S = 1.0
"""What the attitude needs at the start of the stream."""


class Top(NamedTuple):
    """A lift: deciding sample of the block and its time, time and angle of the top."""

    i: int
    decided_s: float
    t_s: float
    angle_rad: float | None


@dataclass(frozen=True, slots=True)
class LiftLimits:
    """What makes a lift.

    Parameters
    ----------
    reversal_rad : float
        How far the thigh has come down when the top is certain.
    rise_rad : float
        Least rise from the low point.
    rise_rad_s : float
        Least speed reached on the way up.
    """

    reversal_rad: float
    rise_rad: float
    rise_rad_s: float


@dataclass(slots=True)
class LiftSignal:
    """What the search remembers.

    ``path_rad`` is the summed rate, ``low_rad`` its lowest value before the rise, ``fast_s`` the last time at
    which the thigh rose fast, ``still_s`` the last at which it stopped rising.
    """

    turns: Turns
    memory: FilterMemory = None
    first_s: float = math.nan
    path_rad: float = 0.0
    low_rad: float = math.inf
    low_s: float = -math.inf
    fast_s: float = -math.inf
    still_s: float = -math.inf
    rate_rad_s: float = 0.0
    t_s: float = 0.0


@dataclass(slots=True)
class Course:
    """A block's low-passed rate: where it is fast and where it falls through zero, and what was before it."""

    rate: FloatArray
    t_s: FloatArray
    fast: list[int]
    stops: list[int]
    last_fast_s: float
    last_still_s: float
    before_rad_s: float
    before_s: float

    def fast_s(self, i: int) -> float:
        """Return when the thigh last rose fast, as of sample ``i``."""
        k = bisect_right(self.fast, i)
        return self.t_s.item(self.fast[k - 1]) if k else self.last_fast_s

    def still_s(self, i: int) -> float:
        """Return when the rate last fell through zero, between the samples, as of sample ``i``."""
        k = bisect_right(self.stops, i)
        if k == 0:
            return self.last_still_s
        at = self.stops[k - 1]
        rate, t_s = self.rate.item(at), self.t_s.item(at)
        before, before_s = self.before_rad_s, self.before_s
        if at:
            before, before_s = self.rate.item(at - 1), self.t_s.item(at - 1)
        return before_s + (t_s - before_s) * before / (before - rate)


class LiftFinder:
    """Finds the lifts.

    Parameters
    ----------
    rate_hz : float
        Rate of the grid.
    limits : LiftLimits
        What makes a lift.
    """

    def __init__(self, rate_hz: float, limits: LiftLimits) -> None:
        self._limits = limits
        self._smooth = lowpass(SMOOTH_HZ, rate_hz)
        self._delay_s = lowpass_delay_s(SMOOTH_HZ, rate_hz)
        self._period_s = 1.0 / rate_hz

    def initial(self) -> LiftSignal:
        """Return the memory before the first sample."""
        return LiftSignal(Turns(self._limits.reversal_rad))

    def find(self, block: MotionBlock, signal: LiftSignal) -> Iterator[Top]:
        """Yield the lifts that ``block`` decides."""
        t_s = block.t_s
        if signal.memory is None:
            signal.first_s = float(t_s[0])
        columns = np.empty((3, len(t_s)))
        path = np.multiply(block.rate, self._period_s, out=columns[0])
        path[0] += signal.path_rad
        np.add.accumulate(path, out=path)
        signal.path_rad = path.item(-1)
        columns[1], columns[2] = block.rate, block.angle
        smooth, signal.memory = self._smooth.apply(columns.T, signal.memory)
        course = self._course(smooth[:, 1], t_s, signal)
        for turn in signal.turns.update(smooth[:, 0], t_s):
            if not turn.maximum:
                if turn.x < signal.low_rad or turn.t_s - signal.low_s > HESITATION_S:
                    signal.low_rad, signal.low_s = turn.x, turn.t_s
            elif self._is_lift(turn, course.fast_s(turn.i), signal):
                signal.low_rad = math.inf
                angle_rad = turn.x + float(smooth[turn.i, 2] - smooth[turn.i, 0])
                yield self._top(turn, course.still_s(turn.i), angle_rad)

    def _is_lift(self, turn: Turn, fast_s: float, signal: LiftSignal) -> bool:
        high = turn.x - signal.low_rad >= self._limits.rise_rad
        fast = fast_s > max(signal.low_s, turn.t_s - HESITATION_S)
        return high and fast and turn.t_s - signal.first_s > SETTLING_S

    def _course(self, rate: FloatArray, t_s: FloatArray, signal: LiftSignal) -> Course:
        fast = (rate >= self._limits.rise_rad_s).nonzero()[0].tolist()
        rising = rate > 0.0
        stops = [] if rising[0] or signal.rate_rad_s <= 0.0 else [0]
        if falls(rising):
            stops += ((rising[:-1] > rising[1:]).nonzero()[0] + 1).tolist()
        before = (signal.fast_s, signal.still_s, signal.rate_rad_s, signal.t_s)
        course, last = Course(rate, t_s, fast, stops, *before), len(t_s) - 1
        signal.fast_s, signal.still_s = course.fast_s(last), course.still_s(last)
        signal.rate_rad_s, signal.t_s = rate.item(-1), t_s.item(-1)
        return course

    def _top(self, turn: Turn, still_s: float, angle_rad: float) -> Top:
        """Return the lift; its top is where the rate fell through zero, finer than the grid."""
        top_s = still_s if abs(still_s - turn.t_s) <= self._period_s else turn.t_s
        return Top(turn.i, turn.decided_s, top_s - self._delay_s, angle_rad)
