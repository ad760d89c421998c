"""What a profile decodes from packets, before timekeeping."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from legday.core.block import FloatArray

Stamps = Literal["each", "first", "last", "none"]
"""Which sample a packet's device time belongs to: every one has its own, or the first, the last, or none."""


@dataclass(slots=True, eq=False)
class Samples:
    """Samples as one notification carried them: SI units, axes of the case, device's own ticks.

    A sensor that sends its gyroscope in notifications of its own gives ``acc`` or ``gyr`` alone, and the
    timeline joins the two. Nobody writes into one; it is not frozen, because that makes it five times as
    dear, and every notification makes one.

    Parameters
    ----------
    arrival_ns : int
        Host time of the notification.
    acc, gyr : (n, 3) float or None
        Specific force, m/s², and angular rate, rad/s.
    ticks : (n,) or (1,) int64 or float64, or None
        Device time in ticks, not unwrapped: one each for ``each``, one in all for ``first`` and ``last``.
    clipped : (n,) bool or None
        Samples at the end of the range.
    both : (n, 6) float or None
        ``acc`` and ``gyr`` side by side, where they are decoded so: the two are views of it.
    """

    arrival_ns: int
    acc: FloatArray | None
    gyr: FloatArray | None
    ticks: NDArray[np.int64] | NDArray[np.float64] | None
    clipped: NDArray[np.bool_] | None = None
    both: FloatArray | None = None

    def __len__(self) -> int:
        part = self.acc if self.acc is not None else self.gyr
        return 0 if part is None else len(part)


@dataclass(frozen=True, slots=True)
class Clock:
    """How a sensor tells time.

    Parameters
    ----------
    stamps : str
        Which sample a packet's tick belongs to; ``none`` falls back to arrival times.
    tick_s : float
        Length of a tick, s.
    wrap : int
        The tick counter starts again at this value; 0 never.
    rate_hz : float
        Nominal rate; 0 where it has to be found from the first two seconds.
    on_change : bool
        The sensor sends only what changed: silence is not loss.
    """

    stamps: Stamps
    tick_s: float = 1.0
    wrap: int = 0
    rate_hz: float = 0.0
    on_change: bool = False
