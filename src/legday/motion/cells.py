"""Cuts the gravity vector into cells of half a second, the same cells for every split of the stream."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from legday.core.block import FloatArray
from legday.motion.principal import Symmetric
from legday.motion.vectors import Vector, cross

CELL_S = 0.5
AHEAD, FARTHEST = 4, 64  # cells whose angles are found at once: more, the longer an axis is not revised

GRAVITY, FORCE, TURNING = slice(0, 3), 3, slice(4, 7)
"""Columns of a row; those of the rate of turn are absent without a gyroscope."""


@dataclass(slots=True, eq=False)
class Angles:
    """Least and greatest angle about an axis in each cell, for the cells of one call.

    Parameters
    ----------
    gravity : (k, n, 3) float
        Up vectors of the cells, in the sensor frame.
    """

    gravity: FloatArray
    axes: tuple[Vector, Vector] | None = None
    first: int = 0
    ahead: int = AHEAD
    found: list[list[float]] = field(default_factory=list)

    def reach(self, cell: int, long_axis: Vector, axis: Vector) -> tuple[float, float]:
        """Return the least and the greatest angle about ``axis`` in a cell, rad."""
        axes = (long_axis, axis)
        if self.axes != axes or cell >= self.first + len(self.found):
            self.ahead = min(2 * self.ahead, FARTHEST) if self.axes == axes else AHEAD
            self.axes, self.first = axes, cell
            self.found = self._find(np.array((cross(long_axis, axis), long_axis)))
        low, high = self.found[cell - self.first]
        return low, high

    def _find(self, forward_and_upward: FloatArray) -> list[list[float]]:
        gravity = self.gravity[self.first : self.first + self.ahead]
        forward, upward = np.einsum("cij,kj->kci", gravity, forward_and_upward)
        angle = np.arctan2(forward, upward)
        reach = (np.minimum.reduce(angle, axis=1), np.maximum.reduce(angle, axis=1))
        return list(map(list, zip(*(end.tolist() for end in reach), strict=True)))


class Cell(NamedTuple):
    """Half a second of gravity, summed up.

    Parameters
    ----------
    mean : vector
        Mean of the up vector in the sensor frame, in g.
    spread : float
        Root mean square of its departures from the mean, in g: small where the attitude holds still.
    force_spread : float
        Standard deviation of the norm of the specific force, m/s².
    speed : float
        Root mean square of the rate of turn, rad/s.
    turning : Symmetric
        How much it turned about each axis: mean outer product of the rate of turn, (rad/s)². Without a
        gyroscope the rate of turn about the vertical is unknown and stands in it as if all were equal.
    number : int
        Its place among those of the same call.
    angles : Angles
        What is known of those.
    """

    mean: Vector
    spread: float
    force_spread: float
    speed: float
    turning: Symmetric
    number: int
    angles: Angles

    def reach(self, long_axis: Vector, axis: Vector) -> tuple[float, float]:
        """Return the least and the greatest angle about ``axis``, rad."""
        return self.angles.reach(self.number, long_axis, axis)


def cell_length(rate_hz: float) -> int:
    """Return the number of samples in a cell."""
    return max(2, round(CELL_S * rate_hz))


def summarize(rows: FloatArray, length: int, rate_hz: float) -> list[Cell]:
    """Return the cells of rows (k · length, 4 or 7); see `GRAVITY`, `FORCE`, `TURNING`.

    Every reduction runs within a cell, so a cell's figures do not depend on its neighbours in the call.
    """
    cells = rows.reshape(-1, length, rows.shape[1])
    still = cells[:, :, :4]
    mean = np.add.reduce(still, axis=1) / length
    variance = np.maximum(np.add.reduce(np.square(still), axis=1) / length - np.square(mean), 0.0)
    spread = np.sqrt(variance[:, 0] + variance[:, 1] + variance[:, 2]).tolist()
    force_spread = np.sqrt(variance[:, FORCE]).tolist()
    turning = _turning(cells, rate_hz)
    speed = np.sqrt(turning[:, 0, 0] + turning[:, 1, 1] + turning[:, 2, 2]).tolist()
    entries = turning[:, (0, 1, 2, 0, 0, 1), (0, 1, 2, 1, 2, 2)].tolist()
    angles = Angles(cells[:, :, GRAVITY])
    return [
        Cell((x, y, z), spread[i], force_spread[i], speed[i], tuple(entries[i]), i, angles)
        for i, (x, y, z, _) in enumerate(mean.tolist())
    ]


def _turning(cells: FloatArray, rate_hz: float) -> FloatArray:
    """Return (k, 3, 3) the mean outer product of the rate of turn in each cell."""
    if cells.shape[2] > FORCE + 1:
        turning: FloatArray = _outer(cells[:, :, TURNING])
        return turning
    # Gravity moves at right angles to the axis: where it moves least, there is the most turning.
    moved = _outer((cells[:, 1:, GRAVITY] - cells[:, :-1, GRAVITY]) * rate_hz)
    total = moved[:, 0, 0] + moved[:, 1, 1] + moved[:, 2, 2]
    least: FloatArray = 0.5 * (np.multiply.outer(total, np.eye(3)) - moved)
    return least


def _outer(vectors: FloatArray) -> FloatArray:
    products: FloatArray = np.matmul(vectors.transpose(0, 2, 1), vectors)
    return np.divide(products, vectors.shape[1])
