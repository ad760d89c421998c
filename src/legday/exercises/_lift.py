"""Knee lifts seen by the angle of the thigh: needs a gyroscope.

A lift is a fast rise of the angle from its low point and the turn back at the top. The low point is
relative, not an absolute level, and the way between is the summed rate, so that a rest attitude that was
never shown, a strap that slipped or a mounting that was revised loses and makes no lift.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from legday.core.block import FloatArray, MotionBlock
from legday.core.crossings import Turn, Turns
from legday.core.filters import FilterMemory, lowpass

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
        filtered = bool(self._smooth.sections)
        self._delay_s = math.sqrt(2.0) / (2.0 * math.pi * SMOOTH_HZ) if filtered else 0.0
        self._period_s = 1.0 / rate_hz

    def initial(self) -> LiftSignal:
        """Return the memory before the first sample."""
        return LiftSignal(Turns(self._limits.reversal_rad))

    def find(self, block: MotionBlock, signal: LiftSignal) -> Iterator[Top]:
        """Yield the lifts that ``block`` decides."""
        t_s = block.t_s
        if signal.memory is None:
            signal.first_s = float(t_s[0])
        path = np.cumsum(np.concatenate([[signal.path_rad], block.rate * self._period_s]))[1:]
        signal.path_rad = float(path[-1])
        columns = np.stack([path, block.rate, block.angle], axis=1)
        smooth, signal.memory = self._smooth.apply(columns, signal.memory)
        fast_s = self._last_fast(smooth[:, 1], t_s, signal)
        still_s = self._last_still(smooth[:, 1], t_s, signal)
        for turn in signal.turns.update(smooth[:, 0], t_s):
            if not turn.maximum:
                if turn.x < signal.low_rad or turn.t_s - signal.low_s > HESITATION_S:
                    signal.low_rad, signal.low_s = turn.x, turn.t_s
            elif self._is_lift(turn, float(fast_s[turn.i]), signal):
                signal.low_rad = math.inf
                angle_rad = turn.x + float(smooth[turn.i, 2] - smooth[turn.i, 0])
                yield self._top(turn, float(still_s[turn.i]), angle_rad)

    def _is_lift(self, turn: Turn, fast_s: float, signal: LiftSignal) -> bool:
        high = turn.x - signal.low_rad >= self._limits.rise_rad
        fast = fast_s > max(signal.low_s, turn.t_s - HESITATION_S)
        return high and fast and turn.t_s - signal.first_s > SETTLING_S

    def _last_fast(self, rate: FloatArray, t_s: FloatArray, signal: LiftSignal) -> FloatArray:
        seen_s = np.maximum.accumulate(np.where(rate >= self._limits.rise_rad_s, t_s, signal.fast_s))
        signal.fast_s = float(seen_s[-1])
        return np.asarray(seen_s)

    def _last_still(self, rate: FloatArray, t_s: FloatArray, signal: LiftSignal) -> FloatArray:
        """Return for every sample when the rate last fell through zero, between the samples."""
        before = np.concatenate([[signal.rate_rad_s], rate[:-1]])
        before_s = np.concatenate([[signal.t_s], t_s[:-1]])
        stops = (before > 0.0) & (rate <= 0.0)
        fall = np.where(stops, before - rate, 1.0)
        at_s = np.where(stops, before_s + (t_s - before_s) * before / fall, signal.still_s)
        seen_s = np.maximum.accumulate(at_s)
        signal.still_s, signal.rate_rad_s, signal.t_s = float(seen_s[-1]), float(rate[-1]), float(t_s[-1])
        return np.asarray(seen_s)

    def _top(self, turn: Turn, still_s: float, angle_rad: float) -> Top:
        """Return the lift; its top is where the rate fell through zero, finer than the grid."""
        top_s = still_s if abs(still_s - turn.t_s) <= self._period_s else turn.t_s
        return Top(turn.i, turn.decided_s, top_s - self._delay_s, angle_rad)
