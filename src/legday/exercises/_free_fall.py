"""How close the thigh comes to free fall: the least specific force found along it.

In flight the jumper's centre of mass falls freely, the thigh as a whole nearly so; but a thigh that swings,
as in a leapfrog, adds centripetal and tangential acceleration at the sensor, so that its force does not
vanish. With a gyroscope that part is known for every point of the thigh: a lever's length up the thigh,
about where the swinging leg has its ballistic point, the force is ``f + L (ω' × u + ω (ω · u) - u (ω ·
ω))``. The smaller of the two norms counts: a thigh on the ground is in free fall nowhere.

The thigh's direction ``u`` is the specific force averaged over several seconds, of which the ground gives
most while the leg is straight.
"""

from dataclasses import dataclass

import numpy as np

from legday.core.block import STANDARD_GRAVITY, FloatArray, MotionBlock
from legday.core.filters import FilterMemory, lowpass, smoother

DIRECTION_S = 5.0
LEAST_FORCE = 1e-6  # m/s²: below, a mean force has no direction


@dataclass(slots=True)
class FreeFallState:
    """Delay lines of the filters, and the angular rate of the last sample."""

    sensor: FilterMemory = None
    inner: FilterMemory = None
    direction: FilterMemory = None
    last_gyr: FloatArray | None = None


class FreeFall:
    """Low-passed norm of the specific force at the sensor, or at the ballistic point where that is smaller.

    Parameters
    ----------
    cutoff_hz : float
        Low-pass of the vectors, before the norm.
    lever_m : float
        From the sensor up to the ballistic point, m; 0 leaves the gyroscope out.
    rate_hz : float
        Rate of the grid.
    """

    def __init__(self, cutoff_hz: float, lever_m: float, rate_hz: float) -> None:
        self._lever_m = lever_m
        self._rate_hz = rate_hz
        self._lowpass = lowpass(cutoff_hz, rate_hz)
        self._direction = smoother(DIRECTION_S, rate_hz)
        self.delay_s = 2**0.5 / (2 * np.pi * cutoff_hz) if self._lowpass.sections else 0.0

    def update(self, state: FreeFallState, block: MotionBlock) -> FloatArray:
        """Return (n,) the norm in units of gravity."""
        sensor, state.sensor = self._lowpass.apply(block.acc, state.sensor)
        square = np.einsum("ij,ij->i", sensor, sensor)
        if block.gyr is not None and self._lever_m > 0:
            at_point = block.acc + self._lever_m * self._relative(state, block.acc, block.gyr)
            inner, state.inner = self._lowpass.apply(at_point, state.inner)
            square = np.minimum(square, np.einsum("ij,ij->i", inner, inner))
        norm: FloatArray = np.sqrt(square) / STANDARD_GRAVITY
        return norm

    def _relative(self, state: FreeFallState, acc: FloatArray, gyr: FloatArray) -> FloatArray:
        """Return (n, 3) what a point one metre up the thigh feels more than the sensor does, m/s²."""
        mean, state.direction = self._direction.apply(acc, state.direction)
        length = np.sqrt(np.einsum("ij,ij->i", mean, mean))
        u = mean / np.maximum(length, LEAST_FORCE)[:, None]
        before = np.empty_like(gyr)
        before[0] = gyr[0] if state.last_gyr is None else state.last_gyr
        before[1:] = gyr[:-1]
        state.last_gyr = gyr[-1].copy()
        turning = _cross((gyr - before) * self._rate_hz, u)
        along = np.einsum("ij,ij->i", gyr, u)[:, None]
        square = np.einsum("ij,ij->i", gyr, gyr)[:, None]
        relative: FloatArray = turning + gyr * along - u * square
        return relative


def _cross(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return (n, 3) the cross products; `numpy.cross` takes ten times as long on a short block."""
    product: FloatArray = a[:, [1, 2, 0]] * b[:, [2, 0, 1]] - a[:, [2, 0, 1]] * b[:, [1, 2, 0]]
    return product
