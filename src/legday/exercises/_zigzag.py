"""Turning points of a vector: a zigzag in three dimensions.

Seen from the last turning point, the signal goes out to a farthest point and comes back. The farthest point
becomes the next turning point as soon as the signal has come back from it by enough, so swings out and swings
back alternate. Nothing but distances is used: neither rotation nor mirroring nor a constant offset of the
sensor changes anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import Literal, NamedTuple

Vector = tuple[float, float, float]
Columns = tuple[Sequence[float], Sequence[float], Sequence[float], Sequence[float]]
Kind = Literal["turned", "back", "settled"]

KEPT_SIZES = 5
FADE_AFTER_S = 3.0
FADE_HALF_S = 8.0


@dataclass(slots=True)
class OwnRange:
    """The person's own range: the median of the last five swings, fading while none comes.

    Small repetitions after large ones are still seen because of the fading.
    """

    sizes: list[float] = field(default_factory=list)
    last_s: float = 0.0

    def add(self, size: float, t_s: float) -> None:
        """Take in a swing of this size that ended at ``t_s``."""
        self.sizes = [*self.sizes[1 - KEPT_SIZES :], size]
        self.last_s = t_s

    def typical(self) -> float:
        """Return the median size, 0 while nothing is known."""
        return sorted(self.sizes)[len(self.sizes) // 2] if self.sizes else 0.0

    def at(self, t_s: float) -> float:
        """Return the median size, faded."""
        idle_s = t_s - self.last_s - FADE_AFTER_S
        return self.typical() * float(0.5 ** (max(0.0, idle_s) / FADE_HALF_S))


class Limits(NamedTuple):
    """What makes a swing.

    ``floor`` is the least size, ``share`` the least size as a share of the own range. The signal has come
    back after ``turn`` of the least size or ``turn_reach`` of the swing itself, whichever is more; a repetition is
    certain after ``back`` of the way. ``settle_s`` of stillness make the present attitude the new rest.
    """

    floor: float
    share: float
    turn: float
    turn_reach: float
    back: float
    settle_s: float


class Found(NamedTuple):
    """Something happened at row ``i``."""

    i: int
    kind: Kind


@dataclass(slots=True)
class Zigzag:
    """Where the zigzag stands: rows are counted since the stream began."""

    near: Vector = (0.0, 0.0, 0.0)
    near_row: int = -1
    far: Vector = (0.0, 0.0, 0.0)
    far_row: int = -1
    reach2: float = 0.0
    outbound: bool = True
    out_size: float = 0.0
    out_row: int = -1
    is_back: bool = False
    still: Vector = (0.0, 0.0, 0.0)
    still_s: float = 0.0

    def start(self, row: int, point: Vector, t_s: float) -> None:
        """Take ``point`` as the attitude at rest."""
        self.near = self.far = self.still = point
        self.near_row = self.far_row = row
        self.reach2 = 0.0
        self.outbound, self.is_back = True, False
        self.still_s = t_s

    def turn(self, row: int, point: Vector) -> None:
        """Make the farthest point the turning point; the signal is at ``point`` on its way from it."""
        if self.outbound:
            self.out_size, self.out_row, self.is_back = sqrt(self.reach2), self.near_row, False
        self.outbound = not self.outbound
        self.near, self.near_row = self.far, self.far_row
        self.far, self.far_row = point, row
        self.reach2 = _distance2(point, self.near)

    def search(
        self,
        columns: Columns,
        first: int,
        row: int,
        limits: Limits,
        own: OwnRange,
    ) -> Found | None:
        """Go on from index ``first``, which is row ``row``, to the next thing that happens."""
        times, xs, ys, zs = columns
        nx, ny, nz = self.near
        sx, sy, sz = self.still
        floor2, still2 = limits.floor**2, (0.25 * limits.floor) ** 2
        returning = not self.outbound and not self.is_back
        for i in range(first, len(times)):
            x, y, z = xs[i], ys[i], zs[i]
            d2 = (x - nx) ** 2 + (y - ny) ** 2 + (z - nz) ** 2
            if d2 >= self.reach2:
                self.reach2, self.far, self.far_row = d2, (x, y, z), row + i - first
                if returning and 4.0 * d2 >= floor2 and self._came_back(times[i], d2, limits, own):
                    self.is_back = True
                    return Found(i, "back")
            elif self.reach2 >= floor2 and self._turned((x, y, z), times[i], limits, own):
                self.turn(row + i - first, (x, y, z))
                return Found(i, "turned")
            if (x - sx) ** 2 + (y - sy) ** 2 + (z - sz) ** 2 > still2:
                self.still = sx, sy, sz = x, y, z
                self.still_s = times[i]
            elif times[i] - self.still_s >= limits.settle_s and self._at_rest(times[i], limits, own):
                self.start(row + i - first, (x, y, z), times[i])
                return Found(i, "settled")
        return None

    def _at_rest(self, t_s: float, limits: Limits, own: OwnRange) -> bool:
        """Return whether a still signal is at rest, and not held at the far end of a swing."""
        if not self.outbound:
            return self.is_back
        return self.reach2 < max(limits.floor, limits.share * own.at(t_s)) ** 2

    def _came_back(self, t_s: float, d2: float, limits: Limits, own: OwnRange) -> bool:
        size = own.at(t_s)
        wanted = limits.back * max(_least(self.out_size, size), limits.floor, limits.share * size)
        return d2 >= wanted * wanted

    def _turned(self, point: Vector, t_s: float, limits: Limits, own: OwnRange) -> bool:
        size = own.at(t_s)
        least, reach = max(limits.floor, limits.share * size), sqrt(self.reach2)
        if reach < least:
            return False
        wanted = max(limits.turn * least, limits.turn_reach * _least(reach, size))
        return _distance2(point, self.far) >= wanted * wanted


def _least(reach: float, size: float) -> float:
    return min(reach, size) if size > 0 else reach


def _distance2(a: Vector, b: Vector) -> float:
    return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2
