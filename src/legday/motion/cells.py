"""Cuts gravity and rate of turn into cells of half a second, the same cells for every split of the stream."""

from dataclasses import dataclass

import numpy as np

from legday.core.block import FloatArray
from legday.core.einsum import einsum
from legday.motion.reach import Reach
from legday.motion.rows import Rows

CELL_S = 0.5
MOVING_RAD_S = 0.35


@dataclass(slots=True, eq=False)
class Cells:
    """Half seconds of gravity, summed up; an entry for each cell.

    Parameters
    ----------
    mean : list of vector
        Mean of the up vector in the sensor frame, in g.
    size : list of float
        Root mean square of the up vector's length, in g.
    spread : list of float
        Mean square of the up vector's departures from its mean, g²: small where the attitude holds still.
    shaking : list of float
        Variance of the norm of the specific force, (m/s²)².
    turning : dict of list of float
        Of the cells that move, how much it turned about each axis: the nine entries of the mean outer product
        of the rate of turn, (rad/s)². Without a gyroscope the rate of turn about the vertical is unknown and
        stands in it as if all were equal.
    reach : Reach
        How far the cells that move get round an axis.
    """

    mean: list[list[float]]
    size: list[float]
    spread: list[float]
    shaking: list[float]
    turning: dict[int, list[float]]
    reach: Reach

    def __len__(self) -> int:
        return len(self.size)


def cell_length(rate_hz: float) -> int:
    """Return the number of samples in a cell."""
    return max(2, round(CELL_S * rate_hz))


def summarize(rows: Rows, length: int, rate_hz: float) -> Cells:
    """Return the cells of k · length rows.

    Every reduction runs within a cell, so a cell's figures do not depend on its neighbours in the call.
    """
    gravity = rows.gravity.reshape(-1, length, 3)
    mean = einsum("kij->kj", gravity) / length
    square = mean_square(gravity)
    turns = _turns(gravity, rate_hz) if rows.gyr is None else rows.gyr.reshape(-1, length, 3)
    moving = (mean_square(turns) >= MOVING_RAD_S**2).nonzero()[0]
    turning: dict[int, list[float]] = {}
    if len(moving):
        entries = _turning(turns.take(moving, axis=0), gyroscope=rows.gyr is not None).reshape(-1, 9)
        turning = dict(zip(moving.tolist(), entries.tolist(), strict=True))
    return Cells(
        mean=mean.tolist(),
        size=np.sqrt(square).tolist(),
        spread=(square - np.vecdot(mean, mean)).tolist(),
        shaking=_variance(rows.force.reshape(-1, length)).tolist(),
        turning=turning,
        reach=Reach(gravity, moving),
    )


def _turns(gravity: FloatArray, rate_hz: float) -> FloatArray:
    """Return (k, n - 1, 3) how fast gravity moves, rad/s: without a gyroscope all that tells of turning."""
    moves: FloatArray = gravity[:, 1:] - gravity[:, :-1]
    return moves * rate_hz


def _turning(turns: FloatArray, *, gyroscope: bool) -> FloatArray:
    """Return (k, 3, 3) the mean outer product of the rate of turn in each cell."""
    products: FloatArray = np.divide(np.matmul(turns.transpose(0, 2, 1), turns), turns.shape[1])
    if gyroscope:
        return products
    # Gravity moves at right angles to the axis: where it moves least, there is the most turning.
    total = products[:, 0, 0] + products[:, 1, 1] + products[:, 2, 2]
    least: FloatArray = 0.5 * (np.multiply.outer(total, np.eye(3)) - products)
    return least


def mean_square(vectors: FloatArray) -> FloatArray:
    """Return (k,) the mean square of the length of the vectors (k, n, 3) in each cell."""
    flat = vectors.reshape(len(vectors), -1)
    square: FloatArray = np.vecdot(flat, flat) / vectors.shape[1]
    return square


def _variance(force: FloatArray) -> FloatArray:
    mean = np.add.reduce(force, axis=1) / force.shape[1]
    variance: FloatArray = np.vecdot(force, force) / force.shape[1] - mean * mean
    return variance
