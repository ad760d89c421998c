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
from legday.core.filters import FilterMemory, lowpass, lowpass_delay_s

DIRECTION_S = 3.0
LEAST_FORCE = 1e-6  # m/s²: below, a mean force has no direction
SENSOR, INNER = slice(0, 3), slice(3, 6)  # rows
YZX, ZXY = slice(1, 4), slice(2, 5)  # rows of a vector whose first two come twice, for the cross product


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
        self.delay_s = lowpass_delay_s(cutoff_hz, rate_hz)

    def update(self, state: FreeFallState, block: MotionBlock) -> tuple[FloatArray, FloatArray]:
        """Return (n,) the norm in units of gravity, and (n, 3) the low-passed vector at the sensor, m/s²."""
        if block.gyr is None or self._lever_m == 0:
            vector, state.memory = self._lowpass.apply(block.acc, state.memory)
            square = _sum(np.square(vector).T)
        else:
            both = np.empty((6, len(block)))
            both[SENSOR] = block.acc.T
            np.multiply(self._relative(state, block.acc, block.gyr), self._lever_m, out=both[INNER])
            both[INNER] += both[SENSOR]
            low, state.memory = self._lowpass.apply(both.T, state.memory)
            squares = np.square(low).T
            vector, square = low[:, SENSOR], np.minimum(_sum(squares[SENSOR]), _sum(squares[INNER]))
        return np.sqrt(square) / STANDARD_GRAVITY, vector

    def _relative(self, state: FreeFallState, acc: FloatArray, gyr: FloatArray) -> FloatArray:
        """Return (3, n) what a point one metre up the thigh feels more than the sensor does, m/s²."""
        # In memory of their own: on a few samples rows that lie apart take three times as long.
        count = len(gyr)
        rate, direction, faster = gyr.T.copy(), np.empty((5, count)), np.empty((5, count))
        step, u = np.empty((count, 3)), direction[:3]
        np.subtract(gyr[0], gyr[0] if state.last_gyr is None else state.last_gyr, out=step[0])
        np.subtract(gyr[1:], gyr[:-1], out=step[1:])
        state.last_gyr = gyr[-1].copy()
        step *= self._rate_hz
        faster[:3], u[:] = step.T, self._force(state, acc).T
        u /= np.maximum(np.sqrt(_sum(u * u)), LEAST_FORCE)
        faster[3:], direction[3:] = faster[:2], direction[:2]
        relative: FloatArray = faster[YZX] * direction[ZXY]
        relative -= faster[ZXY] * direction[YZX]
        relative += rate * _sum(rate * u)
        relative -= u * _sum(rate * rate)
        return relative

    def _force(self, state: FreeFallState, acc: FloatArray) -> FloatArray:
        """Return (n, 3) the sum of the force over the last seconds."""
        window = self._window
        before = np.zeros((window, 3)) if state.sums is None else state.sums
        sums = np.concatenate((before, acc))
        running = sums[window - 1 :]
        np.add.accumulate(running, out=running)
        state.sums = sums[len(acc) :]
        force: FloatArray = sums[window:] - sums[: len(acc)]
        return force


def _sum(rows: FloatArray) -> FloatArray:
    """Return the sum of three rows."""
    total: FloatArray = rows[0] + rows[2]
    total += rows[1]
    return total
