"""How the sensor sits on the segment, and the angle that follows from it."""

from dataclasses import dataclass

import numpy as np

from legday.core.block import UNALIGNED, UNSIGNED, FloatArray
from legday.core.einsum import einsum
from legday.motion.attitude import COLUMNS
from legday.motion.vectors import Vector, cross, dot, length, unit

UNKNOWN = np.full(3, np.nan)
UNKNOWN_PLANE = np.full((2, 3), np.nan)
LEAST_REFERENCE = 0.5  # sine between long axis and flexion axis; they should stand at a right angle


@dataclass(frozen=True, slots=True, eq=False)
class Mount:
    """Axes of the worn segment in the sensor frame.

    Parameters
    ----------
    long_axis : (3,) float
        Up in the rest attitude: from knee to hip for a thigh.
    flexion_axis : (3,) float
        Flexion turns about it, right-handed: to the wearer's right for a thigh. NaN while unknown.
    forward_and_upward : (2, 3) float
        Where up lies at +π/2 and at 0, both at right angles to the flexion axis, entries in the order of
        `COLUMNS`; NaN while it is unknown.
    flags : int
        ``UNALIGNED`` and ``UNSIGNED``, as they go into the samples.
    """

    long_axis: FloatArray
    flexion_axis: FloatArray
    forward_and_upward: FloatArray
    flags: int

    def angle(self, up: FloatArray) -> FloatArray:
        """Return (n,) the angle of the segment for up vectors (3, n), in the order of `COLUMNS`, rad.

        The rotation about the flexion axis where that is known, within (-π, π]; the tilt from rest, within
        [0, π], where it is not.
        """
        if self.flags & UNALIGNED:
            cosine = einsum("ji,j->i", up, self.long_axis[COLUMNS])
            tilt: FloatArray = np.arccos(np.clip(cosine, -1.0, 1.0))
            return tilt
        both = einsum("ji,kj->ki", up, self.forward_and_upward)
        angle: FloatArray = np.arctan2(both[0], both[1])  # to unpack an array takes longer than ten samples
        return angle


def mount(long_axis: Vector, flexion_axis: Vector | None, *, signed: bool) -> Mount:
    """Return the mount of these unit axes; a flexion axis that runs along the segment cannot be one."""
    if flexion_axis is not None:
        along = dot(long_axis, flexion_axis)
        x, y, z = (long_part - along * part for long_part, part in zip(long_axis, flexion_axis, strict=True))
        if length((x, y, z)) >= LEAST_REFERENCE:
            upward = unit((x, y, z))
            plane = np.array((cross(upward, flexion_axis), upward))[:, COLUMNS]
            return Mount(np.array(long_axis), np.array(flexion_axis), plane, 0 if signed else UNSIGNED)
    return Mount(np.array(long_axis), UNKNOWN, UNKNOWN_PLANE, UNALIGNED | UNSIGNED)
