"""Motion with fewer samples: enough to draw a thigh, and to pair two sensors."""

from collections.abc import Sequence
from dataclasses import dataclass

from legday.core.block import UNALIGNED, UNSIGNED, MotionBlock

SIGNAL_HZ = 25.0


@dataclass(frozen=True, slots=True)
class SignalPoint:
    """One point of the decimated motion: device time s, angle rad, force m/s².

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
    first = -motion.start % step
    picked = slice(first, None, step)
    signed = (motion.flags[picked] & (UNSIGNED | UNALIGNED)) == 0
    columns = (motion.t_s[picked], motion.angle[picked], motion.force[picked], signed, motion.acc[picked])
    listed = [column.tolist() for column in columns]
    turning = [None] * len(signed) if motion.gyr is None else motion.gyr[picked].tolist()
    return [SignalPoint(*row) for row in zip(*listed, turning, strict=True)]
