"""Cuts gravity and rate of turn into cells of half a second, the same cells for every split of the stream."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from legday.core.block import FloatArray
from legday.motion.principal import Symmetric
from legday.motion.reach import Reach
from legday.motion.rows import Rows

CELL_S = 0.5
QUIET_SPREAD = 0.03  # g: about two degrees
QUIET_FORCE_M_S2 = 0.5
STRIDING_SPREAD = 0.08  # g: a thigh in tremor shakes as hard as one that walks, but turns less
STRIDING_FORCE_M_S2 = 1.5
MOVING_RAD_S = 0.35
LEAST_SIZE = 1e-300  # g: keeps the direction of no gravity at nought

BETWEEN, QUIET, STRIDING = range(3)
ENTRIES = (slice(None), (0, 1, 2, 0, 0, 1), (0, 1, 2, 1, 2, 2))


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Half seconds of gravity, summed up; an entry for each cell.

    Parameters
    ----------
    bearing : list of int
        ``QUIET`` where the attitude holds still and nothing shakes, ``STRIDING`` where it swings and shakes.
    mean : list of vector
        Mean of the up vector in the sensor frame, in g.
    up : list of vector
        The same with length one.
    size : list of float
        Root mean square of the up vector's length, in g.
    turning : list of Symmetric or None
        How much it turned about each axis: mean outer product of the rate of turn, (rad/s)²; None where it
        hardly moves. Without a gyroscope the rate of turn about the vertical is unknown and stands in it as
        if all were equal.
    reach : Reach
        How far the cells that move get round an axis.
    """

    bearing: list[int]
    mean: list[list[float]]
    up: list[list[float]]
    size: list[float]
    turning: list[Symmetric | None]
    reach: Reach

    def __len__(self) -> int:
        return len(self.bearing)


def cell_length(rate_hz: float) -> int:
    """Return the number of samples in a cell."""
    return max(2, round(CELL_S * rate_hz))


def summarize(rows: Rows, length: int, rate_hz: float) -> Cells:
    """Return the cells of k · length rows.

    Every reduction runs within a cell, so a cell's figures do not depend on its neighbours in the call.
    """
    gravity = rows.gravity.reshape(-1, length, 3)
    mean = np.einsum("kij->kj", gravity) / length
    square, mean_square = _mean_square(gravity), _squared(mean)
    spread = square - mean_square
    up = mean / np.maximum(np.sqrt(mean_square), LEAST_SIZE)[:, np.newaxis]
    turns = _turns(gravity, rate_hz) if rows.gyr is None else rows.gyr.reshape(-1, length, 3)
    moving = np.flatnonzero(_mean_square(turns) >= MOVING_RAD_S**2)
    turning: list[Symmetric | None] = [None] * len(mean)
    if len(moving):
        entries = _turning(turns[moving], gyroscope=rows.gyr is not None)[ENTRIES]
        for cell, entry in zip(moving.tolist(), entries.tolist(), strict=True):
            turning[cell] = entry
    return Cells(
        _bearing(spread, _variance(rows.force.reshape(-1, length))).tolist(),
        mean.tolist(),
        up.tolist(),
        np.sqrt(square).tolist(),
        turning,
        Reach(gravity, moving),
    )


def _bearing(spread: FloatArray, shaking: FloatArray) -> NDArray[np.int64]:
    """Return (k,) the bearing of each cell, from how much gravity and force vary in it."""
    striding = (spread > STRIDING_SPREAD**2) & (shaking > STRIDING_FORCE_M_S2**2)
    quiet = (spread < QUIET_SPREAD**2) & (shaking < QUIET_FORCE_M_S2**2)
    return QUIET * quiet + STRIDING * striding


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


def _mean_square(vectors: FloatArray) -> FloatArray:
    """Return (k,) the mean square of the length of the vectors (k, n, 3) in each cell."""
    flat = vectors.reshape(len(vectors), -1)
    sums: FloatArray = np.einsum("ki,ki->k", flat, flat)
    return np.divide(sums, vectors.shape[1])


def _squared(vectors: FloatArray) -> FloatArray:
    squares = vectors * vectors
    total: FloatArray = squares[:, 0] + squares[:, 1] + squares[:, 2]
    return total


def _variance(force: FloatArray) -> FloatArray:
    mean = np.add.reduce(force, axis=1) / force.shape[1]
    sums: FloatArray = np.einsum("ki,ki->k", force, force)
    variance: FloatArray = sums / force.shape[1] - mean * mean
    return variance
