"""A sudden step of the vector, which may be the leg or a strap that slips.

Both are followed. As if the strap had slipped, the step is taken out of what comes, and a second zigzag goes
on from where the first one was. Later the leg is back at the rest of before: the vector itself, and then the
step was the leg's, or the vector without the step, and then the strap slipped.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from math import dist, hypot, inf

import numpy as np
from numpy.typing import NDArray

from legday.core.block import FloatArray
from legday.exercises._leg import Kind, Leg, Limits, Rows, Vector
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
    foreseen_row : int
        Where the way out began that was counted already, before it was certain; -1 once it is.
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
    foreseen_row: int = -1
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
        legs, straps = self._who_rests(rows, without, behind_s)
        first = 0
        while first < len(behind_s):
            last = self._first_clear(legs, straps, behind_s, first)
            hit = self.zigzag.search(without, first, last + 1, limits, self.own)
            last = last if hit is None else hit.i
            self._count(legs, straps, first, last)
            if hit is not None:
                self._take(hit.kind, rows.row + last, rows.times[last])
            self._count(legs, straps, last, last + 1)
            is_slip = self._hid_something() or self.strap_rows >= STAY_ROWS
            if is_slip or self.leg_rows >= BACK_ROWS or behind_s[last] > PATIENCE_S:
                return last, is_slip
            first = last + 1
        return None

    def _who_rests(self, rows: Rows, without: Rows, behind_s: list[float]) -> tuple[list[int], list[int]]:
        """Return at which rows the leg is at the rest of before, and at which it is without the step."""
        near = NEAR * hypot(*self.change)
        first = bisect_left(behind_s, SETTLED_S)
        pairs = zip(rows.points[first:], without.points[first:], strict=True)
        both = [(dist(point, self.rest), dist(other, self.rest)) for point, other in pairs]
        legs = [i for i, (leg, strap) in enumerate(both, first) if leg <= near and leg < strap]
        straps = [i for i, (leg, strap) in enumerate(both, first) if strap <= near and strap < leg]
        return legs, straps

    def _first_clear(self, legs: list[int], straps: list[int], behind_s: list[float], first: int) -> int:
        """Return the index of the first row that is clear if no way out ends before, or of the last."""
        clear = [
            _nth(legs, first, BACK_ROWS - self.leg_rows),
            _nth(straps, first, STAY_ROWS - self.strap_rows),
            bisect_right(behind_s, PATIENCE_S),
            len(behind_s) - 1,
        ]
        if self.found and len(self.found) != self.judged:
            clear.append(_nth(straps, first, BACK_ROWS - self.back_rows))
        return int(min(clear))

    def _count(self, legs: list[int], straps: list[int], first: int, stop: int) -> None:
        """Take in who is at rest in ``[first, stop)``."""
        strap_rows = bisect_left(straps, stop) - bisect_left(straps, first)
        self.leg_rows += bisect_left(legs, stop) - bisect_left(legs, first)
        self.strap_rows += strap_rows
        self.back_rows += strap_rows if self.found else 0

    def _hid_something(self) -> bool:
        """Return whether the leg came back without the step, and the count is another one with it."""
        return self.back_rows >= BACK_ROWS and len(self.found) != self.judged

    def _take(self, kind: Kind, row: int, t_s: float) -> None:
        """Take in what happened without the step."""
        leg = self.zigzag.leg
        if kind == "back":
            self.own.add(leg.size, t_s)
            if leg.row == self.foreseen_row:
                self.foreseen_row = -1
            else:
                self.found.append((leg, row))
        elif kind == "flipped" and self.found and self.found[-1][0].row == self.zigzag.out_row:
            self.own.take_back()
            self.found.pop()


def _nth(rows: list[int], first: int, n: int) -> float:
    """Return the ``n``-th of the rows from ``first`` on."""
    i = bisect_left(rows, first) + n - 1
    return first if n <= 0 else rows[i] if i < len(rows) else inf


def without_step(
    vectors: FloatArray, change: Vector, response: FloatArray, ages: NDArray[np.int64]
) -> FloatArray:
    """Return filtered vectors without a step that was so many samples ago; ``response`` is the filter's."""
    shares = response[np.minimum(ages, len(response) - 1)]
    without: FloatArray = vectors - np.multiply.outer(shares, np.array(change))
    return without
