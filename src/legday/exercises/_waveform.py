"""Waveforms up to a landing, and how much one is like another."""

import numpy as np

from legday.core.block import FloatArray
from legday.exercises._recent import VECTOR, Columns, Recent

STEP_S, POINTS = 0.04, 13  # half a second at 25 Hz
BOX_S = 0.16  # every point is a mean over so long, so that ringing is no part of it
FEATURELESS = 1e-9  # m/s²


class Waveforms:
    """Cuts the vector into waveforms of equal length; ``reach`` is how many samples one goes back."""

    def __init__(self, rate_hz: float) -> None:
        box = np.arange(1 - max(1, round(BOX_S * rate_hz)), 1)
        self._columns = np.arange(1 - POINTS, 1)[:, None] * max(1, round(STEP_S * rate_hz)) + box
        self.reach = -int(self._columns[0, 0])

    def cut(self, recent: Recent, ends: Columns) -> FloatArray:
        """Return (k, 39) the waveforms up to each of the columns, without their mean and of norm one."""
        columns = np.maximum(ends[:, None, None] + self._columns, 0)
        waves = recent.rows[VECTOR][:, columns].sum(axis=3).transpose(1, 0, 2).copy()
        waves -= waves.sum(axis=2, keepdims=True) / POINTS
        flat = waves.reshape(len(ends), -1)
        norm = np.sqrt((flat * flat).sum(axis=1, keepdims=True))
        shapes: FloatArray = flat / np.maximum(norm, FEATURELESS)
        return shapes


def likeness(a: FloatArray | None, b: FloatArray | None) -> float:
    """Return the correlation of two waveforms; NaN where one is not known."""
    return float("nan") if a is None or b is None else float((a * b).sum())
