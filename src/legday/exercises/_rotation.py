"""The rotation that the gyroscope has seen: integrated, without what it reads at rest.

What drifts has to be forgotten, but not within a repetition: if a leg held out for five seconds is forgotten
in eight, its way back looks like a way out, and so does the way to rest behind a set. So what the gyroscope
reads at rest is an average that weighs every sample by how still the leg was, and stands while it moves; and
the rest, as the rotation that some sensors add or lose with each repetition, is forgotten in a minute. All
of it is followed on the coarse rows that are counted.
"""

from dataclasses import dataclass, field
from math import radians

import numpy as np

from legday.core.block import FloatArray
from legday.core.filters import Filter, FilterMemory, smoother

MEMORY_S = 60.0
"""Of what is read at rest, and of the rotation: much longer than a repetition is held."""

LOCAL_S = 0.5
"""How still a leg is, is seen within so long."""

STILL_RAD_S = radians(1.0)
"""A standing leg sways so fast; one that moves, ten times as fast."""

MOVES_RAD_S = 10.0 * STILL_RAD_S
"""So fast the leg is taken to move where a stream begins: nobody knows that it is still."""

NOTHING_READ_S = 0.03
"""The gyroscope is taken to read nothing at rest as if that had been seen for so long."""


@dataclass(slots=True)
class RotationMemory:
    """Memories of the filters: rate, its spread, rate and weight averaged, and the rotation.

    ``pending`` are the samples (n, 3) behind the last coarse row; ``count`` and ``timing`` remember the two
    low-passes of the rotation.
    """

    rate: FilterMemory = None
    spread: FilterMemory = None
    weighed: FilterMemory = field(default_factory=lambda: np.zeros((1, 1, 3)))
    weight: FilterMemory = field(default_factory=lambda: np.zeros((1, 1)))
    turned: FilterMemory = field(default_factory=lambda: np.zeros((1, 1, 3)))
    pending: FloatArray = field(default_factory=lambda: np.empty((0, 3)))
    count: FilterMemory = None
    timing: FilterMemory = None

    def restart(self) -> None:
        """Forget how still the leg was, behind a gap; what was read at rest stays."""
        self.rate = self.spread = self.count = self.timing = None
        self.pending = np.empty((0, 3))


class RotationFinder:
    """Finds the rotation at the coarse rows, ``stride`` samples apart, low-passed as the rows are."""

    def __init__(self, rows_hz: float, stride: int, count: Filter, timing: Filter) -> None:
        self._rows_hz = rows_hz
        self._stride = stride
        self._count, self._timing = count, timing

    def find(self, gyr: FloatArray, first: int, memory: RotationMemory) -> tuple[FloatArray, FloatArray]:
        """Return the rotation (r, 3), rad, low-passed both ways, at the rows of which ``first`` is the first.

        ``gyr`` (n, 3) is the rate of turn at the next samples, rad/s.
        """
        turned = rotation(coarse(gyr, first, self._stride, memory), self._rows_hz, memory)
        counted, memory.count = self._count.apply(turned, memory.count)
        timing, memory.timing = self._timing.apply(turned, memory.timing)
        return counted, timing


def coarse(gyr: FloatArray, first: int, stride: int, memory: RotationMemory) -> FloatArray:
    """Return the mean rate (r, 3) of ``stride`` samples each, ending at ``first`` and at each stride on.

    A rotation is their sum, so nothing of it is lost. Before the first sample the rate was that of the first.
    """
    rows = len(range(first, len(gyr), stride))
    samples = np.concatenate((memory.pending, gyr))
    if rows and len(memory.pending) + first + 1 < stride:
        samples = np.concatenate(
            (np.tile(samples[0], (stride - len(memory.pending) - first - 1, 1)), samples)
        )
    end = rows * stride
    memory.pending = samples[end:].copy()
    total: FloatArray = samples[:end:stride].copy()
    for k in range(1, stride):
        total += samples[k:end:stride]
    return total / stride


def rotation(gyr: FloatArray, rate_hz: float, memory: RotationMemory) -> FloatArray:
    """Return the rotation (n, 3) about the sensor's axes, rad."""
    weight = _stillness(gyr, rate_hz, memory)
    average = smoother(MEMORY_S, rate_hz)
    weighed, memory.weighed = average.apply(gyr * weight[:, np.newaxis], memory.weighed)
    weight, memory.weight = average.apply(weight, memory.weight)
    at_rest = weighed / (weight + NOTHING_READ_S / MEMORY_S)[:, np.newaxis]
    turned, memory.turned = average.apply((gyr - at_rest) * MEMORY_S, memory.turned)
    return turned


def _stillness(gyr: FloatArray, rate_hz: float, memory: RotationMemory) -> FloatArray:
    """Return the weight (n,) of each sample: 1 where the rate does not change, 1e-4 where a leg moves."""
    local = smoother(LOCAL_S, rate_hz)
    if memory.spread is None:
        memory.spread = np.multiply.outer(local.steady, MOVES_RAD_S * MOVES_RAD_S)
    usual, memory.rate = local.apply(gyr, memory.rate)
    away = gyr - usual
    away *= away
    spread, memory.spread = local.apply(away[:, 0] + away[:, 1] + away[:, 2], memory.spread)
    moving = 1.0 + spread / (STILL_RAD_S * STILL_RAD_S)
    still: FloatArray = 1.0 / (moving * moving)
    return still
