"""What the gyroscope reads at rest: found anew in every half second in which the sensor is still.

There are such half seconds between repetitions, long before a rest of the length that attitude filters wait
for. A cell of the stream counts by how still it was. Neither the rate of turn nor the force may have changed
within it and since the cell before: a limb that is raised slowly turns as evenly as a gyroscope reads at
rest, but moves gravity. What is left, an even turn about the vertical, is faster than what is read at rest.
"""

import copy
import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from legday.core.block import MISSING, STANDARD_GRAVITY, FlagArray, FloatArray, SampleBlock
from legday.core.einsum import einsum
from legday.core.masks import any_true
from legday.motion.cells import CELL_S, cell_length, mean_square
from legday.motion.vectors import Vector

MEMORY_S = 60.0  # of stillness and movement
KEEP = math.exp(-CELL_S / MEMORY_S)
STILL_RAD_S = math.radians(2.0)  # who stands sways by half of it
MOVES_RAD_S = 10.0 * STILL_RAD_S  # a cell counts for less than a ten-thousandth
EVEN = 0.2  # of an even turn counts as movement: hardly a gyroscope reads more than 10 degrees/s at rest
NOTHING_READ = 0.05  # cells: so much says from the beginning that the gyroscope reads nothing
UNKNOWN = np.full((1, 6), np.nan)
TURN_OF_FORCE = 1.0 / (CELL_S * STANDARD_GRAVITY)  # rad/s, for each m/s² from cell to cell


@dataclass(slots=True)
class RateOffsetState:
    """What is remembered.

    Parameters
    ----------
    pending : list of (acc, gyr)
        Samples of the cell that is not complete yet, as they came; ``waiting`` is how many there are.
    before : (1, 6) float
        Mean rate of turn, rad/s, and mean force, as `TURN_OF_FORCE` has it, of the cell before; NaN where
        there is none.
    weight, weighed : float, vector
        How much stillness was seen, in cells, and the rate of turn summed up over it, rad/s.
    offset : (3,) float
        What is taken off the samples to come, rad/s.
    """

    pending: list[tuple[FloatArray, FloatArray]] = field(default_factory=list)
    waiting: int = 0
    before: FloatArray = field(default_factory=lambda: UNKNOWN)
    weight: float = 0.0
    weighed: Vector = (0.0, 0.0, 0.0)
    offset: FloatArray = field(default_factory=lambda: np.zeros(3))


class RateOffset:
    """Takes off what the gyroscope reads at rest; chunk-exact.

    Parameters
    ----------
    rate_hz : float
        Rate of the grid.
    """

    def __init__(self, rate_hz: float) -> None:
        self._length = cell_length(rate_hz)
        self.state = RateOffsetState()

    def corrected(self, block: SampleBlock) -> SampleBlock:
        """Return a block with its rate of turn less what was known of it at the end of the cell before.

        A block without a rate of turn stays as it is.
        """
        if block.gyr is None:
            return block
        read = self._read(block.acc, block.gyr, block.flags)
        gyr: FloatArray = np.subtract(block.gyr, read, order="C")
        return SampleBlock(block.start, block.t_s, block.acc, gyr, block.flags)

    def after_gap(self) -> None:
        """Drop the incomplete cell; what the gyroscope reads at rest stays."""
        self.state.pending, self.state.waiting, self.state.before = [], 0, UNKNOWN

    def save(self) -> RateOffsetState:
        """Return an independent copy of the state."""
        if len(self.state.pending) > 1:
            self.state.pending = [self._joined()]
        return copy.deepcopy(self.state)

    def restore(self, saved: RateOffsetState) -> None:
        """Continue from a saved state."""
        self.state = copy.deepcopy(saved)

    def reset(self) -> None:
        """Become equal to a new object."""
        self.state = RateOffsetState()

    def _read(self, acc: FloatArray, gyr: FloatArray, flags: FlagArray) -> FloatArray:
        """Take in samples and return (3,) or (n, 3) what the gyroscope reads in each of them at rest."""
        state, length, waited = self.state, self._length, self.state.waiting
        if np.count_nonzero(flags):
            gyr = np.where((flags & MISSING)[:, np.newaxis], np.nan, gyr)
        state.pending.append((acc, gyr))
        state.waiting += len(gyr)
        if state.waiting < length:
            return state.offset
        offsets = np.array([state.offset, *self._learn(*self._complete())])
        state.offset = offsets[-1].copy()
        lasts = [length - waited, *[length] * (len(offsets) - 2), state.waiting]
        return offsets.repeat(lasts, axis=0)

    def _joined(self) -> tuple[FloatArray, FloatArray]:
        acc, gyr = zip(*self.state.pending, strict=True)
        return np.ascontiguousarray(np.concatenate(acc)), np.ascontiguousarray(np.concatenate(gyr))

    def _complete(self) -> tuple[FloatArray, FloatArray]:
        """Return the cells (k, n, 3) that are complete, force and rate, and keep the samples behind them."""
        state = self.state
        acc, gyr = self._joined()
        state.waiting = len(gyr) % self._length
        whole = len(gyr) - state.waiting
        state.pending = [(acc[whole:].copy(), gyr[whole:].copy())] if state.waiting else []
        return acc[:whole].reshape(-1, self._length, 3), gyr[:whole].reshape(-1, self._length, 3)

    def _learn(self, acc: FloatArray, gyr: FloatArray) -> Iterator[tuple[float, ...]]:
        """Take in cells (k, n, 3) and yield what the gyroscope reads at rest, rad/s, as known behind each."""
        state = self.state
        rates = einsum("kij->kj", gyr) / self._length
        shares = self._stillness(rates, einsum("kij->kj", acc) / self._length, mean_square(gyr))
        (x, y, z), weight, offset = state.weighed, state.weight, tuple(state.offset.tolist())
        for share, (a, b, c) in zip(shares.tolist(), rates.tolist(), strict=True):
            x, y, z, weight = KEEP * x, KEEP * y, KEEP * z, KEEP * weight
            if share > 0.0:
                x, y, z, weight = x + share * a, y + share * b, z + share * c, weight + share
                by = 1.0 / (weight + NOTHING_READ)
                offset = by * x, by * y, by * z
            yield offset
        state.weighed, state.weight = (x, y, z), weight

    def _stillness(self, rates: FloatArray, forces: FloatArray, square: FloatArray) -> FloatArray:
        """Return (k,) how much cells count, by mean rate (k, 3) and force (k, 3) and the rate's mean square.

        It is nought where samples are missing, in the cell or the one before, and where there is none before.
        """
        before, spread = self.state.before, square - np.vecdot(rates, rates)
        now = np.concatenate((rates, TURN_OF_FORCE * forces), axis=1)
        self.state.before = now[-1:].copy()
        if not any_true(spread < MOVES_RAD_S * MOVES_RAD_S):  # as live mostly
            return np.zeros(len(rates))
        changed = now - np.concatenate((before, now[:-1]))
        moving = spread + np.vecdot(changed, changed) + EVEN * EVEN * np.vecdot(rates, rates)
        share = (1.0 + moving / (STILL_RAD_S * STILL_RAD_S)) ** -2
        return np.where(moving < MOVES_RAD_S * MOVES_RAD_S, share, 0.0)  # and not where it is NaN
