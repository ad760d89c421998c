"""Cuts the gravity vector into cells of half a second, the same cells for every split of the stream."""

from dataclasses import dataclass

import numpy as np

from legday.core.block import FloatArray

CELL_S = 0.5

NO_ROWS = np.empty((0, 4))


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
        Root mean square of its speed, g/s: about the rate of turn across the vertical, rad/s.
    scatter : (3, 3) float
        Mean outer product of its velocity with itself, (g/s)².
    """

    gravity: FloatArray
    mean: FloatArray
    spread: float
    force_spread: float
    speed: float
    scatter: FloatArray


def cell_length(rate_hz: float) -> int:
    """Return the number of samples in a cell."""
    return max(2, round(CELL_S * rate_hz))


def summarize(rows: FloatArray, length: int, rate_hz: float) -> list[Cell]:
    """Return the cells of rows (k · length, 4): gravity, then the norm of the specific force.

    Every reduction runs within a cell, so a cell's figures do not depend on its neighbours in the call.
    """
    cells = rows.reshape(-1, length, 4)
    mean = cells.mean(axis=1)
    variance = np.maximum(np.square(cells).mean(axis=1) - np.square(mean), 0.0)
    spread = np.sqrt(variance[:, 0] + variance[:, 1] + variance[:, 2]).tolist()
    force_spread = np.sqrt(variance[:, 3]).tolist()
    velocity = (cells[:, 1:, :3] - cells[:, :-1, :3]) * rate_hz
    scatter = np.matmul(velocity.transpose(0, 2, 1), velocity) / (length - 1)
    speed = np.sqrt(scatter[:, 0, 0] + scatter[:, 1, 1] + scatter[:, 2, 2]).tolist()
    return [
        Cell(cells[i, :, :3], mean[i, :3], spread[i], force_spread[i], speed[i], scatter[i])
        for i in range(len(cells))
    ]
