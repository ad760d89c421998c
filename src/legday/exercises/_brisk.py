"""Repetitions so quick that the body's own acceleration is as loud as a stride's.

Their harmonics reach beyond 3 Hz, so that the shaking there tells nothing any more. Two things still do. The
feet stay on the ground: above 8 Hz, where only impacts are left, it is calm. And whoever goes down quickly is
caught at the turning point: the force is greatest where the swing is farthest out, once a repetition. A
stride has the force of both feet, twice a swing and out of step with it. Climbing is slower.
"""

from math import sqrt

import numpy as np

from legday.core.block import FloatArray
from legday.exercises._repetition import Swing, projected
from legday.exercises._track import FORCE, Track

LEAST_RATE_HZ = 45.0
"""Slower sensors do not see the impacts."""

LEAD_S = 0.1
"""So long before a swing the comparison of force and swing begins."""

STRIDE_S = 1.4
"""The impact of a stride lies within the last so many seconds."""

SHORTEST_S = 0.28
"""Way out of a repetition of 0.55 s; a quicker one is a hop."""


def together(swing: Swing, track: Track, row: int, lead_rows: int) -> float:
    """Return the correlation of the force with the swing, from just before its beginning to ``row``."""
    rows = track.read(swing.start_row - lead_rows, row + 1)
    place, force = _about_mean(projected(rows, swing.direction)), _about_mean(rows[:, FORCE])
    size = sqrt(np.add.reduce(place * place) * np.add.reduce(force * force))
    return float(np.add.reduce(place * force)) / size if size > 0.0 else 0.0


def _about_mean(values: FloatArray) -> FloatArray:
    about: FloatArray = values - np.add.reduce(values) / len(values)
    return about
