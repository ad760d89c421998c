"""The person's own way out, by which a repetition is seen in which the strap slipped.

A slip moves the vector for good, mostly across the way of the repetitions. When it is larger than the
repetition into which it falls, the vector goes from one rest to another and does not come back, and what
looks like its way back is the next way out: from there on out and back would be mistaken for each other. The
way out gives it away: who went out the same way twice goes on so, and along that way the repetition with the
slip goes out and back all the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import hypot

import numpy as np

from legday.exercises._leg import Leg, Vector
from legday.exercises._track import VECTOR, Track

KEPT = 3
ALIKE = 0.85  # cosine of two that went the same way, one of them before a slip, one behind it
SAME_WAY = 0.7  # cosine of a leg that goes out
ACROSS = 0.5  # cosine below which a leg did not go out
SEEN = 0.4  # of the usual size: a repetition with a slip goes out and back at least so far


@dataclass(slots=True)
class OwnWay:
    """The direction in which the last repetitions went out; ``along`` is empty while no two are alike."""

    kept: list[Vector] = field(default_factory=list)
    along: Vector = ()

    def add(self, direction: Vector) -> None:
        """Take in the direction of one more repetition, a unit vector."""
        self.kept = [*self.kept[1 - KEPT :], direction]
        pairs = [(_dot(a, b), a, b) for a, b in combinations(self.kept, 2)]
        cosine, *pair = max(pairs, default=(-1.0, (), ()))
        self.along = _mean(*pair) if cosine >= ALIKE else ()

    def is_next_out(self, leg: Leg, point: Vector, *, from_rest: bool) -> bool:
        """Return whether what comes behind ``leg``, now at ``point``, is no way back but the next way out.

        A leg ``from_rest`` that goes the opposite way is that of a person who now rests at the other end.
        """
        if not self.along or self._cosine(leg.end, point) < SAME_WAY:
            return False
        cosine = self._cosine(leg.start, leg.end)
        return cosine < ACROSS and (cosine > -ACROSS or not from_rest)

    def swallowed(self, track: Track, rows: range, usual: float) -> Leg | None:
        """Return the way out of a repetition that went out and back within ``rows``, or None."""
        if len(rows) == 0:
            return None
        vectors = track.read(rows.start, rows.stop)[:, VECTOR:]
        place = np.zeros(len(vectors))
        for k in range(len(self.along)):
            place += vectors[:, k] * self.along[k]
        turn = int(np.argmax(place))
        went = min(place[turn] - place[: turn + 1].min(), place[turn] - place[turn:].min())
        if went < SEEN * usual:
            return None
        start = tuple(vectors[turn].tolist())
        end = tuple(x + usual * part for x, part in zip(start, self.along, strict=True))
        return Leg(start, end, rows.start, usual)

    def _cosine(self, start: Vector, end: Vector) -> float:
        steps = [b - a for a, b in zip(start, end, strict=True)]
        return _dot(steps, self.along) / max(hypot(*steps), 1e-9)


def _dot(a: Sequence[float], b: Sequence[float]) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))


def _mean(a: Vector, b: Vector) -> Vector:
    total = [x + y for x, y in zip(a, b, strict=True)]
    length = hypot(*total)
    return tuple(part / length for part in total)
