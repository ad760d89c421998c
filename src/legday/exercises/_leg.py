"""What a zigzag looks at and finds: rows of points, ways out, and the limits that make a swing of one."""

from struct import Struct
from typing import Literal, NamedTuple

from legday.core.block import FloatArray

Vector = tuple[float, ...]
POINTS_OF = {dimensions: Struct(f"{dimensions}d").iter_unpack for dimensions in (3, 6)}
"""Make tuples of the bytes of so many numbers each, in half the time that lists take."""

Kind = Literal["nearly", "dropped", "back", "flipped", "held"]
"""Half way back by the quicker signal, or not after all; surely back; a way out all along; held out there."""


class Limits(NamedTuple):
    """What makes a swing.

    ``floor`` is the least size, ``share`` the least size as a share of the own range. The signal has come
    back after ``turn`` of the least size or ``turn_reach`` of the swing itself, whichever is more; behind a
    whole way back it is on its way out after ``again`` of it. A repetition is certain after ``back`` of the
    way, and after ``at_once`` of it where the turn itself is seen no sooner, as behind a hole. ``settle_s``
    of stillness make a new rest attitude.
    """

    floor: float
    share: float
    turn: float
    turn_reach: float
    again: float
    back: float
    at_once: float
    settle_s: float
    home_s: float
    posture: float

    def least(self, size: float) -> float:
        """Return the least swing for an own range of ``size``."""
        least = self.share * size
        return max(self.floor, least)


class Leg(NamedTuple):
    """A way out: where and at which row it began, where it ended, how long it was."""

    start: Vector
    end: Vector
    row: int
    size: float


class Found(NamedTuple):
    """Something happened at index ``i`` of the rows searched."""

    i: int
    kind: Kind


class Rows(NamedTuple):
    """Rows to search: the number of the first, times s, points, and the same of a quicker signal or None.

    ``points`` are the rows of ``vectors`` (n, d): one by one plain numbers are quicker, together an array is.
    """

    row: int
    times: list[float]
    points: list[Vector]
    vectors: FloatArray
    quick: FloatArray | None

    @classmethod
    def of(cls, row: int, times: list[float], vectors: FloatArray, quick: FloatArray | None = None) -> "Rows":
        """Return the rows of which ``row`` is the number of the first."""
        return cls(row, times, list(POINTS_OF[vectors.shape[1]](vectors.tobytes())), vectors, quick)

    def between(self, first: int, stop: int) -> "Rows":
        """Return those of ``[first, stop)``."""
        part = slice(first, stop)
        quick = None if self.quick is None else self.quick[part]
        return Rows(self.row + first, self.times[part], self.points[part], self.vectors[part], quick)
