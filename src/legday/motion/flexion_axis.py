"""Which axis the segment turns about, and which way round is flexion."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from legday.motion.cells import CELL_S, Cells
from legday.motion.diamond import angle_of, diamond_of
from legday.motion.principal import NO_TURNING, Symmetric, principal
from legday.motion.reach import Reach
from legday.motion.vectors import Vector, dot, scaled, unit

MEMORY_S = 15.0  # of movement
KEEP = math.exp(-CELL_S / MEMORY_S)
SEARCH_S = 1.0  # of movement
UPRIGHT_WEIGHT = 0.3  # of the long axis, against all the turning
LEAST_LEAD = 0.1  # of the axis turned about most over the next, to believe in it
NOTICEABLE_RAD = math.radians(3.0)
NOTICEABLE_COS = math.cos(NOTICEABLE_RAD)
SURELY_NOT_SIN = math.sin(0.999 * NOTICEABLE_RAD)  # whatever the rounding
REST_RAD = math.radians(20.0)
REST_COS, REST = math.cos(REST_RAD), diamond_of(REST_RAD)
FIRST = diamond_of(math.radians(15.0))  # an excursion that gives the axis a provisional sense
EXCURSION = diamond_of(math.radians(25.0))
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

    def follow(self, cells: Cells, part: range, long_axis: Vector) -> Iterator[int]:
        """Judge the next cells, of which these have one long axis; yield each that revises axis or sense."""
        for cell in part:
            turning = cells.turning.get(cell)
            if turning is None:
                if not self.armed:
                    self.armed = dot(unit(cells.mean[cell]), long_axis) > REST_COS
                continue
            before, signed = self.axis, self.signed
            self._move(turning, cells.reach, cell, long_axis)
            if self.axis is not before or self.signed != signed:
                yield cell

    def forget_sense(self) -> None:
        """Start the votes anew: angles so far were measured from another attitude."""
        self.votes = 0.0
        self.signed = False
        self.armed = False

    def after_gap(self) -> None:
        """Forget the signal; axis and sense stay."""
        self.armed = False

    def _move(self, turning: Sequence[float], reach: Reach, cell: int, long_axis: Vector) -> None:
        xx, yy, zz, xy, xz, yz = self.turning
        a, d, e, _, b, f, _, _, c = turning
        self.turning = (
            KEEP * xx + a,
            KEEP * yy + b,
            KEEP * zz + c,
            KEEP * xy + d,
            KEEP * xz + e,
            KEEP * yz + f,
        )
        self.unsearched_s += CELL_S
        if self.unsearched_s >= SEARCH_S:
            self.unsearched_s = 0.0
            self._search(reach, cell, long_axis)
        if self.axis is not None:
            self._vote(*reach.about(self.axis, long_axis, cell), self.axis)

    def _leads(self, axis: Vector, long_axis: Vector) -> bool:
        """Return whether no search would revise the axis, by a bound that takes a third of a search's time.

        Of M, what `_search` takes the principal axis of, the trace is 1 - w and no eigenvalue is below -w,
        w being `UPRIGHT_WEIGHT`. So with r = a·Ma for the axis a, all but the greatest are below 1 - r, and
        the sine between a and the principal axis is at most |Ma - ra| / (2r - 1).
        """
        xx, yy, zz, xy, xz, yz = self.turning
        (x, y, z), (a, b, c) = axis, long_axis
        share, along = 1.0 / (xx + yy + zz), UPRIGHT_WEIGHT * (a * x + b * y + c * z)
        p = (xx * x + xy * y + xz * z) * share - along * a
        q = (xy * x + yy * y + yz * z) * share - along * b
        r = (xz * x + yz * y + zz * z) * share - along * c
        own = x * p + y * q + z * r
        lead = 2.0 * own - 1.0
        return lead > 0.0 and p * p + q * q + r * r - own * own < (SURELY_NOT_SIN * lead) ** 2

    def _search(self, reach: Reach, cell: int, long_axis: Vector) -> None:
        if self.axis is not None and self._leads(self.axis, long_axis):
            return
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
            self._adopt(found, *reach.about(found, long_axis, cell))
            return
        cosine = dot(found, self.axis)
        if abs(cosine) < NOTICEABLE_COS:
            self.axis = found if cosine > 0 else scaled(found, -1.0)

    def _adopt(self, found: Vector, low: float, high: float) -> None:
        """Take the first axis, at the first excursion: that is more likely flexion than extension."""
        if max(high, -low) >= FIRST:
            self.axis = found if high > -low else scaled(found, -1.0)

    def _vote(self, low: float, high: float, axis: Vector) -> None:
        self.armed = self.armed or (low < REST and high > -REST)
        if not self.armed or (high < EXCURSION and low > -EXCURSION):
            return
        self.armed = False
        if high > -low and self.votes == MOST_VOTES:
            return
        self.votes += _square(high) - _square(-low)
        self.votes = min(max(self.votes, -MOST_VOTES), MOST_VOTES)
        if self.votes < (-SURE_VOTES if self.signed else 0.0):
            self.axis, self.votes = scaled(axis, -1.0), -self.votes
        self.signed = self.signed or self.votes >= SURE_VOTES


def _square(excursion: float) -> float:
    """Return the square of the angle that this stands for, rad²; 0 for one to the other side."""
    return angle_of(excursion) ** 2 if excursion > 0.0 else 0.0
