"""The heading of the body: its rate of turning about the vertical, summed up.

What the motion takes for up leans with starting and braking, since it follows the accelerometer within some
seconds; of a turn about an up that leans by 20 degrees the cosine is seen, 11 degrees less than 180. So here
up follows more slowly: a shuttle starts and brakes one way, and the other way behind the next turn, which
cancels in the time of two legs. A gyroscope holds up for so long with an error of a few degrees, whose
cosine is next to one. Angles of the thigh are better off with the quicker one: a strap slips.

Source: VQF as in the motion's attitude.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from vqf import VQF

from legday.core.block import MISSING, FloatArray, MotionBlock

TAU_S = 4.5
"""Half as slow again as the motion has it; much longer, and the gyroscope's own errors outweigh it."""


@dataclass(slots=True)
class HeadingSignal:
    """What it remembers: the attitude's state, None before the first sample, and the angle so far."""

    attitude: dict[str, Any] | None = None
    angle_rad: float = 0.0


class Heading:
    """Sums up turning about the vertical.

    Parameters
    ----------
    rate_hz : float
        Rate of the grid.
    """

    def __init__(self, rate_hz: float) -> None:
        self._period_s = 1.0 / rate_hz
        self._filter = VQF(self._period_s, tauAcc=TAU_S)
        self._fresh: dict[str, Any] = self._filter.state

    def follow(self, block: MotionBlock, gyr: FloatArray, signal: HeadingSignal) -> FloatArray:
        """Return (n,) the heading at each sample, rad, positive to the left, from an arbitrary zero."""
        missing = (block.flags & MISSING) != 0
        # VQF leaves out its accelerometer correction where the reading is all zero.
        acc = np.where(missing[:, np.newaxis], 0.0, block.acc)
        self._filter.state = self._fresh if signal.attitude is None else signal.attitude
        w, x, y, z = self._filter.updateBatch(np.ascontiguousarray(gyr), acc)["quat6D"].T
        signal.attitude = self._filter.state
        about_up = gyr[:, 0] * (2.0 * (x * z - w * y)) + gyr[:, 1] * (2.0 * (y * z + w * x))
        about_up += gyr[:, 2] * (w * w - x * x - y * y + z * z)
        turned = about_up * self._period_s
        turned[0] += signal.angle_rad
        turned.cumsum(out=turned)
        signal.angle_rad = float(turned[-1])
        return np.asarray(turned)
