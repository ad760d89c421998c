"""Which way is up, in the sensor frame.

With a gyroscope: VQF in its six-axis form (Laidig & Seel, Information Fusion 91, 2023, 187-204,
https://doi.org/10.1016/j.inffus.2022.10.014), which lets the gyroscope carry the fast part and the
accelerometer, low-passed with a time constant of 2.5 s in an almost inertial frame, the slow one. Without:
the accelerometer, low-passed, which is right for slow movements and lags behind by about a tenth of a second.
"""

import copy
from typing import Any, Protocol

import numpy as np
from vqf import BasicVQF

from legday.core.block import MISSING, STANDARD_GRAVITY, FloatArray, SampleBlock
from legday.core.detector import Setting
from legday.core.einsum import einsum
from legday.core.filters import FilterMemory, lowpass

ACCELEROMETER_TAU_S = 2.5  # 1-6 s all do for squats and knee lifts
WEIGHTLESS = 1e-9  # g: below, the direction of gravity means nothing
ORDER = (0, 2, 1)
COLUMNS = np.array(ORDER)
"""x, z, y: so numpy adds up the products of rows of three, and columns in this order give the same bits."""
GRAVITY_CUTOFF_HZ = 2.0  # a compromise: squats of 1-3 s pass, what the leg itself accelerates does not


class Attitude(Protocol):
    """Estimates gravity in the sensor frame; chunk-exact, without latency."""

    def update(self, block: SampleBlock, up: FloatArray) -> FloatArray | None:
        """Estimate at each sample.

        Parameters
        ----------
        block : SampleBlock
            The next samples.
        up : (3, n) float
            Where the unit vector pointing up is written, a row for each axis in the order of `COLUMNS`.

        Returns
        -------
        (n, 3) float or None
            The estimate behind it, in g; None where that is the same.
        """

    def save(self) -> Any:
        """Return an independent copy of the state."""

    def restore(self, saved: Any) -> None:
        """Continue from a saved state."""

    def reset(self) -> None:
        """Become equal to a new object."""


class GyroscopeAttitude:
    """Attitude by VQF; it starts from the first sample and settles by averaging, not by a transient.

    What the gyroscope reads at rest has been taken off by `RateOffset`: VQF's own search for it takes longer
    than all the rest, and finds less of it between repetitions.
    """

    def __init__(self, rate_hz: float) -> None:
        self._filter = BasicVQF(1.0 / rate_hz, tauAcc=ACCELEROMETER_TAU_S)

    def update(self, block: SampleBlock, up: FloatArray) -> None:
        """Write (3, n) unit vector pointing up; VQF takes gravity to be 1 g."""
        acc = block.acc
        if np.count_nonzero(block.flags):
            # VQF leaves out its accelerometer correction where the reading is all zero.
            acc = np.where((block.flags & MISSING)[:, np.newaxis], 0.0, acc)
        gyr = np.ascontiguousarray(block.gyr)
        _up(self._filter.updateBatch(gyr, np.ascontiguousarray(acc))["quat6D"], up)

    def save(self) -> dict[str, Any]:
        """Return an independent copy of the state."""
        return copy.deepcopy(self._filter.state)

    def restore(self, saved: dict[str, Any]) -> None:
        """Continue from a saved state."""
        self._filter.state = copy.deepcopy(saved)

    def reset(self) -> None:
        """Become equal to a new object."""
        self._filter.resetState()


class AccelerometerAttitude:
    """Attitude from low-passed specific force; a constant bias of the sensor stays in it."""

    def __init__(self, rate_hz: float) -> None:
        self._filter = lowpass(GRAVITY_CUTOFF_HZ, rate_hz)
        self._memory: FilterMemory = None

    def update(self, block: SampleBlock, up: FloatArray) -> FloatArray:
        """Write (3, n) unit vector pointing up; return (n, 3) the low-passed specific force, in g."""
        gravity, self._memory = self._filter.apply(block.acc / STANDARD_GRAVITY, self._memory)
        length = np.sqrt(einsum("ij,ij->i", gravity, gravity))
        np.divide(gravity.T.take(COLUMNS, axis=0), np.maximum(length, WEIGHTLESS), out=up)
        return gravity

    def save(self) -> FilterMemory:
        """Return an independent copy of the state."""
        return copy.deepcopy(self._memory)

    def restore(self, saved: FilterMemory) -> None:
        """Continue from a saved state."""
        self._memory = copy.deepcopy(saved)

    def reset(self) -> None:
        """Become equal to a new object."""
        self._memory = None


def attitude_for(setting: Setting) -> Attitude:
    """Return the attitude estimate that the stream allows."""
    return GyroscopeAttitude(setting.rate_hz) if setting.gyroscope else AccelerometerAttitude(setting.rate_hz)


def _up(quat: FloatArray, up: FloatArray) -> None:
    """Write (3, n), as `COLUMNS`, the third row of the rotation matrix of quaternions (n, 4), w first."""
    rows = np.array(quat.T, order="C")
    w, x, y, z = rows[0], rows[1], rows[2], rows[3]
    half = x * z
    half -= w * y
    np.add(half, half, out=up[0])
    np.multiply(y, z, out=half)
    half += w * x
    np.add(half, half, out=up[2])
    rows *= rows
    np.subtract(w, y, out=up[1])
    z -= x
    up[1] += z
