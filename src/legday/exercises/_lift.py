"""Knee lifts seen by the signed angle of the thigh: needs a gyroscope.

A lift is a fast rise of the thigh angle from its low point and the turn back at the top. Its size is taken
from the low point and not from an absolute level, so that a rest attitude that was never shown, or a strap
that slipped, loses no lift.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from legday.core.block import MISSING, UNALIGNED, FloatArray, MotionBlock
from legday.core.crossings import Turn, Turns
from legday.core.events import Quality
from legday.core.filters import FilterMemory, lowpass

SMOOTH_HZ = 8.0  # lets a lift of 0.25 s pass, holds back the ringing of strap and muscle (10 to 25 Hz)
SMOOTH_DELAY_S = 2.0**0.5 / (2.0 * np.pi * SMOOTH_HZ)  # group delay of a 2nd-order Butterworth


class LiftSeen(NamedTuple):
    """A lift: time and angle of its highest point, when it was certain, how good the angle is."""

    t_s: float
    decided_s: float
    angle_rad: float | None
    quality: Quality


@dataclass(slots=True)
class LiftSignal:
    """What the search for lifts remembers of the signal.

    ``low_rad`` is the lowest angle since the last turn back from a lift, ``fast_s`` the last time at which
    the thigh rose fast, ``still_s`` the last at which it stopped rising.
    """

    turns: Turns
    memory: FilterMemory = None
    low_rad: float = np.inf
    low_s: float = -np.inf
    fast_s: float = -np.inf
    still_s: float = -np.inf
    rate_rad_s: float = 0.0
    t_s: float = 0.0


class LiftFinder:
    """Finds lifts in the thigh's angle.

    Parameters
    ----------
    rate_hz : float
        Rate of the grid.
    reversal_rad : float
        How far the thigh has come down when its highest point is certain.
    rise_rad : float
        Least rise from the low point.
    rise_rad_s : float
        Least speed reached on the way up.
    """

    def __init__(self, rate_hz: float, reversal_rad: float, rise_rad: float, rise_rad_s: float) -> None:
        self._smooth = lowpass(SMOOTH_HZ, rate_hz)
        self._delay_s = SMOOTH_DELAY_S if self._smooth.sections else 0.0
        self._period_s = 1.0 / rate_hz
        self._reversal_rad = reversal_rad
        self._rise_rad = rise_rad
        self._rise_rad_s = rise_rad_s

    def initial(self) -> LiftSignal:
        """Return the memory before the first sample."""
        return LiftSignal(Turns(self._reversal_rad))

    def find(self, block: MotionBlock, signal: LiftSignal) -> Iterator[LiftSeen]:
        """Yield the lifts that ``block`` decides."""
        both = np.stack([block.angle, block.rate], axis=1)
        smooth, signal.memory = self._smooth.apply(both, signal.memory)
        fast_s = self._last_fast(smooth[:, 1], block.t_s, signal)
        still_s = self._last_still(smooth[:, 1], block.t_s, signal)
        for turn in signal.turns.update(smooth[:, 0], block.t_s):
            if not turn.maximum:
                if turn.x < signal.low_rad:
                    signal.low_rad, signal.low_s = turn.x, turn.t_s
                continue
            if turn.x - signal.low_rad >= self._rise_rad and fast_s[turn.i] > signal.low_s:
                signal.low_rad = np.inf
                yield self._seen(turn, float(still_s[turn.i]), int(block.flags[turn.i]))

    def _last_fast(self, rate: FloatArray, t_s: FloatArray, signal: LiftSignal) -> FloatArray:
        seen_s = np.maximum.accumulate(np.where(rate >= self._rise_rad_s, t_s, signal.fast_s))
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

    def _seen(self, turn: Turn, still_s: float, flags: int) -> LiftSeen:
        """Return the lift; its top is where the rate fell through zero, finer than the grid."""
        top_s = still_s if abs(still_s - turn.t_s) <= self._period_s else turn.t_s
        doubtful = bool(flags & (MISSING | UNALIGNED))
        return LiftSeen(top_s - self._delay_s, turn.decided_s, turn.x, "low" if doubtful else "good")
