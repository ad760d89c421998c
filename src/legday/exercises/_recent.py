"""The last seconds of what flights are measured on, one row for each signal."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from legday.core.block import BRIDGED, CLIPPED, MISSING, FlagArray, FloatArray
from legday.core.masks import none_set

HISTORY_S = 2.8  # the longest way back from a landing: the flight, its flank and its push-off

T_S, NORM, LOST, FORCE, FLAGS, VECTOR = 0, 1, 2, 3, 4, slice(5, 8)
"""Rows: time s, free-fall norm in g, running sum of 1 - norm in s, raw force m/s², flags, vector m/s²."""
ROWS = 8
Columns = NDArray[np.intp]
MARKS = BRIDGED | MISSING | CLIPPED


@dataclass(slots=True)
class Recent:
    """Signals of the last seconds, and while a block is searched those of the block.

    Parameters
    ----------
    rows : (8, n) float
        See above.
    start : int
        Sample of the first column, since the stream began.
    flagged : int
        The last sample that carries a flag.
    """

    rows: FloatArray = field(default_factory=lambda: np.empty((ROWS, 0)))
    start: int = 0
    flagged: int = -1

    def extend(self, start: int, count: int) -> FloatArray:
        """Make room for ``count`` samples, the first of which is ``start``; return their columns."""
        kept = self.rows.shape[1]
        rows = np.empty((ROWS, kept + count))
        rows[:, :kept] = self.rows
        self.rows, self.start = rows, start - kept
        return rows[:, kept:]

    def trim(self, rate_hz: float) -> None:
        """Forget what no landing reaches back to."""
        old = max(0, self.rows.shape[1] - int(HISTORY_S * rate_hz))
        self.rows, self.start = self.rows[:, old:], self.start + old

    def put_flags(self, flags: FlagArray) -> None:
        """Fill in what is to be known of the newest samples."""
        if none_set(flags):
            self.rows[FLAGS, -len(flags) :] = 0.0
            return
        marks = flags & MARKS
        self.rows[FLAGS, -len(flags) :] = marks
        if marks.any():
            self.flagged = self.start + self.rows.shape[1] - len(flags) + int(marks.nonzero()[0][-1])

    def flags(self, first: int, last: int) -> int:
        """Return the flags of the samples from ``first`` to ``last``, joined."""
        if first > self.flagged:
            return 0
        flags = self.rows[FLAGS, max(0, first - self.start) : last - self.start + 1]
        return int(np.bitwise_or.reduce(flags.astype(np.uint8)))

    def last_above(self, row: int, first: Columns, end: Columns, level: float) -> Columns:
        """Return (k,) the last columns in ``[first, end)`` with a row at least ``level``, else ``first``."""
        above = (self.rows[row] >= level).nonzero()[0]
        if len(above) == 0:
            return first
        last = above[np.maximum(np.searchsorted(above, end) - 1, 0)]
        return np.where((last >= first) & (last < end), last, first)

    def crossing_s(self, row: int, columns: Columns, level: float) -> FloatArray:
        """Return (k,) when a row crossed ``level`` on straight lines from ``columns`` to the next ones."""
        t0, t1 = self.rows[T_S, columns], self.rows[T_S, columns + 1]
        x0, x1 = self.rows[row, columns], self.rows[row, columns + 1]
        level_row = x1 == x0
        rise = np.where(level_row, 1.0, x1 - x0)
        crossing_s: FloatArray = np.where(level_row, t1, t0 + (t1 - t0) * (level - x0) / rise)
        return crossing_s
