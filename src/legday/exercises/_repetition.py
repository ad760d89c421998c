"""Where a repetition began, turned and ended, seen along its own direction."""

from dataclasses import dataclass
from math import acos, dist, hypot
from typing import NamedTuple

import numpy as np

from legday.core.block import CLIPPED, MISSING, UNALIGNED, UNSIGNED, FlagArray, FloatArray
from legday.exercises._leg import Leg, Vector
from legday.exercises._track import ANGLE, FLAGS, PART, TIME, VECTOR, Track

STARTS_AT = 0.12  # of the way out: from there on the person is surely on the way
PIECE = 0.25  # of the time from there to the turn: the longest that so much of the way takes again
ENDS_AT = 0.04  # of the way: from there on the person is back
RESTS_BELOW = 0.3  # of the way out: there the person was before the repetition
STOPPED = 0.01  # of the way from one row to the next
SEEN = 0.25  # of the way out: whoever sees less of it did not see it begin
UNKNOWN = 0.5  # of the swing, astray: no objection where the beginning was not seen, and no proof
HELD_ABOVE = 0.85  # of the way: above, the position is held
LONGEST_ROWS = 3 * PART // 4


@dataclass(frozen=True, slots=True)
class Swing:
    """A swing that counts: rows, size in g, direction; ``rest`` and ``top`` are places along it.

    The way back was certain at ``certain_row``; the track, which is quicker, was there at ``near_row``.
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
    calm: float = 1.0
    clean: bool = False
    brisk: bool = False

    def along(self, rows: FloatArray) -> FloatArray:
        """Return how far out the rows' vectors are: 0 at rest, 1 at the turning point."""
        place = _project(rows, self.direction)
        return (place - self.rest) / (self.top - self.rest)

    def back_row(self, track: Track, first: int, stop: int) -> int | None:
        """Return the first row of ``[first, stop)`` at which the person is back, or comes no nearer."""
        along = self.along(track.read(first - 1, stop))
        stopped = (along[1:] > along[:-1] - STOPPED) & (along[1:] < 0.5)
        back = np.flatnonzero((along[1:] <= ENDS_AT) | stopped)
        return first + int(back[0]) if len(back) else None


def swing_of(leg: Leg, track: Track, row: int, lag_rows: int) -> Swing:
    """Return the swing of a way out from which the way back is certain at ``row``.

    ``lag_rows`` says by how many rows the counted vector is behind the track's.
    """
    size = dist(leg.start, leg.end)
    direction = tuple((b - a) / size for a, b in zip(leg.start, leg.end, strict=True))
    first_row = max(0, leg.row - lag_rows, row - LONGEST_ROWS)
    place = _project(track.read(first_row, row + 1), direction)
    turn = int(np.argmax(place))
    rest, top = float(place[: turn + 1].min()), float(place[turn])
    unseen = first_row > leg.row - lag_rows and top - rest < SEEN * size
    if unseen or top <= rest:  # it began before what is kept, or before the stream
        rest = top - size
    start = _last_below((place[: turn + 1] - rest) / (top - rest))
    near_row = max(first_row + turn, row - lag_rows)
    rows = (leg.row, first_row, first_row + start, first_row + turn, near_row, row)
    return Swing(*rows, leg.size, direction, rest, top)


class Outline(NamedTuple):
    """A repetition in times, s, and angles, rad.

    ``peak_rad`` is the angle at the turning point, ``tilt_rad`` how far the acceleration turned until there,
    and ``start`` the acceleration at the beginning, g. ``astray`` is how far from its beginning it ended, in
    units of its own size. ``flags`` are those of all its samples, joined.
    """

    start_s: float
    turn_s: float
    end_s: float
    held_s: float
    rom_rad: float
    start_rad: float
    peak_rad: float
    tilt_rad: float
    start: Vector
    astray: float
    flags: int

    @property
    def is_whole(self) -> bool:
        """No sample is missing or clipped."""
        return not self.flags & (MISSING | CLIPPED)

    @property
    def is_signed(self) -> bool:
        """The angle's sign means something."""
        return not self.flags & (UNALIGNED | UNSIGNED)


def outline(swing: Swing, track: Track, row: int, delay_s: float) -> Outline:
    """Describe a swing from the track up to ``row``, where it was decided.

    ``delay_s`` is how far the track's vector is behind the motion.
    """
    rows = track.read(swing.first_row, row + 1)
    along, times = swing.along(rows), rows[:, TIME] - delay_s
    turn = swing.turn_row - swing.first_row
    start_s = _start_s(times[: turn + 1], along[: turn + 1])
    after = np.flatnonzero(along[turn:] <= ENDS_AT)
    near = swing.near_row - swing.first_row  # nobody ends before the way back is certain
    end = turn + int(after[0]) - 1 if len(after) else near + int(np.argmin(along[near:]))
    end_s = _crossing(times, along, end, ENDS_AT) if len(after) else float(times[end])
    first, last = np.searchsorted(rows[:, TIME], (start_s, end_s)).tolist()
    angle = _unwrapped(rows[first : max(last, first) + 1, ANGLE])  # lying, a raised leg points to 180°
    held = np.flatnonzero(along[: end + 1] >= HELD_ABOVE)
    start = tuple(rows[swing.start_row - swing.first_row, VECTOR : VECTOR + 3].tolist())
    at_turn = min(int(np.searchsorted(rows[:, TIME], times[turn])), len(rows) - 1)
    return Outline(
        start_s=start_s,
        turn_s=float(times[turn]),
        end_s=end_s,
        held_s=float(times[held[-1]] - times[held[0]]) if len(held) else 0.0,
        rom_rad=float(angle.max() - angle.min()),
        start_rad=float(angle[0]),
        peak_rad=float(rows[at_turn, ANGLE]),
        tilt_rad=angle_between(start, tuple(rows[turn, VECTOR : VECTOR + 3].tolist())),
        start=start,
        astray=_distance(rows[-1], rows[: turn + 1][along[: turn + 1] <= RESTS_BELOW], swing.size),
        flags=_joined(rows[swing.start_row - swing.first_row :, FLAGS].astype(np.uint8)),
    )


def _start_s(times: FloatArray, along: FloatArray) -> float:
    """Return when the way out began.

    The first of the way is hardly told from swaying. It is taken to last as long as the next piece of the
    same length, which puts the beginning about as near to rest as the end of the way back; but no longer than
    a quarter of the rest of the way, for who stands a little aside before is not on the way.
    """
    out_s = _crossing(times, along, _last_below(along), STARTS_AT)
    farther = np.flatnonzero(along <= 2.0 * STARTS_AT)
    farther_s = _crossing(times, along, int(farther[-1]) if len(farther) else 0, 2.0 * STARTS_AT)
    turn_s = float(times[-1])
    piece_s = min(farther_s - out_s, PIECE * (turn_s - farther_s))
    return min(max(out_s - max(piece_s, 0.0), float(times[0])), turn_s)


def angle_between(a: Vector, b: Vector) -> float:
    """Return the angle between two vectors, rad."""
    lengths = hypot(*a) * hypot(*b)
    cosine = sum(x * y for x, y in zip(a, b, strict=True)) / max(lengths, 1e-9)
    return acos(min(max(cosine, -1.0), 1.0))


def _unwrapped(angle: FloatArray) -> FloatArray:
    """Return the angle without jumps of a turn; most have none, and to see that costs a tenth."""
    return angle if (np.abs(angle[1:] - angle[:-1]) < np.pi).all() else np.unwrap(angle)


def _joined(flags: FlagArray) -> int:
    return int(np.bitwise_or.reduce(flags))


def _distance(end: FloatArray, before: FloatArray, size: float) -> float:
    """Return how far the vector is from the nearest of those before, in units of ``size``."""
    if len(before) == 0:
        return UNKNOWN
    apart = before[:, VECTOR:] - end[VECTOR:]
    return float(np.sqrt((apart * apart).sum(axis=1).min())) / size


def _project(rows: FloatArray, direction: Vector) -> FloatArray:
    place: FloatArray = rows[:, VECTOR] * direction[0]
    for k in range(1, len(direction)):
        place += rows[:, VECTOR + k] * direction[k]
    return place


def _last_below(along: FloatArray) -> int:
    below = np.flatnonzero(along <= STARTS_AT)
    return int(below[-1]) if len(below) else 0


def _crossing(times: FloatArray, along: FloatArray, i: int, level: float) -> float:
    """Return when ``level`` was crossed between rows ``i`` and ``i + 1``."""
    if i + 1 >= len(times) or along[i + 1] == along[i]:
        return float(times[i])
    share = (level - along[i]) / (along[i + 1] - along[i])
    return float(times[i] + min(max(share, 0.0), 1.0) * (times[i + 1] - times[i]))
