"""Which axis the segment turns about, and which way round is flexion."""

import math
from dataclasses import dataclass

from legday.motion.cells import CELL_S, Cell
from legday.motion.principal import NO_TURNING, Symmetric, principal
from legday.motion.vectors import Vector, dot, scaled, unit

MOVING_RAD_S = 0.35
MEMORY_S = 15.0  # of movement
KEEP = math.exp(-CELL_S / MEMORY_S)
SEARCH_S = 1.0  # of movement
UPRIGHT_WEIGHT = 0.3  # of the long axis, against all the turning
LEAST_LEAD = 0.1  # of the axis turned about most over the next, to believe in it
NOTICEABLE_COS = math.cos(math.radians(3.0))
REST_RAD = math.radians(20.0)
FIRST_RAD = math.radians(15.0)  # of an excursion that gives the axis a provisional sense
EXCURSION_RAD = math.radians(25.0)
SURE_VOTES = math.radians(35.0) ** 2
MOST_VOTES = 4.0  # rad²: about two squats to the contrary revise the sign


@dataclass(slots=True)
class FlexionAxis:
    """Finds the flexion axis, follows it, and finds its sense.

    It is the axis that the segment turns about most while it moves, held near a right angle to the long
    axis, because walkers turn round and thighs roll. Rates of turn do not know the accelerometer's bias.

    From rest, a thigh flexes further than it extends. Each excursion of more than 25 degrees that begins at
    rest votes with the difference of the squares of what it reached on either side.

    Parameters
    ----------
    axis : vector or None
        Of length one, flexion right-handed once ``signed``; None while unknown.
    signed : bool
        The votes are plain enough.
    """

    axis: Vector | None = None
    signed: bool = False
    turning: Symmetric = NO_TURNING
    unsearched_s: float = 0.0
    armed: bool = False
    votes: float = 0.0

    def take(self, cell: Cell, long_axis: Vector) -> None:
        """Judge the next cell."""
        if cell.speed < MOVING_RAD_S:
            self.armed = self.armed or _tilt(cell, long_axis) < REST_RAD
            return
        xx, yy, zz, xy, xz, yz = self.turning
        new = cell.turning
        self.turning = (
            KEEP * xx + new[0],
            KEEP * yy + new[1],
            KEEP * zz + new[2],
            KEEP * xy + new[3],
            KEEP * xz + new[4],
            KEEP * yz + new[5],
        )
        self.unsearched_s += CELL_S
        if self.unsearched_s >= SEARCH_S:
            self.unsearched_s = 0.0
            self._search(cell, long_axis)
        if self.axis is not None:
            self._vote(cell, long_axis, self.axis)

    def forget_sense(self) -> None:
        """Start the votes anew: angles so far were measured from another attitude."""
        self.votes = 0.0
        self.signed = False
        self.armed = False

    def after_gap(self) -> None:
        """Forget the signal; axis and sense stay."""
        self.armed = False

    def _search(self, cell: Cell, long_axis: Vector) -> None:
        xx, yy, zz, xy, xz, yz = self.turning
        share, (a, b, c) = 1.0 / (xx + yy + zz), long_axis
        held = (
            xx * share - UPRIGHT_WEIGHT * a * a,
            yy * share - UPRIGHT_WEIGHT * b * b,
            zz * share - UPRIGHT_WEIGHT * c * c,
            xy * share - UPRIGHT_WEIGHT * a * b,
            xz * share - UPRIGHT_WEIGHT * a * c,
            yz * share - UPRIGHT_WEIGHT * b * c,
        )
        found = principal(held, LEAST_LEAD)
        if found is None:
            return
        if self.axis is None:
            self._adopt(found, cell, long_axis)
            return
        cosine = dot(found, self.axis)
        if abs(cosine) < NOTICEABLE_COS:
            self.axis = found if cosine > 0 else scaled(found, -1.0)

    def _adopt(self, found: Vector, cell: Cell, long_axis: Vector) -> None:
        """Take the first axis, at the first excursion: that is more likely flexion than extension."""
        low, high = cell.reach(long_axis, found)
        if max(high, -low) >= FIRST_RAD:
            self.axis = found if high > -low else scaled(found, -1.0)

    def _vote(self, cell: Cell, long_axis: Vector, axis: Vector) -> None:
        low, high = cell.reach(long_axis, axis)
        self.armed = self.armed or (low < REST_RAD and high > -REST_RAD)
        if not self.armed or max(high, -low) < EXCURSION_RAD:
            return
        self.armed = False
        self.votes += max(high, 0.0) ** 2 - max(-low, 0.0) ** 2
        self.votes = min(max(self.votes, -MOST_VOTES), MOST_VOTES)
        if self.votes < (-SURE_VOTES if self.signed else 0.0):
            self.axis, self.votes = scaled(axis, -1.0), -self.votes
        self.signed = self.signed or self.votes >= SURE_VOTES


def _tilt(cell: Cell, long_axis: Vector) -> float:
    return math.acos(min(max(dot(unit(cell.mean), long_axis), -1.0), 1.0))
