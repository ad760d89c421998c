"""How close the thigh comes to free fall: the least specific force found along it.

In flight the jumper's centre of mass falls freely, the thigh as a whole nearly so; but a thigh that swings,
as in a leapfrog, adds centripetal and tangential acceleration at the sensor, so that its force does not
vanish. With a gyroscope that part is known for every point of the thigh: a lever's length up the thigh,
about where the swinging leg has its ballistic point, the force is ``f + L (ω' × u + ω (ω · u) - u (ω ·
ω))``. The smaller of the two norms counts: a thigh on the ground is in free fall nowhere.

The thigh's direction ``u`` is the mean specific force of the last seconds, of which the ground gives most
while the leg is straight.
"""

from dataclasses import dataclass

import numpy as np

from legday.core.block import STANDARD_GRAVITY, FloatArray, MotionBlock
from legday.core.filters import FilterMemory, lowpass

DIRECTION_S = 3.0
LEAST_FORCE = 1e-6  # m/s²: below, a mean force has no direction
YZX, ZXY = slice(1, 4), slice(2, 5)  # columns of a vector written twice, for the cross product


@dataclass(slots=True)
class FreeFallState:
    """Delay line of the low-pass, running sums of the force, and the last angular rate."""

    memory: FilterMemory = None
    sums: FloatArray | None = None
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
        self._window = round(DIRECTION_S * rate_hz)
        self.delay_s = 2**0.5 / (2 * np.pi * cutoff_hz) if self._lowpass.sections else 0.0

    def update(self, state: FreeFallState, block: MotionBlock) -> tuple[FloatArray, FloatArray]:
        """Return (n,) the norm in units of gravity, and (n, 3) the low-passed vector at the sensor, m/s²."""
        if block.gyr is None or self._lever_m == 0:
            vector, state.memory = self._lowpass.apply(block.acc, state.memory)
            square = np.einsum("ij,ij->i", vector, vector)
        else:
            inner = block.acc + self._lever_m * self._relative(state, block.acc, block.gyr)
            both = np.concatenate([block.acc, inner], axis=1)
            both, state.memory = self._lowpass.apply(both, state.memory)
            vector, inner = both[:, :3], both[:, 3:]
            square = np.minimum(np.einsum("ij,ij->i", vector, vector), np.einsum("ij,ij->i", inner, inner))
        return np.sqrt(square) / STANDARD_GRAVITY, vector

    def _relative(self, state: FreeFallState, acc: FloatArray, gyr: FloatArray) -> FloatArray:
        """Return (n, 3) what a point one metre up the thigh feels more than the sensor does, m/s²."""
        u = self._direction(state, acc)
        before = np.empty_like(gyr)
        before[0] = gyr[0] if state.last_gyr is None else state.last_gyr
        before[1:] = gyr[:-1]
        state.last_gyr = gyr[-1].copy()
        faster = np.concatenate([gyr - before] * 2, axis=1) * self._rate_hz
        twice = np.concatenate([u] * 2, axis=1)
        relative: FloatArray = faster[:, YZX] * twice[:, ZXY]
        relative -= faster[:, ZXY] * twice[:, YZX]
        relative += gyr * np.einsum("ij,ij->i", gyr, u)[:, None]
        relative -= u * np.einsum("ij,ij->i", gyr, gyr)[:, None]
        return relative

    def _direction(self, state: FreeFallState, acc: FloatArray) -> FloatArray:
        """Return (n, 3) unit vectors along the sum of the force over the last seconds."""
        window = self._window
        before = np.zeros((window, 3)) if state.sums is None else state.sums
        sums = np.concatenate([before, acc])
        sums[window - 1 :].cumsum(axis=0, out=sums[window - 1 :])
        force: FloatArray = sums[window:] - sums[: len(acc)]
        state.sums = sums[len(acc) :].copy()
        force /= np.maximum(np.sqrt(np.einsum("ij,ij->i", force, force)), LEAST_FORCE)[:, None]
        return force
