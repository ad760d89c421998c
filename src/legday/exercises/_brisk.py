"""Repetitions so quick that the body's own acceleration is as loud as a stride's.

Their harmonics reach beyond 3 Hz, so that the shaking there tells nothing any more. Two things still do. The
feet stay on the ground: above 8 Hz, where only impacts are left, it is calm. And whoever goes down quickly is
caught at the turning point: the force is greatest where the swing is farthest out, once a repetition. A stride
has the force of both feet, twice a swing and out of step with it.
"""

import numpy as np

from legday.exercises._repetition import Swing
from legday.exercises._track import FORCE, Track

LEAST_RATE_HZ = 45.0
"""Slower sensors do not see the impacts."""

SHORTEST_S, LONGEST_S = 0.28, 0.58
"""Way out of a repetition of 0.55 to 1.1 s. A slower one is calm; a quicker one is a hop."""

TOGETHER = 0.6
"""Least correlation of force and swing."""


def together(swing: Swing, track: Track, row: int, lead_rows: int) -> float:
    """Return the correlation of the force with the swing, from just before its beginning to ``row``."""
    rows = track.read(swing.start_row - lead_rows, row + 1)
    along, force = swing.along(rows), rows[:, FORCE]
    along, force = along - along.mean(), force - force.mean()
    size = float(np.sqrt((along * along).sum() * (force * force).sum()))
    return float((along * force).sum()) / size if size > 0.0 else 0.0
