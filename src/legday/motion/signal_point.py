"""Motion with fewer samples: enough to draw a thigh, and to pair two sensors."""

from collections.abc import Sequence
from dataclasses import dataclass

from legday.core.block import UNALIGNED, UNSIGNED, MotionBlock

SIGNAL_HZ = 25.0


@dataclass(slots=True)
class SignalPoint:
    """One point of the decimated motion: device time s, angle rad, force m/s².

    Nobody writes into one; it is not frozen, because that makes it five times as dear, and live every
    notification makes some.

    ``signed`` says whether the angle's sign is known; ``acc`` m/s² and ``gyr`` rad/s are the
    sensor's own axes.
    """

    t_s: float
    angle_rad: float
    force_m_s2: float
    signed: bool = True
    acc: Sequence[float] = ()
    gyr: Sequence[float] | None = None


def decimated(motion: MotionBlock, grid_hz: float | None) -> list[SignalPoint]:
    """Return every so many samples of motion on a grid of this rate, the same ones however it is split."""
    step = max(1, round((grid_hz or SIGNAL_HZ) / SIGNAL_HZ))
    picked = slice(-motion.start % step, None, step)
    columns = (motion.t_s, motion.angle, motion.force, motion.flags, motion.acc)
    t_s, angle, force, flags, acc = [column[picked].tolist() for column in columns]
    gyr = [None] * len(t_s) if motion.gyr is None else motion.gyr[picked].tolist()
    signed = [not each & (UNSIGNED | UNALIGNED) for each in flags]
    return list(map(SignalPoint, t_s, angle, force, signed, acc, gyr))
