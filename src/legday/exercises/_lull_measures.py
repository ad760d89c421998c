"""What is measured of lulls, those of a block at once: when the flight began and ended, and what it cost."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from legday.core.block import STANDARD_GRAVITY, FloatArray
from legday.exercises._flight import Measures
from legday.exercises._lull import Levels, Lull
from legday.exercises._recent import FORCE, LOST, NORM, T_S, Columns, Recent
from legday.exercises._waveform import Waveforms

FLANK_S = 0.4  # a lull's flank begins at most this long before it
PUSH_OFF_S = 0.6
TOUCH_S = 0.01  # from the foot's touch to the end of the thigh's lull; 0 to 20 ms have been seen


class Measured(NamedTuple):
    """A lull that is deep enough: samples since the stream began, times s, velocities over g, waveform."""

    flank: int
    up: int
    rise: int
    takeoff_s: float
    landing_s: float
    deficit_s: float
    pushoff_s: float
    shape: FloatArray


class LullMeasures:
    """Measures lulls.

    Parameters
    ----------
    measures, levels
        How, and what makes a lull.
    delay_s : float
        Of the low-pass behind the norm.
    rate_hz : float
        Rate of the grid.
    """

    def __init__(self, measures: Measures, levels: Levels, delay_s: float, rate_hz: float) -> None:
        self._least_s = measures.least_deficit_s
        self._levels = levels
        self._rate_hz = rate_hz
        self._waveforms = Waveforms(rate_hz)
        self._flank = int(FLANK_S * rate_hz)
        self._unloading = round(3 * delay_s * rate_hz)
        self._push_off = np.arange(-int(PUSH_OFF_S * rate_hz), 1)
        self.before_s = delay_s + TOUCH_S
        self.reach = self._waveforms.reach

    def of(self, recent: Recent, lulls: list[Lull]) -> Iterator[Measured]:
        """Yield what is measured of the lulls that are deep enough."""
        columns = np.array(lulls).T - recent.start
        flank = recent.last_above(NORM, np.maximum(columns[0] - self._flank, 0), columns[0], 1.0)
        deficit_s = self._deficit_s(recent.rows, flank, columns[2])
        deep = (deficit_s >= self._least_s).nonzero()[0]
        if len(deep) == 0:
            return
        flank, (first, up, rise) = flank[deep], columns[:, deep]
        takeoff_s = self._takeoff_s(recent, flank, first)
        landing_s = recent.crossing_s(NORM, up - 1, self._levels.lull) - self.before_s
        pushoff_s = self._pushoff_s(recent.rows, flank)
        samples = ((column + recent.start).tolist() for column in (flank, up, rise))
        measures = (x.tolist() for x in (takeoff_s, landing_s, deficit_s[deep], pushoff_s))
        yield from map(Measured, *samples, *measures, self._waveforms.cut(recent, rise))

    def _deficit_s(self, rows: FloatArray, flank: Columns, rise: Columns) -> FloatArray:
        """Return the integrals of 1 - m from flank to contact, m on straight lines between samples."""
        contact, low, high = self._levels.contact, rows[NORM, rise - 1], rows[NORM, rise]
        ends = (rows[NORM, flank] - low) / 2
        partial = (contact - low) / (high - low) * (1.0 - (low + contact) / 2)
        deficit_s: FloatArray = rows[LOST, rise - 1] - rows[LOST, flank] + (partial - ends) / self._rate_hz
        return deficit_s

    def _pushoff_s(self, rows: FloatArray, flank: Columns) -> FloatArray:
        """Return the most velocity that any stretch up to each flank has gained."""
        lost = rows[LOST][np.maximum(flank[:, None] + self._push_off, 0)]
        pushoff_s: FloatArray = lost.max(axis=1) - lost[:, -1]
        return pushoff_s

    def _takeoff_s(self, recent: Recent, flank: Columns, first: Columns) -> FloatArray:
        """Return when the raw norm was last one gravity before each lull."""
        at = recent.last_above(FORCE, np.maximum(flank - self._unloading, 0), first + 1, STANDARD_GRAVITY)
        crossing_s = recent.crossing_s(FORCE, at, STANDARD_GRAVITY)
        takeoff_s: FloatArray = np.where(at < first, crossing_s, recent.rows[T_S, first])
        return takeoff_s
