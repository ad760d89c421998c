"""A long signal as a screen shows it: for each column of pixels the lowest and the highest value."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from legday.core.block import FloatArray

Float32Array = NDArray[np.float32]

BREAK_S = 0.5
"""A hole of this length is left open."""


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """The motion of one sensor in a take.

    Parameters
    ----------
    t_s : (n,) float
        Time on the take's common clock, s.
    angle_deg, force_g : (n,) float32
        Angle of the worn segment and size of the acceleration.
    """

    t_s: FloatArray
    angle_deg: Float32Array
    force_g: Float32Array

    def window(self, start_s: float, end_s: float, columns: int) -> dict[str, Any]:
        """Return what lies between two times, in at most ``columns`` columns."""
        first, last = np.searchsorted(self.t_s, [start_s, end_s])
        part = slice(max(0, int(first) - 1), min(len(self.t_s), int(last) + 1))
        t_s = self.t_s[part]
        cuts = _cuts(t_s, columns)
        return {
            "t_s": np.round(t_s[cuts], 4).tolist(),
            "angle_deg": _extremes(self.angle_deg[part], cuts),
            "force_g": _extremes(self.force_g[part], cuts),
            "breaks": np.flatnonzero(
                np.diff(t_s[cuts], prepend=t_s[:1]) > BREAK_S + _widest(t_s, cuts)
            ).tolist(),
        }


def _cuts(t_s: FloatArray, columns: int) -> NDArray[np.intp]:
    """Return the first sample of each column; every column has one."""
    if len(t_s) <= columns:
        return np.arange(len(t_s))
    edges = np.linspace(t_s[0], t_s[-1], columns, endpoint=False)
    return np.unique(np.searchsorted(t_s, edges))


def _widest(t_s: FloatArray, cuts: NDArray[np.intp]) -> float:
    """Return how far apart columns are where nothing is missing, s."""
    return float(t_s[-1] - t_s[0]) / len(cuts) if len(cuts) else 0.0


def _extremes(values: Float32Array, cuts: NDArray[np.intp]) -> dict[str, list[float]]:
    if not len(values):
        return {"low": [], "high": []}
    known = np.nan_to_num(values, nan=0.0)
    low, high = np.minimum.reduceat(known, cuts), np.maximum.reduceat(known, cuts)
    return {"low": _rounded(low), "high": _rounded(high)}


def _rounded(values: Float32Array) -> list[float]:
    return [round(float(each), 2) for each in values]
