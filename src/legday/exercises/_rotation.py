"""The rotation that the gyroscope has seen: integrated, and forgotten within a minute.

What drifts has to be forgotten, but not within a repetition: if a leg held out for five seconds is forgotten
in eight, its way back looks like a way out, and so does the way to rest behind a set. What the gyroscope
reads at rest has been taken off before (`legday.motion.rate_offset`); what is left is the rotation that some
sensors add or lose with each repetition. It is followed on the coarse rows that are counted.
"""

from dataclasses import dataclass, field

import numpy as np

from legday.core.block import FloatArray
from legday.core.einsum import einsum
from legday.core.filters import Filter, FilterMemory, smoother

MEMORY_S = 60.0
"""Of the rotation: much longer than a repetition is held."""


@dataclass(slots=True)
class RotationMemory:
    """Memories of the filters.

    ``turned`` is the rotation, ``pending`` are the samples (n, 3) behind the last coarse row; ``count`` and
    ``timing`` remember the two low-passes of the rotation.
    """

    turned: FilterMemory = field(default_factory=lambda: np.zeros((1, 1, 3)))
    pending: FloatArray = field(default_factory=lambda: np.empty((0, 3)))
    count: FilterMemory = None
    timing: FilterMemory = None

    def restart(self) -> None:
        """Forget the low-passes, behind a gap; the rotation goes on."""
        self.count = self.timing = None
        self.pending = np.empty((0, 3))


class RotationFinder:
    """Finds the rotation at the coarse rows, ``stride`` samples apart, low-passed as the rows are."""

    def __init__(self, rows_hz: float, stride: int, count: Filter, timing: Filter) -> None:
        self._stride = stride
        self._average = smoother(MEMORY_S, rows_hz)
        self._count, self._timing = count, timing

    def find(self, gyr: FloatArray, first: int, memory: RotationMemory) -> tuple[FloatArray, FloatArray]:
        """Return the rotation (r, 3), rad, low-passed both ways, at the rows of which ``first`` is the first.

        ``gyr`` (n, 3) is the rate of turn at the next samples, rad/s.
        """
        rate = coarse(gyr, first, self._stride, memory)
        turned, memory.turned = self._average.apply(rate * MEMORY_S, memory.turned)
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
    return einsum("kij->kj", samples[:end].reshape(rows, stride, 3)) / stride
