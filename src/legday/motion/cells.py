"""Cuts the gravity vector into cells of half a second, the same cells for every split of the stream."""

from dataclasses import dataclass

import numpy as np

from legday.core.block import FloatArray

CELL_S = 0.5

GRAVITY, FORCE, TURNING = slice(0, 3), 3, slice(4, 7)
"""Columns of a row; those of the rate of turn are absent without a gyroscope."""


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """Half a second of gravity, summed up.

    Parameters
    ----------
    gravity : (n, 3) float
        Up vector in the sensor frame at each sample, in g.
    mean : (3,) float
        Its mean.
    spread : float
        Root mean square of its departures from the mean, in g: small where the attitude holds still.
    force_spread : float
        Standard deviation of the norm of the specific force, m/s².
    speed : float
        Root mean square of the rate of turn, rad/s.
    turning : (3, 3) float
        How much it turned about each axis: mean outer product of the rate of turn, (rad/s)². Without a
        gyroscope the rate of turn about the vertical is unknown and stands in it as if all were equal.
    """

    gravity: FloatArray
    mean: FloatArray
    spread: float
    force_spread: float
    speed: float
    turning: FloatArray


def cell_length(rate_hz: float) -> int:
    """Return the number of samples in a cell."""
    return max(2, round(CELL_S * rate_hz))


def summarize(rows: FloatArray, length: int, rate_hz: float) -> list[Cell]:
    """Return the cells of rows (k · length, 4 or 7); see `GRAVITY`, `FORCE`, `TURNING`.

    Every reduction runs within a cell, so a cell's figures do not depend on its neighbours in the call.
    """
    cells = rows.reshape(-1, length, rows.shape[1])
    still = cells[:, :, :4]
    mean = still.mean(axis=1)
    variance = np.maximum(np.square(still).mean(axis=1) - np.square(mean), 0.0)
    spread = np.sqrt(variance[:, 0] + variance[:, 1] + variance[:, 2]).tolist()
    force_spread = np.sqrt(variance[:, FORCE]).tolist()
    turning = _turning(cells, rate_hz)
    speed = np.sqrt(turning[:, 0, 0] + turning[:, 1, 1] + turning[:, 2, 2]).tolist()
    return [
        Cell(cells[i, :, GRAVITY], mean[i, GRAVITY], spread[i], force_spread[i], speed[i], turning[i])
        for i in range(len(cells))
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
