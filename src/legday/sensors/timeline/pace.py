"""Samples of which each passes one line of the grid, as nearly all do: where and when the lines are.

There are two ways to the same numbers, to the last bit; a test holds them to each other. Live, a dozen calls
of numpy cost more than counting ten samples one by one; on the thousands that a replay takes at once it is
the other way round.
"""

import numpy as np

from legday.core.block import FloatArray
from legday.core.masks import any_true

TOLERANCE = 1e-6  # of a line's distance: a sample this close before a line stands on it
NO_HOLE = 1.49  # lines from sample to sample: below, there is no hole, however its limit's last bits fall
FEW = 32

Paced = tuple[FloatArray, FloatArray]
"""(n,) the way from the sample before to its line, as a share of the way to the sample, at most 1; (n,) the
lines' times, s."""


def paced(t_s: FloatArray, before_s: float, origin_s: float, rate_hz: float, line: int) -> Paced | None:
    """Return where and when the lines are; None where a sample does not pass just one, or behind a hole.

    Parameters
    ----------
    t_s : (n,) float
        Times of the samples, going up, s.
    before_s : float
        Time of the sample before them, s.
    origin_s, rate_hz : float
        Time of line 0, s, and lines per second.
    line : int
        The first of the lines.
    """
    way = one_by_one if len(t_s) <= FEW else together
    return way(t_s, before_s, origin_s, rate_hz, line)


def one_by_one(t_s: FloatArray, before_s: float, origin_s: float, rate_hz: float, line: int) -> Paced | None:
    """Return what `paced` does, for few samples."""
    back = (before_s - origin_s) * rate_hz
    shares, times = [], []
    for number, sample_s in enumerate(t_s.tolist(), line):
        there = (sample_s - origin_s) * rate_hz
        step = there - back
        if step >= NO_HOLE or not number <= there + TOLERANCE < number + 1:
            return None
        shares.append((number - back) / step if number < there else 1.0)
        times.append(origin_s + number / rate_hz)
        back = there
    return np.array(shares), np.array(times)


def together(t_s: FloatArray, before_s: float, origin_s: float, rate_hz: float, line: int) -> Paced | None:
    """Return what `paced` does, for many samples."""
    position = positions(t_s, before_s, origin_s, rate_hz)
    back, there = position[:-1], position[1:]
    step = there - back
    lines = np.arange(line, line + len(t_s), dtype=np.float64)
    if np.maximum.reduce(step) >= NO_HOLE or any_true(np.floor(there + TOLERANCE) != lines):
        return None
    share = lines - back
    share /= step
    lines /= rate_hz
    lines += origin_s
    return np.minimum(share, 1.0, out=share), lines


def positions(t_s: FloatArray, before_s: float, origin_s: float, rate_hz: float) -> FloatArray:
    """Return (n + 1,) where the sample before and the samples are, in lines."""
    position = np.empty(len(t_s) + 1)
    position[0] = (before_s - origin_s) * rate_hz
    there = position[1:]
    np.subtract(t_s, origin_s, there)
    there *= rate_hz
    return position
