"""The grid between two breaks: samples at uneven times in, values at uniform times out.

The grid is a row of lines ``origin_s + k / rate_hz``. Up to the rate that is kept as it comes, line k gets
the value interpolated between its two neighbours. Above that, line k gets the mean of the signal between
the lines k - 1 and k, which is the anti-alias filter; the signal is taken as straight between samples, so
that uneven times weigh right, and its running integral is a cumulative sum with the carry as its first
element, which gives the same bits for every split of the samples.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from legday.core.block import FlagArray, FloatArray, SampleBlock
from legday.core.masks import any_true
from legday.sensors.timeline.pace import NO_HOLE, TOLERANCE, paced, positions

_TOUCH = 0.05  # of a line's distance: nearer to a real sample than this, a line is no part of a hole

Mark = tuple[int, int, int]
"""First and last line, and the flag that they carry."""


@dataclass(slots=True)
class Segment:
    """What is known of the grid since the last break.

    Parameters
    ----------
    origin_s : float
        Time of line 0.
    rate_hz : float
        Lines per second.
    averaged : bool
        Lines carry the mean since the line before.
    base : int
        Index of line 0's sample since the stream began.
    line : int
        Last line that was passed.
    t_s, row
        Time and values (k, 1, 3) of the last sample.
    integral, edge
        Integral (k, 1, 3) of the values from the origin to the last sample, and to the last line.
    marks : list of Mark
        Flags for lines, some of which are still to come.
    """

    origin_s: float
    rate_hz: float
    averaged: bool
    base: int
    line: int
    t_s: float
    row: FloatArray
    integral: FloatArray
    edge: FloatArray
    marks: list[Mark] = field(default_factory=list)

    @classmethod
    def begin(cls, t_s: float, row: FloatArray, rate_hz: float, base: int, *, averaged: bool) -> "Segment":
        """Return the grid whose first sample is the one about to be taken, at ``t_s``."""
        before_s = t_s - 1.0 / rate_hz  # the same value, one line ahead of the first
        integral = -(t_s - before_s) * row
        line, base = (0, base - 1) if averaged else (-1, base)
        return cls(
            t_s, rate_hz, averaged, base, line, before_s, row.copy(), integral, np.zeros_like(integral)
        )

    @property
    def next_start(self) -> int:
        """Index of the next sample that comes out."""
        return self.base + self.line + 1

    def mark_samples(self, t_s: FloatArray, flags: FlagArray) -> None:
        """Flag the lines that the next samples have a part in."""
        position = (np.concatenate([[self.t_s], t_s]) - self.origin_s) * self.rate_hz
        passed = np.floor(position[:-1] + TOLERANCE)
        reach = 0.0 if self.averaged else 1.0 - _TOUCH
        first = np.maximum(np.floor(position[1:] - reach), passed) + 1
        last = np.floor(position[1:]) + 1 if self.averaged else np.ceil(position[1:] + reach) - 1
        chosen = np.flatnonzero(flags)
        columns = (first[chosen].astype(int), last[chosen].astype(int), flags[chosen])
        self.marks += zip(*(column.tolist() for column in columns), strict=True)

    def mark_hole(self, start_s: float, end_s: float, flag: int) -> None:
        """Flag the lines between two samples, ``start_s`` and ``end_s``, with nothing in between."""
        touch = 0.5 if self.averaged else _TOUCH
        first = np.floor((start_s - self.origin_s) * self.rate_hz + touch) + 1
        last = np.ceil((end_s - self.origin_s) * self.rate_hz - touch) - (0 if self.averaged else 1)
        self.marks.append((int(first), int(last), flag))

    def follow(self, t_s: FloatArray, values: FloatArray) -> SampleBlock | None:
        """Do as `extend` where there is no hole before or among the samples; else return None."""
        regular = None if self.averaged else paced(t_s, self.t_s, self.origin_s, self.rate_hz, self.line + 1)
        if regular is None:
            position = positions(t_s, self.t_s, self.origin_s, self.rate_hz)
            holes = position[1:] - position[:-1] >= NO_HOLE
            return None if any_true(holes) else self._lay(t_s, values, position)
        share, lines_s = regular
        out = _interpolated(np.concatenate((self.row, values[:, :-1]), axis=1), values, share)
        return self._pass(t_s, values, self.line + len(t_s), lines_s, out)

    def extend(self, t_s: FloatArray, values: FloatArray) -> SampleBlock:
        """Take samples behind the last one and return the lines that they pass."""
        return self._lay(t_s, values, positions(t_s, self.t_s, self.origin_s, self.rate_hz))

    def _lay(self, t_s: FloatArray, values: FloatArray, position: FloatArray) -> SampleBlock:
        """Return the lines that samples pass, each of them none, one or several."""
        passed = np.floor(position[1:] + TOLERANCE).astype(np.int64)
        counts = passed.copy()
        counts[0] -= self.line
        counts[1:] -= passed[:-1]
        last = int(passed[-1])
        lines = np.arange(self.line + 1, last + 1)
        before = np.repeat(np.arange(len(counts)), counts)
        share = (lines - position[before]) / (position[before + 1] - position[before])
        np.minimum(share, 1.0, out=share)
        rows = np.concatenate((self.row, values), axis=1)
        if self.averaged:
            out = self._means(t_s, rows, before, share[:, None])
        else:
            out = _interpolated(rows.take(before, axis=1), rows.take(before + 1, axis=1), share)
        centre_s = self.origin_s - (0.5 / self.rate_hz if self.averaged else 0.0)
        return self._pass(t_s, values, last, centre_s + lines / self.rate_hz, out)

    def _means(
        self, t_s: FloatArray, rows: FloatArray, before: NDArray[np.int64], share: FloatArray
    ) -> FloatArray:
        width_s = np.diff(t_s, prepend=self.t_s)[:, None]
        areas = width_s * (rows[:, 1:] + rows[:, :-1]) * 0.5
        integral = np.cumsum(np.concatenate((self.integral, areas), axis=1), axis=1)
        left = rows.take(before, axis=1)
        slant = (rows.take(before + 1, axis=1) - left) * share
        edges = integral.take(before, axis=1) + width_s[before] * share * (left + 0.5 * slant)
        edges = np.concatenate((self.edge, edges), axis=1)
        self.integral, self.edge = integral[:, -1:].copy(), edges[:, -1:].copy()
        return (edges[:, 1:] - edges[:, :-1]) * self.rate_hz

    def _pass(
        self, t_s: FloatArray, values: FloatArray, last: int, lines_s: FloatArray, out: FloatArray
    ) -> SampleBlock:
        """Move on behind samples that reach line ``last``, and return the lines' times and values."""
        first = self.line + 1
        self.t_s, self.row, self.line = t_s.item(-1), values[:, -1:].copy(), last
        count = len(lines_s)
        flags = self._flags(first, count) if self.marks else np.zeros(count, np.uint8)
        return SampleBlock(self.base + first, lines_s, out[0], out[1] if len(out) > 1 else None, flags)

    def _flags(self, first: int, count: int) -> FlagArray:
        flags = np.zeros(count, np.uint8)
        for start, end, flag in self.marks:
            flags[max(start - first, 0) : max(end + 1 - first, 0)] |= flag
        self.marks = [mark for mark in self.marks if mark[1] >= first + count]
        return flags


def _interpolated(left: FloatArray, right: FloatArray, share: FloatArray) -> FloatArray:
    """Return the values (k, n, 3) so far on the way from one to the other."""
    out = np.subtract(right, left, order="C")
    out *= share.repeat(3).reshape(-1, 3)  # numpy's own broadcast over threes takes three times as long
    out += left
    return out
