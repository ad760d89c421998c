"""Repetitions about another rest than the one to which the person is waited for to come back.

A still leg away from its rest is held at the far end of a repetition, or it was put down elsewhere: the
person sat up, moved the leg, or the strap slipped. What follows tells. A second zigzag takes the still
point for its rest; who comes back to the old one before it has seen anything was holding. Who makes
whole repetitions from there, out and back and alike, and does not come back, rests there.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from legday.exercises._leg import Leg, Limits, Rows, Vector
from legday.exercises._own_range import OwnRange
from legday.exercises._repetition import Swing
from legday.exercises._track import PART, Track
from legday.exercises._zigzag import Zigzag

MOST = 3  # still points at a time
ENOUGH = 2  # alike, and the still point was a rest
ALIKE = 0.5  # of two that are alike the smaller is at least so large, of the larger
LEAST = 0.4  # of the person's usual repetition: less is wobbling

Judge = Callable[[Leg, int], Swing | None]
"""Returns the swing of a way out from which the way back is certain at a row, if it may be a repetition."""


class Search(NamedTuple):
    """What the search for a rest looks at beside the rows.

    ``patience`` is how many rows are waited at most for the end of a way back that is certain.
    """

    limits: Limits
    track: Track
    judge: Judge
    patience: int


class Seen(NamedTuple):
    """At index ``i`` of the rows a still point turned out to be a rest, or the leg was still again."""

    i: int
    is_rest: bool


@dataclass(slots=True)
class Candidate:
    """What was seen since the leg was still at a point away from its rest.

    ``found`` holds the repetitions, each with the row at which the person was back, ``waiting`` one whose
    way back is certain.
    """

    zigzag: Zigzag
    own: OwnRange
    waiting: Swing | None = None
    found: list[tuple[Swing, int]] = field(default_factory=list)

    def search(self, rows: Rows, first: int, stop: int, search: Search) -> Seen | None:
        """Go on through the rows ``[first, stop)`` to the next thing that is seen."""
        i = first
        while i < stop:
            last, is_back = self._until_back(rows, i, stop, search)
            hit = self.zigzag.search(rows, i, last + 1, search.limits, self.own)
            i = last if hit is None else hit.i
            if self.waiting is not None and (hit is not None or is_back):
                self._take(self.waiting, rows.row + i)
                if len(self.found) >= ENOUGH:
                    return Seen(i, is_rest=True)
            if hit is not None and hit.kind == "back":
                self._look(search.judge(self.zigzag.leg, rows.row + i), rows.times[i])
            elif hit is not None and hit.kind == "held":
                return Seen(i, is_rest=False)
            i += 1
        return None

    def _until_back(self, rows: Rows, first: int, stop: int, search: Search) -> tuple[int, bool]:
        """Return the index at which the waiting repetition is over, or the last of all, and which it is."""
        last = stop - 1
        if self.waiting is None:
            return last, False
        certain = self.waiting.certain_row
        latest = max(certain + search.patience - rows.row, first)
        over = rows.row + min(last, latest) + 1
        back = self.waiting.back_row(search.track, max(certain, rows.row + first), over)
        if back is not None:
            return back - rows.row, True
        return min(last, latest), latest <= last

    def _look(self, swing: Swing | None, t_s: float) -> None:
        if swing is not None and swing.size >= LEAST * self.own.usual:
            self.own.add(swing.size, t_s)
            self.waiting = swing

    def _take(self, swing: Swing, row: int) -> None:
        """Keep what is alike, and recent enough to be described."""
        self.found = [
            (other, back)
            for other, back in self.found
            if ALIKE * swing.size <= other.size <= swing.size / ALIKE and other.first_row > row - PART
        ]
        self.found.append((swing, row))
        self.waiting = None


@dataclass(slots=True)
class Elsewhere:
    """The points away from the rest at which the leg was still, the latest last."""

    candidates: list[Candidate] = field(default_factory=list)

    def start(self, row: int, point: Vector, t_s: float, own: OwnRange) -> None:
        """Take a still point for a rest, until shown otherwise."""
        zigzag = Zigzag()
        zigzag.start(row, point, t_s)
        candidate = Candidate(zigzag, replace(own, sizes=list(own.sizes)))
        self.candidates = [*self.candidates[1 - MOST :], candidate]

    def search(self, rows: Rows, first: int, stop: int, search: Search) -> tuple[int, Candidate] | None:
        """Go on through ``[first, stop)``; return where which still point turns out to be a rest."""
        while self.candidates and first < stop:
            newest = self.candidates[-1]
            seen = newest.search(rows, first, stop, search)
            behind = stop if seen is None else seen.i + 1
            rests = [(seen.i, newest)] if seen is not None and seen.is_rest else []
            for other in self.candidates[:-1]:
                at = _rest(other, rows, first, behind, search)
                rests += [] if at is None else [(at, other)]
            if rests:
                return min(rests, key=lambda rest: rest[0])
            if seen is not None:
                self.start(rows.row + seen.i, rows.points[seen.i], rows.times[seen.i], newest.own)
            first = behind
        return None


def _rest(candidate: Candidate, rows: Rows, first: int, stop: int, search: Search) -> int | None:
    """Return where a candidate turns out to be a rest, wherever else the leg is still."""
    seen = candidate.search(rows, first, stop, search)
    while seen is not None and not seen.is_rest:
        seen = candidate.search(rows, seen.i + 1, stop, search)
    return None if seen is None else seen.i
