"""What a repetition was like: when it began, turned and ended, how far it went, how long it was held."""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import compress, pairwise, repeat
from math import acos, dist, hypot, pi, tau
from operator import mul
from typing import NamedTuple

import numpy as np

from legday.core.block import CLIPPED, MISSING, UNALIGNED, UNSIGNED
from legday.exercises._leg import Vector
from legday.exercises._repetition import ENDS_AT, NEAR, STARTS_AT, Swing, last_below
from legday.exercises._track import ANGLE, FLAGS, TIME, VECTOR, Track

PIECE = 0.25  # of the time from there to the turn: the longest that so much of the way takes again
RESTS_BELOW = 0.3  # of the way out: there the person was before the repetition
UNKNOWN = 0.5  # of the swing, astray: no objection where the beginning was not seen, and no proof
HELD_ABOVE = 0.85  # of the way: above, the position is held


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


def outline(swing: Swing, track: Track, row: int, delay_s: float, ahead: float = 0.0) -> Outline:
    """Describe a swing from the track up to ``row``, where it was decided.

    ``delay_s`` is how far the track's vector is behind the motion, ``ahead`` for how much of a row the way
    back may be foreseen.
    """
    rows = track.read(swing.first_row, row + 1)
    along, seen_s = list(swing.along(track, swing.first_row, row + 1)), rows[:, TIME].tolist()
    times = [t_s - delay_s for t_s in seen_s]
    turn, begin = swing.turn_row - swing.first_row, swing.start_row - swing.first_row
    start_s = _start_s(times, along, begin, turn)
    end = _end(along, turn, swing.near_row - swing.first_row)
    end_s = _end_s(times, along, end, ahead)
    first, last = bisect_left(seen_s, start_s), bisect_left(seen_s, end_s)
    on_way = last_below(along, RESTS_BELOW, turn) + 1
    vectors = rows[:on_way, VECTOR:].tolist()
    rested = compress(vectors, [place <= RESTS_BELOW for place in along[:on_way]])
    start = tuple(vectors[begin][:3])
    return Outline(
        start_s=start_s,
        turn_s=times[turn],
        end_s=end_s,
        held_s=_held_s(times, along, end),
        rom_rad=_range_rad(rows[first : max(last, first) + 1, ANGLE].tolist()),
        start_rad=rows.item(first, ANGLE),
        peak_rad=rows.item(min(bisect_left(seen_s, times[turn]), len(seen_s) - 1), ANGLE),
        tilt_rad=angle_between(start, tuple(rows[turn, VECTOR : VECTOR + 3].tolist())),
        start=start,
        astray=_astray(rested, tuple(rows[-1, VECTOR:].tolist()), swing.size),
        flags=int(np.bitwise_or.reduce(rows[begin:, FLAGS].astype(np.int64))),
    )


def _start_s(times: list[float], along: list[float], begin: int, turn: int) -> float:
    """Return when the way out began on which the person surely was from index ``begin`` to ``turn``.

    The first of the way is hardly told from swaying. It is taken to last as long as the next piece of the
    same length, which puts the beginning about as near to rest as the end of the way back; but no longer than
    a quarter of the rest of the way, for who stands a little aside before is not on the way.
    """
    farther = last_below(along, 2.0 * STARTS_AT, turn)
    out_s = _crossing(times, along, begin, STARTS_AT) if begin < turn else times[turn]
    farther_s = _crossing(times, along, farther, 2.0 * STARTS_AT) if farther < turn else times[turn]
    piece_s = min(farther_s - out_s, PIECE * (times[turn] - farther_s))
    return min(max(out_s - max(piece_s, 0.0), times[0]), times[turn])


def _end(along: list[float], turn: int, near: int) -> int:
    """Return the first row at the end of the way back, or else the nearest to it of the last stretch.

    The last stretch is the one that is near the end to the last row, and nobody ends before ``near``. Where
    the last row itself is far from the end, the end was not seen: the row at which it was told is the best
    guess, better than where a body that sways between plank and jump had been nearest a second ago.
    """
    for i in range(turn, len(along)):
        if along[i] <= ENDS_AT:
            return i
    last = len(along) - 1
    first = last
    while first > near and along[first - 1] <= NEAR:
        first -= 1
    return last if along[last] > NEAR else min(range(first, last + 1), key=along.__getitem__)


def _end_s(times: list[float], along: list[float], end: int, ahead: float) -> float:
    """Return when the way back was over: on its last piece, or going on from there by ``ahead`` of a row."""
    if along[end] <= ENDS_AT:
        return _crossing(times, along, end - 1, ENDS_AT)
    way, left = along[end - 1] - along[end], along[end] - ENDS_AT
    if end + 1 < len(along) or not 0.0 < left <= ahead * way:
        return times[end]
    return times[end] + left / way * (times[end] - times[end - 1])


def _held_s(times: list[float], along: list[float], end: int) -> float:
    """Return for how long the far end was held, until index ``end``."""
    held_s = [t_s for t_s, place in zip(times[: end + 1], along, strict=False) if place >= HELD_ABOVE]
    return held_s[-1] - held_s[0] if held_s else 0.0


def angle_between(a: Vector, b: Vector) -> float:
    """Return the angle between two vectors, rad."""
    lengths = hypot(*a) * hypot(*b)
    cosine = sum(map(mul, a, b)) / max(lengths, 1e-9)
    return acos(min(max(cosine, -1.0), 1.0))


def _range_rad(angle: list[float]) -> float:
    """Return the range of an angle; lying, a raised leg points to 180°, where it jumps by a turn."""
    range_rad = max(angle) - min(angle)
    if range_rad < pi:
        return range_rad
    turns, unwrapped = 0.0, angle[:1]
    for before, now in pairwise(angle):
        if abs(now - before) >= pi:
            turns -= tau if now > before else -tau
        unwrapped.append(now + turns)
    return max(unwrapped) - min(unwrapped)


def _astray(rested: Iterable[Vector], end: Vector, size: float) -> float:
    """Return how far the end is from the nearest of the points of rest, in units of ``size``."""
    nearest = min(map(dist, rested, repeat(end)), default=None)
    return UNKNOWN if nearest is None else nearest / size


def _crossing(times: list[float], along: list[float], i: int, level: float) -> float:
    """Return when ``level`` was crossed between rows ``i`` and ``i + 1``."""
    if i + 1 >= len(times) or along[i + 1] == along[i]:
        return times[i]
    share = (level - along[i]) / (along[i + 1] - along[i])
    return times[i] + min(max(share, 0.0), 1.0) * (times[i + 1] - times[i])
