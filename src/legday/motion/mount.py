"""How the sensor sits on the segment, and the angle that follows from it."""

from dataclasses import dataclass

import numpy as np

from legday.core.block import UNALIGNED, UNSIGNED, FloatArray
from legday.motion.vectors import cross, dot, length, unit

UNKNOWN = np.full(3, np.nan)
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
    reference, forward : (3,) float
        Where up lies at 0 and at +π/2, both at right angles to the flexion axis; NaN while it is unknown.
    flags : int
        ``UNALIGNED`` and ``UNSIGNED``, as they go into the samples.
    """

    long_axis: FloatArray
    flexion_axis: FloatArray
    reference: FloatArray
    forward: FloatArray
    flags: int

    def angle(self, up: FloatArray) -> FloatArray:
        """Return (n,) the angle of the segment for up vectors (n, 3), rad.

        The rotation about the flexion axis where that is known, within (-π, π]; the tilt from rest, within
        [0, π], where it is not.
        """
        if self.flags & UNALIGNED:
            tilt: FloatArray = np.arccos(np.clip(np.einsum("ij,j->i", up, self.long_axis), -1.0, 1.0))
            return tilt
        forward: FloatArray = np.einsum("ij,j->i", up, self.forward)
        upward: FloatArray = np.einsum("ij,j->i", up, self.reference)
        return np.arctan2(forward, upward)


def mount(long_axis: FloatArray, flexion_axis: FloatArray | None, *, signed: bool) -> Mount:
    """Return the mount of these unit axes; a flexion axis that runs along the segment cannot be one."""
    if flexion_axis is not None:
        reference = long_axis - dot(long_axis, flexion_axis) * flexion_axis
        if length(reference) >= LEAST_REFERENCE:
            reference = unit(reference)
            forward = cross(reference, flexion_axis)
            return Mount(long_axis, flexion_axis, reference, forward, 0 if signed else UNSIGNED)
    return Mount(long_axis, UNKNOWN, UNKNOWN, UNKNOWN, UNALIGNED | UNSIGNED)
