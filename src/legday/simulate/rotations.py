"""Rotations between a segment of the leg and the world."""

import numpy as np

from legday.core.block import FloatArray


def rotations(angle: FloatArray, abduction: FloatArray, heading: FloatArray) -> FloatArray:
    """Return (n, 3, 3) rotations from the segment frame to the world: about y, then x, then z."""
    bent = _bent_outward(angle, abduction)
    cos, sin = np.cos(heading)[:, None], np.sin(heading)[:, None]
    turned = np.empty_like(bent)
    turned[:, 0] = cos * bent[:, 0] - sin * bent[:, 1]
    turned[:, 1] = sin * bent[:, 0] + cos * bent[:, 1]
    turned[:, 2] = bent[:, 2]
    return turned


def _bent_outward(angle: FloatArray, abduction: FloatArray) -> FloatArray:
    """Return (n, 3, 3) rotations of a body that faces along x; a positive angle lifts the front."""
    bent = np.zeros((len(angle), 3, 3))
    cos, sin = np.cos(abduction), np.sin(abduction)
    bent[:, 0, 0], bent[:, 0, 2] = np.cos(angle), -np.sin(angle)
    bent[:, 1, 0], bent[:, 1, 1], bent[:, 1, 2] = -sin * np.sin(angle), cos, -sin * np.cos(angle)
    bent[:, 2, 0], bent[:, 2, 1], bent[:, 2, 2] = cos * np.sin(angle), sin, cos * np.cos(angle)
    return bent


def seen(world: FloatArray, turning: FloatArray) -> FloatArray:
    """Return vectors of the world as seen from a segment."""
    return np.asarray(np.einsum("nji,nj->ni", turning, world))


def angular_rate(turning: FloatArray, rate_hz: float) -> FloatArray:
    """Return (n, 3) angular rates in the segment frame, rad/s; the rotations are sampled at ``rate_hz``."""
    change = np.gradient(turning, 1.0 / rate_hz, axis=0)
    about = [np.einsum("nj,nj->n", turning[:, :, i], change[:, :, k]) for i, k in ((2, 1), (0, 2), (1, 0))]
    return np.stack(about, axis=1)
