"""A swing that counts, seen along its own direction: where it began and turned, and when the person is back.

A repetition is some fifty rows long: on so few, plain numbers take half the time of arrays.
"""

from collections.abc import Iterator
from math import dist, inf
from typing import NamedTuple

import numpy as np

from legday.core.block import FloatArray
from legday.exercises._leg import Leg, Vector
from legday.exercises._track import PART, VECTOR, Track

STARTS_AT = 0.12  # of the way out: from there on the person is surely on the way
ENDS_AT = 0.04  # of the way: from there on the person is back
NEAR = 0.3  # of the way: from there on the rest of the way may be foreseen
STOPPED = 0.01  # of the way from one row to the next
SEEN = 0.25  # of the way out: whoever sees less of it did not see it begin
LONGEST_ROWS = 3 * PART // 4


class Swing(NamedTuple):
    """A swing that counts: rows, size in g, direction; ``rest`` and ``top`` are places along it.

    The way back was certain at ``certain_row``; the track, which is quicker, was there at ``near_row``.
    ``seen`` is how far out each row was from ``first_row`` until then: 0 at rest, 1 at the turning point.
    ``calm`` is how much calmer the body was than need be, ``clean`` says that it stood still before, too,
    ``brisk`` that it was as free of impacts as no stride (`_brisk`).
    """

    out_row: int
    first_row: int
    start_row: int
    turn_row: int
    near_row: int
    certain_row: int
    size: float
    direction: Vector
    rest: float
    top: float
    seen: tuple[float, ...]
    calm: float = 1.0
    clean: bool = False
    brisk: bool = False

    def along(self, track: Track, first: int, stop: int) -> Iterator[float]:
        """Yield how far out the rows of ``[first, stop)`` are, none of them before ``first_row``."""
        yield from self.seen[first - self.first_row : stop - self.first_row]
        first = max(first, self.certain_row + 1)
        if first >= stop:
            return
        direction, rest, way = self.direction, self.rest, self.top - self.rest
        for vector in track.read(first, stop)[:, VECTOR:].tolist():
            place = 0.0
            for x, share in zip(vector, direction, strict=True):
                place += x * share
            yield (place - rest) / way

    def back_row(self, track: Track, first: int, stop: int, ahead: float = 0.0) -> int | None:
        """Return the first row of ``[first, stop)`` at which the person is back, or comes no nearer.

        Back is, too, who would be after ``ahead`` of a row, going on as since the last one.
        """
        before = -inf
        known = max(first - 1, self.first_row)
        for row, now in enumerate(self.along(track, known, stop), known):
            if row >= first and (now <= ENDS_AT or (now < 0.5 and now > before - STOPPED)):
                return row
            if row >= first and now <= NEAR and now - ahead * (before - now) <= ENDS_AT:
                return row
            before = now
        return None


def swing_of(leg: Leg, track: Track, row: int, lag_rows: int) -> Swing:
    """Return the swing of a way out from which the way back is certain at ``row``.

    ``lag_rows`` says by how many rows the counted vector is behind the track's.
    """
    size = dist(leg.start, leg.end)
    direction = tuple([(b - a) / size for a, b in zip(leg.start, leg.end, strict=True)])
    first_row = max(0, leg.row - lag_rows, row - LONGEST_ROWS)
    place = projected(track.read(first_row, row + 1), direction).tolist()
    top = max(place)
    turn = place.index(top)
    rest = min(place[: turn + 1])
    unseen = first_row > leg.row - lag_rows and top - rest < SEEN * size
    if unseen or top <= rest:  # it began before what is kept, or before the stream
        rest = top - size
    way = top - rest
    seen = [(x - rest) / way for x in place]
    start = last_below(seen, STARTS_AT, turn)
    near_row = max(first_row + turn, row - lag_rows)
    rows = (leg.row, first_row, first_row + start, first_row + turn, near_row, row)
    return Swing(*rows, leg.size, direction, rest, top, tuple(seen))


def projected(rows: FloatArray, direction: Vector) -> FloatArray:
    """Return (n,) where along a direction the vectors of rows of the track are, g."""
    ways = np.multiply(rows.T[VECTOR:], np.array(direction)[:, np.newaxis], order="C")
    place: FloatArray = np.add.reduce(ways)  # of whole rows one by one, so that none is rounded otherwise
    return place


def last_below(along: list[float], level: float, i: int) -> int:
    """Return the last place up to ``i`` that is at or below a level, or the first of all."""
    while i > 0 and not along[i] <= level:
        i -= 1
    return i
