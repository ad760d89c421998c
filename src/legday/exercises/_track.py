"""The recent past of a stream on a coarse grid, for looking back at a repetition."""

from dataclasses import dataclass, field

import numpy as np

from legday.core.block import FloatArray

ROWS = 1024
COLUMNS = 6
TIME, X, Y, Z, ANGLE, SHAKE = range(COLUMNS)


@dataclass(slots=True)
class Track:
    """A ring of the last rows: time s, acceleration vector in g, angle rad, shake g² s since the beginning.

    A row's place follows from its number since the stream began, so that the ring's bytes do not depend on
    how the stream was cut.
    """

    ring: FloatArray = field(default_factory=lambda: np.zeros((ROWS, COLUMNS)))

    def write(self, row: int, rows: FloatArray) -> None:
        """Store ``rows`` (n, 6), n at most half the ring, the first of which is number ``row``."""
        self.ring[np.arange(row, row + len(rows)) % ROWS] = rows

    def read(self, first: int, stop: int) -> FloatArray:
        """Return the rows of ``[first, stop)`` that are still kept."""
        return self.ring[np.arange(max(first, stop - ROWS // 2), stop) % ROWS]

    def at(self, row: int, column: int) -> float:
        """Return one value of a row that is still kept."""
        return float(self.ring[row % ROWS, column])
