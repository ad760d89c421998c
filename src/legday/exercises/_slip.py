"""A sudden step of the vector, which may be the leg or a strap that slips.

Both are followed. As if the strap had slipped, the step is taken out of what comes, and a second zigzag goes
on from where the first one was. Later the leg is back at the rest of before: the vector itself, and then the
step was the leg's, or the vector without the step, and then the strap slipped.
"""

from dataclasses import dataclass, field
from math import dist, hypot

from legday.core.block import FloatArray
from legday.exercises._leg import Leg, Limits, Rows, Vector
from legday.exercises._own_range import OwnRange
from legday.exercises._zigzag import Zigzag

SETTLED_S = 1.0  # behind the step the low-passed vector has made it
NEAR = 0.5  # of the step: as near as that to the rest the leg is there
BACK_ROWS = 12  # and so long
STAY_ROWS = 200  # so long a leg that was not seen to move stays only at rest
PATIENCE_S = 20.0  # a step that is still unclear was none


@dataclass(slots=True)
class Slip:
    """A slip that may have been.

    Parameters
    ----------
    change : tuple of float
        The step, g.
    row, age : int
        A row behind it, and by how many samples.
    rest : tuple of float
        Where the swing under way began.
    zigzag, own
        As if the strap had slipped, in the directions of before.
    judged : int
        Repetitions since as if the strap had not slipped.
    found : list of (Leg, int)
        Ways out since, and the row at which the way back was certain.
    """

    change: Vector
    row: int
    age: int
    rest: Vector
    zigzag: Zigzag
    own: OwnRange
    judged: int = 0
    found: list[tuple[Leg, int]] = field(default_factory=list)
    leg_rows: int = 0
    strap_rows: int = 0
    back_rows: int = 0

    def search(
        self, rows: Rows, without: Rows, behind_s: list[float], limits: Limits
    ) -> tuple[int, bool] | None:
        """Return where in the rows it is clear what the step was, and whether it was a slip.

        ``without`` are the same rows without the step; ``behind_s`` says how long behind it each of them is.
        """
        near = NEAR * hypot(*self.change)
        for i, since_s in enumerate(behind_s):
            self._follow(without.only(i), limits)
            if since_s >= SETTLED_S:
                leg, strap = dist(rows.points[i], self.rest), dist(without.points[i], self.rest)
                self.leg_rows += leg <= near and leg < strap
                self.strap_rows += strap <= near and strap < leg
                self.back_rows += bool(self.found) and strap <= near and strap < leg
            is_slip = self._hid_something() or self.strap_rows >= STAY_ROWS
            if is_slip or self.leg_rows >= BACK_ROWS or since_s > PATIENCE_S:
                return i, is_slip
        return None

    def _hid_something(self) -> bool:
        """Return whether the leg came back without the step, and the count is another one with it."""
        return self.back_rows >= BACK_ROWS and len(self.found) != self.judged

    def _follow(self, row: Rows, limits: Limits) -> None:
        hit, leg = self.zigzag.search(row, 0, limits, self.own), self.zigzag.leg
        if hit is not None and hit.kind == "back":
            self.own.add(leg.size, row.times[0])
            self.found.append((leg, row.row))
        elif (
            hit is not None
            and hit.kind == "flipped"
            and self.found
            and self.found[-1][0].row == self.zigzag.out_row
        ):
            self.own.take_back()
            self.found.pop()


def without_step(points: list[Vector], change: Vector, response: FloatArray, ages: list[int]) -> list[Vector]:
    """Return filtered points without a step that was so many samples ago; ``response`` is the filter's."""
    last = len(response) - 1
    shares = [float(response[min(age, last)]) for age in ages]
    return [
        tuple(x - share * step for x, step in zip(point, change, strict=True))
        for point, share in zip(points, shares, strict=True)
    ]
