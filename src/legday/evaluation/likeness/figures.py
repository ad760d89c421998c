"""What is compared of a take: figures that neither the mounting nor a constant bias of the sensor changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.signal import butter, sosfiltfilt, welch

from legday.core.block import STANDARD_GRAVITY, FloatArray

BANDS_HZ: FloatArray = 2.0 ** np.arange(-1, 5.4, 1.0 / 3.0)
"""Middles of the third-octave bands of the spectrum, up to 40 Hz."""

HALF_BAND = 2.0 ** (1.0 / 6.0)
GRID_HZ = 100.0
WINDOW_S = 8.0
HOLE_S = 0.25
SMOOTH_HZ = 8.0
SHORTEST_PIECE_S = 1.0
TURNING_PERCENTILE = 95.0


@dataclass(frozen=True, slots=True)
class Figures:
    """A take in a few figures.

    Parameters
    ----------
    cycle_s : float
        Time of one cycle: a repetition, a stride, a jump.
    peak_g, trough_g : float
        How far the norm of the acceleration goes above and below its median in a cycle, median over cycles.
    swing_deg, turning_deg_s : float
        How far and how fast the segment turns about its main axis in a cycle; NaN without a gyroscope.
    bands_m_s2 : (len(BANDS_HZ),) float
        RMS of the acceleration vector in third octaves, all axes together; NaN where the take says nothing.
    """

    cycle_s: float
    peak_g: float
    trough_g: float
    swing_deg: float
    turning_deg_s: float
    bands_m_s2: FloatArray


def figures(
    t_s: FloatArray, acc: FloatArray, gyr: FloatArray | None, cycles_s: tuple[float, float]
) -> Figures | None:
    """Return the figures of a take; None where no piece of it is long enough.

    Parameters
    ----------
    t_s : (n,) float
        Times, with holes as they are.
    acc, gyr : (n, 3) float
        m/s², rad/s.
    cycles_s : tuple of float
        Between which times a cycle is looked for.
    """
    rate_hz = min(GRID_HZ, 1.0 / float(np.median(np.diff(t_s))))
    values = acc if gyr is None else np.hstack([acc, gyr])
    pieces = list(_pieces(t_s, values, rate_hz))
    if not pieces:
        return None
    longest = max(pieces, key=len)
    cycle_s = _cycle_s(longest[:, :3], rate_hz, cycles_s)
    rows = [row for piece in pieces for row in _cycles(piece, round(cycle_s * rate_hz))]
    middle = float(np.median(np.linalg.norm(acc, axis=1)))
    norms = [np.linalg.norm(row[:, :3], axis=1) for row in rows]
    swing_deg, turning_deg_s = (np.nan, np.nan) if gyr is None else _turning(pieces, rows, rate_hz)
    return Figures(
        cycle_s=cycle_s,
        peak_g=float(np.median([norm.max() for norm in norms]) - middle) / STANDARD_GRAVITY,
        trough_g=float(middle - np.median([norm.min() for norm in norms])) / STANDARD_GRAVITY,
        swing_deg=swing_deg,
        turning_deg_s=turning_deg_s,
        bands_m_s2=_bands([piece[:, :3] for piece in pieces], rate_hz),
    )


def _pieces(t_s: FloatArray, values: FloatArray, rate_hz: float) -> Iterator[FloatArray]:
    """Yield what lies between holes, on a grid."""
    edges = [0, *(np.flatnonzero(np.diff(t_s) > HOLE_S) + 1), len(t_s)]
    for first, end in pairwise(edges):
        if end - first > 1 and t_s[end - 1] - t_s[first] >= SHORTEST_PIECE_S:
            at_s = np.arange(t_s[first], t_s[end - 1], 1.0 / rate_hz)
            columns = [np.interp(at_s, t_s[first:end], column) for column in values[first:end].T]
            yield np.stack(columns, axis=1)


def _cycle_s(acc: FloatArray, rate_hz: float, cycles_s: tuple[float, float]) -> float:
    """Return the lag at which the vector is most like itself; the whole piece where it is shorter."""
    below = butter(2, min(SMOOTH_HZ, 0.4 * rate_hz), fs=rate_hz, output="sos")
    smooth = sosfiltfilt(below, acc - acc.mean(axis=0), axis=0)
    count = len(smooth)
    power = np.abs(np.fft.rfft(smooth, 2 * count, axis=0)) ** 2
    likeness = np.fft.irfft(power.sum(axis=1))[:count] / np.arange(count, 0, -1)
    shortest, longest = (round(cycle_s * rate_hz) for cycle_s in cycles_s)
    if shortest >= count // 2:
        return count / rate_hz
    return float(shortest + np.argmax(likeness[shortest : min(longest, count // 2)])) / rate_hz


def _cycles(piece: FloatArray, length: int) -> Iterator[FloatArray]:
    if len(piece) < length:
        yield piece
    for first in range(0, len(piece) - length + 1, length):
        yield piece[first : first + length]


def _turning(pieces: list[FloatArray], rows: list[FloatArray], rate_hz: float) -> tuple[float, float]:
    """Return swing, degrees, and speed of turning, degrees/s, about the main axis."""
    rates = np.vstack([piece[:, 3:] for piece in pieces])
    rates = rates - rates.mean(axis=0)
    axis = np.linalg.eigh(rates.T @ rates)[1][:, -1]
    turning = [row[:, 3:] @ axis for row in rows]
    swing = [np.ptp(np.cumsum(rate - rate.mean())) / rate_hz for rate in turning]
    fast = [np.percentile(np.abs(rate), TURNING_PERCENTILE) for rate in turning]
    return float(np.degrees(np.median(swing))), float(np.degrees(np.median(fast)))


def _bands(pieces: list[FloatArray], rate_hz: float) -> FloatArray:
    """Return the RMS of third-octave bands, over all pieces."""
    length = min(int(WINDOW_S * rate_hz), max(len(piece) for piece in pieces))
    fitting = [piece for piece in pieces if len(piece) >= length] or pieces
    densities = []
    for piece in fitting:
        hz, density = welch(piece - piece.mean(axis=0), rate_hz, nperseg=length, axis=0)
        densities.append(density.sum(axis=1))
    mean = np.mean(densities, axis=0)
    bands = np.full(len(BANDS_HZ), np.nan)
    for i, middle_hz in enumerate(BANDS_HZ):
        inside = (hz >= middle_hz / HALF_BAND) & (hz < middle_hz * HALF_BAND)
        if inside.any() and middle_hz * HALF_BAND <= rate_hz / 2:
            bands[i] = np.sqrt(mean[inside].mean() * middle_hz * (HALF_BAND - 1.0 / HALF_BAND))
    return bands
