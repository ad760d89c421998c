"""The plain signal that the baselines work on: a whole take at a uniform rate."""

from dataclasses import dataclass

import numpy as np
from scipy.signal import butter, sosfiltfilt

from legday.core.block import FloatArray

HIGHEST_RATE_HZ = 100.0


@dataclass(frozen=True, slots=True, eq=False)
class Signal:
    """A whole take, resampled; baselines may look at all of it at once.

    Parameters
    ----------
    rate_hz : float
        Uniform rate, at most 100 Hz.
    acc : (n, 3) float
        Specific force, m/s².
    """

    rate_hz: float
    acc: FloatArray

    @property
    def force(self) -> FloatArray:
        """(n,) norm of the acceleration, m/s²."""
        return np.asarray(np.linalg.norm(self.acc, axis=1))

    @property
    def duration_s(self) -> float:
        """Length, s."""
        return len(self.acc) / self.rate_hz


def resample(t_s: FloatArray, acc: FloatArray) -> Signal:
    """Bring a take to its median rate, at most 100 Hz, by linear interpolation.

    Faster takes are averaged over the new period first, so that nothing folds back.
    """
    period_s = float(np.median(np.diff(t_s))) if len(t_s) > 1 else 1.0
    native_hz = 1.0 / period_s if period_s > 0 else HIGHEST_RATE_HZ
    rate_hz = min(native_hz, HIGHEST_RATE_HZ)
    width = max(1, round(native_hz / rate_hz))
    grid_s = np.arange(t_s[0], t_s[-1] + 0.5 / rate_hz, 1 / rate_hz)
    smooth = [np.convolve(axis, np.full(width, 1 / width), mode="same") for axis in acc.T]
    return Signal(rate_hz, np.column_stack([np.interp(grid_s, t_s, axis) for axis in smooth]))


def low_passed(values: FloatArray, rate_hz: float, cutoff_hz: float, order: int = 4) -> FloatArray:
    """Low-pass without delay, forth and back; a cutoff above what the rate can carry changes nothing."""
    if cutoff_hz >= 0.45 * rate_hz:
        return values
    sections = butter(order, cutoff_hz, fs=rate_hz, output="sos")
    pad = min(len(values) - 1, round(3 * rate_hz / cutoff_hz))
    return np.asarray(sosfiltfilt(sections, values, axis=0, padlen=pad))
