"""The heading of the body: its rate of turning about the vertical, summed up.

What the motion takes for up leans with starting and braking, since it follows the accelerometer within some
seconds; of a turn about an up that leans by 20 degrees the cosine is seen, 11 degrees less than 180. So here
up follows more slowly: a shuttle starts and brakes one way, and the other way behind the next turn, which
cancels in the time of two legs. A gyroscope holds up for so long with an error of a few degrees, whose
cosine is next to one. Angles of the thigh are better off with the quicker one: a strap slips.

A turn takes a second, and up need not be better than a few degrees. So the samples of 40 ms make one row,
of the angle turned in them and their force. What the gyroscope reads at rest has been taken off as far as it
is known; one degree a second of it tilts up by less than five.

Source: VQF without its bias estimation (Laidig and Seel, Information Fusion 91, 2023).
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from vqf import BasicVQF

from legday.core.block import MISSING, FloatArray, MotionBlock
from legday.core.masks import none_set

TAU_S = 4.5
"""Nearly twice as slow as the motion has it; much longer, and the gyroscope's own errors outweigh it."""
ROW_HZ = 25.0
ACC, GYR = slice(0, 3), slice(3, 6)  # columns


@dataclass(slots=True)
class HeadingSignal:
    """What it remembers: samples of no row yet, the attitude's state (None before its first), the angle."""

    waiting: FloatArray = field(default_factory=lambda: np.empty((0, 6)))
    attitude: dict[str, Any] | None = None
    angle_rad: float = 0.0


class Heading:
    """Sums up turning about the vertical.

    Parameters
    ----------
    rate_hz : float
        Rate of the grid.

    Attributes
    ----------
    every : int
        Samples of the grid in a row.
    """

    def __init__(self, rate_hz: float) -> None:
        self.every = max(1, round(rate_hz / ROW_HZ))
        self._period_s = 1.0 / rate_hz
        # It is given sums: of the rates over the samples of a row, and of their forces, whose size is nothing
        # to it.
        self._filter = BasicVQF(self._period_s, accTs=self.every * self._period_s, tauAcc=TAU_S)
        self._fresh: dict[str, Any] = self._filter.state
        self._held = self._fresh  # what the filter is in: it need not be put there again

    def follow(self, block: MotionBlock, gyr: FloatArray, signal: HeadingSignal) -> tuple[int, FloatArray]:
        """Return the sample of ``block`` that ends its first row, and (k,) the heading behind each row.

        The heading is in rad, positive to the left, from an arbitrary zero.
        """
        every, waiting = self.every, len(signal.waiting)
        samples = np.empty((waiting + len(block), 6))
        samples[:waiting] = signal.waiting
        samples[waiting:, ACC], samples[waiting:, GYR] = block.acc, gyr
        if not none_set(block.flags):
            # VQF leaves out its accelerometer correction where the reading is all zero.
            samples[waiting + (block.flags & MISSING).nonzero()[0], ACC] = 0.0
        used = len(samples) // every * every
        signal.waiting = samples[used:].copy()
        if used == 0:
            return len(block), np.empty(0)
        parts = samples[:used].reshape(-1, every, 2, 3).transpose(1, 2, 0, 3).copy()
        rows: FloatArray = parts[0]
        for part in parts[1:]:  # one by one, so that the rounding does not depend on the block
            rows += part
        return every - 1 - waiting, self._summed(rows[0], rows[1], signal)

    def _summed(self, acc: FloatArray, turned: FloatArray, signal: HeadingSignal) -> FloatArray:
        """Return the heading (k,) behind rows of summed up force (k, 3) and rate (k, 3)."""
        attitude = self._fresh if signal.attitude is None else signal.attitude
        if attitude is not self._held:
            self._filter.state = attitude
        quat = self._filter.updateBatch(turned, acc)["quat6D"]
        signal.attitude = self._held = self._filter.state
        w, x, y, z = quat[:, 0], quat[:, 1], quat[:, 2], quat[:, 3]
        x_rate, y_rate, z_rate = turned[:, 0], turned[:, 1], turned[:, 2]
        # Half the rate about up, whose coordinates are 2 (x z - w y), 2 (y z + w x) and 2 (w w + z z) - 1.
        turn: FloatArray = (x_rate * x + y_rate * y + z_rate * z) * z
        turn += (y_rate * x - x_rate * y + z_rate * w) * w
        turn -= 0.5 * z_rate
        turn *= 2.0 * self._period_s
        turn[0] += signal.angle_rad
        np.add.accumulate(turn, out=turn)
        signal.angle_rad = turn.item(-1)
        return turn
