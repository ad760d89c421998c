"""The recent past of a stream on a coarse grid, for looking back at a repetition."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from legday.core.block import FloatArray

ROWS = 1024
PART = ROWS // 2
"""Rows that may be written at once, and that can be looked back at all the while."""

TIME, ANGLE, SHAKE, RATTLE, FORCE, TURNED, FLAGS, VECTOR = range(8)
"""Columns: time s, angle rad, shake g² s and rattle g⁴ s since the beginning, norm of the force g, turn
about the vertical rad since the beginning, flags, and from there on the vector in g."""


@dataclass(slots=True)
class Track:
    """A ring of the last rows.

    A row's place follows from its number since the stream began, so that the ring's bytes do not depend on
    how the stream was cut.
    """

    ring: FloatArray

    @classmethod
    def of(cls, dimensions: int) -> "Track":
        """Return an empty ring for vectors of this many dimensions."""
        return cls(np.zeros((ROWS, VECTOR + dimensions)))

    def write(self, row: int, rows: FloatArray) -> None:
        """Store ``rows``, at most `PART` of them, the first of which is number ``row``."""
        place = row % ROWS
        before_end = min(len(rows), ROWS - place)
        self.ring[place : place + before_end] = rows[:before_end]
        self.ring[: len(rows) - before_end] = rows[before_end:]

    def read(self, first: int, stop: int) -> FloatArray:
        """Return the rows of ``[first, stop)`` that are still kept; they must not be changed."""
        first = max(first, stop - PART, 0)
        place, count = first % ROWS, stop - first
        if place + count <= ROWS:
            return self.ring[place : place + count]
        return np.concatenate([self.ring[place:], self.ring[: place + count - ROWS]])

    def move(self, row: int, by: FloatArray) -> None:
        """Add to the vectors of the rows up to ``row``, one row of ``by`` each."""
        places = np.arange(row + 1 - len(by), row + 1) % ROWS
        self.ring[places, VECTOR:] += by

    def time_s(self, row: int) -> float:
        """Return the time of a row that is still kept, s."""
        return self.ring.item(row % ROWS, TIME)

    def shaking(self, first: int, row: int) -> float:
        """Return the shaking from ``first``, or from as early as is kept, to ``row``, g RMS."""
        return sqrt(self._mean(SHAKE, first, row))

    def rattling(self, first: int, row: int) -> float:
        """Return the faster shaking likewise, that of impacts alone, g, as the fourth-power mean."""
        return sqrt(sqrt(self._mean(RATTLE, first, row)))

    def _mean(self, column: int, first: int, row: int) -> float:
        first = max(first, row - PART + 1, 0)
        at, since, item = row % ROWS, first % ROWS, self.ring.item
        passed_s = item(at, TIME) - item(since, TIME)
        return max(0.0, item(at, column) - item(since, column)) / max(passed_s, 0.01)
