"""A take in the hands of the transforms."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from legday.core.block import FloatArray
from legday.core.inputs import Input, Packet
from legday.core.setup import SensorSetup, SessionSetup
from legday.core.site import site_of
from legday.sensors.decoders.take import CHARACTERISTIC, encode_take

PACKET_SAMPLES = 5
"""Samples that are lost together when a packet is lost."""

HOLE_S = 0.06
"""A longer time without a sample is a hole, at rates at which samples come closer."""


@dataclass(frozen=True, slots=True, eq=False)
class Performance:
    """Samples, and how many counted events are in them.

    Parameters
    ----------
    t_s : (n,) float
        Device time, s.
    acc : (n, 3) float
        Specific force, m/s².
    gyr : (n, 3) float or None
        Angular rate, rad/s.
    rate_hz : float
        Nominal rate.
    site : str
        Where the sensor sat, in words.
    kept : (m, 2) int or None
        Runs of samples, ``[start, end)``, that arrive; None where all do.
    events_s : tuple of (float, float)
        Start and end of each event that is counted in the unspoiled take.
    """

    t_s: FloatArray
    acc: FloatArray
    gyr: FloatArray | None
    rate_hz: float
    site: str
    kept: FloatArray | None = None
    events_s: tuple[tuple[float, float], ...] = ()

    def __len__(self) -> int:
        return len(self.t_s)

    def setup(self, exercise: str) -> SessionSetup:
        """Return the setup of a session that counts ``exercise`` in it."""
        sensor = SensorSetup(device=site_of(self.site), profile="take", site=self.site, rate_hz=self.rate_hz)
        return SessionSetup(recording="stress", exercise=exercise, sensors=(sensor,))

    def inputs(self) -> Iterator[Input]:
        """Yield its packets, those that are lost left out."""
        runs = [(0, len(self))] if self.kept is None else self.kept.astype(int).tolist()
        for start, end in runs:
            for first in range(start, end, 1000):
                rows = slice(first, min(first + 1000, end))
                gyr = None if self.gyr is None else self.gyr[rows]
                payload = encode_take(self.t_s[rows], self.acc[rows], gyr)
                arrival_ns = max(0, round(float(self.t_s[rows][-1]) * 1e9))
                yield Packet(arrival_ns, CHARACTERISTIC, payload, site_of(self.site))

    def turned(self, rotation: FloatArray, rows: slice = slice(None)) -> "Performance":
        """Return it with the sensor turned in the given rows by a rotation (3, 3), or one each (n, 3, 3)."""
        acc, gyr = self.acc.copy(), None if self.gyr is None else self.gyr.copy()
        acc[rows] = np.einsum("...ij,...j->...i", rotation, acc[rows])
        if gyr is not None:
            gyr[rows] = np.einsum("...ij,...j->...i", rotation, gyr[rows])
        return replace(self, acc=acc, gyr=gyr)

    def resampled(self, rate_hz: float) -> "Performance":
        """Return it at another rate: the mean of a cell where samples get fewer, else on straight lines.

        Its holes stay: another rate does not see what nobody measured.
        """
        count = int((self.t_s[-1] - self.t_s[0]) * rate_hz) + 1
        at_s = self.t_s[0] + np.arange(count) / rate_hz
        at_s = at_s[~self._in_a_hole(at_s, rate_hz)]
        half_s = 0.5 / rate_hz if rate_hz < self.rate_hz else 0.0
        gyr = None if self.gyr is None else _cells(self.t_s, self.gyr, at_s, half_s)
        return replace(self, t_s=at_s, acc=_cells(self.t_s, self.acc, at_s, half_s), gyr=gyr, rate_hz=rate_hz)

    def _in_a_hole(self, at_s: FloatArray, rate_hz: float) -> NDArray[np.bool_]:
        """Return which of the times of a grid have no sample in their cell because there is a hole."""
        behind = np.clip(np.searchsorted(self.t_s, at_s), 1, len(self) - 1)
        start_s, end_s = self.t_s[behind - 1], self.t_s[behind]
        hole = end_s - start_s > max(HOLE_S, 1.5 / min(rate_hz, self.rate_hz))
        half_s = 0.5 / rate_hz
        return np.asarray(hole & (start_s + half_s < at_s) & (at_s < end_s - half_s))


def _cells(t_s: FloatArray, values: FloatArray, at_s: FloatArray, half_s: float) -> FloatArray:
    """Return means over ``at_s ± half_s`` of a signal on straight lines, by its integral."""
    if half_s == 0.0:
        return np.stack([np.interp(at_s, t_s, column) for column in values.T], axis=1)
    steps = 0.5 * (values[1:] + values[:-1]) * np.diff(t_s)[:, None]
    area = np.vstack([np.zeros((1, values.shape[1])), np.cumsum(steps, axis=0)])
    low, high = np.maximum(at_s - half_s, t_s[0]), np.minimum(at_s + half_s, t_s[-1])
    width = np.maximum(high - low, 1e-9)
    return np.stack(
        [(np.interp(high, t_s, column) - np.interp(low, t_s, column)) / width for column in area.T], axis=1
    )
