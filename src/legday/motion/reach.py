"""How far the segment gets round an axis, cell by cell, found for many cells at once.

Most of it is only held against limits, so the angles are given as what `diamond` lets stand for them.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from legday.core.block import FloatArray
from legday.core.einsum import einsum
from legday.motion.diamond import diamond
from legday.motion.vectors import Vector, cross

FIRST, MOST = 16, 128  # cells whose angles are found at once: more, the longer an axis is not revised


@dataclass(slots=True, eq=False)
class Reach:
    """Least and greatest angle about an axis in each cell that moves, for the cells of one call.

    Parameters
    ----------
    gravity : (k, n, 3) float
        Up vectors of all cells, in the sensor frame.
    moving : (m,) int
        Those that move.
    """

    gravity: FloatArray
    moving: NDArray[np.intp]
    axis: Vector | None = None
    long_axis: Vector | None = None
    ahead: int = MOST
    found: dict[int, tuple[float, float]] = field(default_factory=dict)

    def about(self, axis: Vector, long_axis: Vector, cell: int) -> tuple[float, float]:
        """Return what stands for the least and the greatest angle about ``axis`` in a cell."""
        if axis is not self.axis or long_axis is not self.long_axis:
            self.ahead = MOST if self.axis is None else FIRST
            self.axis, self.long_axis, self.found = axis, long_axis, {}
        found = self.found.get(cell)
        if found is None:
            self.found = self._find(cell, np.array((cross(long_axis, axis), long_axis)))
            self.ahead = min(2 * self.ahead, MOST)
            found = self.found[cell]
        return found

    def _find(self, cell: int, forward_and_upward: FloatArray) -> dict[int, tuple[float, float]]:
        first = self.moving.searchsorted(cell)
        chosen = self.moving[first : first + self.ahead]
        columns = np.array(self.gravity.take(chosen, axis=0).reshape(-1, 3).T, order="C")
        both = einsum("ji,kj->ki", columns, forward_and_upward)
        angle = diamond(both[0], both[1]).reshape(len(chosen), -1)
        low, high = np.minimum.reduce(angle, axis=1), np.maximum.reduce(angle, axis=1)
        return dict(zip(chosen.tolist(), zip(low.tolist(), high.tolist(), strict=True), strict=True))
