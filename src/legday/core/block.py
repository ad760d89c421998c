"""Blocks of samples: what flows from the timeline to the detectors.

Inside, units are SI and radians, time is axis 0, intervals are ``[start, end)``. A sensor that lies still and
flat on a table reads ``acc`` close to (0, 0, +9.81).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
FlagArray = NDArray[np.uint8]

STANDARD_GRAVITY = 9.80665  # m/s²

BRIDGED = 0x01  # interpolated over a hole of at most max(60 ms, 2.5 periods)
MISSING = 0x02  # placeholder over a hole of at most max(0.5 s, 6 periods): no timing from here
CLIPPED = 0x04  # an axis stood at the end of its range
UNSIGNED = 0x08  # the angle's sign is not known yet
UNALIGNED = 0x10  # the flexion axis is not known yet; the angle is the tilt from rest


@dataclass(slots=True, eq=False)
class SampleBlock:
    """Uniformly sampled IMU data in the sensor frame, without a break inside.

    Nobody writes into a block; it is not frozen, because that makes it five times as dear, and live every
    notification makes one.

    Parameters
    ----------
    start : int
        Index of the first sample on the grid, since the stream began.
    t_s : (n,) float
        Device time, s.
    acc : (n, 3) float
        Specific force, m/s².
    gyr : (n, 3) float or None
        Angular rate, rad/s.
    flags : (n,) uint8
        ``BRIDGED``, ``MISSING``, ``CLIPPED``.
    """

    start: int
    t_s: FloatArray
    acc: FloatArray
    gyr: FloatArray | None
    flags: FlagArray

    def __len__(self) -> int:
        return len(self.t_s)


@dataclass(slots=True, eq=False)
class MotionBlock:
    """The same samples with attitude and the motion of the worn segment.

    Nobody writes into one, as with a `SampleBlock`.

    Parameters
    ----------
    start, t_s, acc
        As in `SampleBlock`.
    gyr : (n, 3) float or None
        Angular rate, rad/s, less what the gyroscope reads at rest.
    up : (n, 3) float
        Unit vector pointing up, in the sensor frame.
    angle : (n,) float
        Signed rotation of the segment about its flexion axis from its rest attitude, rad
        (thigh: 0 standing, +π/2 horizontal forward).
    rate : (n,) float
        Its derivative, rad/s.
    force : (n,) float
        Norm of ``acc``, m/s².
    long_axis, flexion_axis : (3,) float
        Mounting as known at the block's last sample; NaN while unknown.
    flags : (n,) uint8
        As in `SampleBlock`, with ``UNSIGNED`` and ``UNALIGNED``.
    """

    start: int
    t_s: FloatArray
    acc: FloatArray
    gyr: FloatArray | None
    up: FloatArray
    angle: FloatArray
    rate: FloatArray
    force: FloatArray
    long_axis: FloatArray
    flexion_axis: FloatArray
    flags: FlagArray

    def __len__(self) -> int:
        return len(self.t_s)


@dataclass(frozen=True, slots=True)
class Hole:
    """Samples that never came, as the timeline found them.

    ``breaks`` is true where the hole was too long to keep the grid going: filters start anew behind it.
    """

    start_s: float
    end_s: float
    breaks: bool
    decided_s: float
