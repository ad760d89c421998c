"""Turning points of a vector: a zigzag in three (or six) dimensions.

Seen from the last turning point, the signal goes out to a farthest point and comes back. The farthest point
becomes the next turning point as soon as the signal has come back from it by enough, so swings out and swings
back alternate. Nothing but distances is used: neither rotation nor mirroring nor a constant offset of the
sensor changes anything.

Which swing is the way out is settled by where the signal rests: a stillness at the end of the way back makes
the rest attitude anew, and a way back that goes far beyond the rest attitude was a way out all along.
"""

from dataclasses import dataclass
from math import dist, inf

from legday.exercises._leg import Found, Kind, Leg, Limits, Rows, Vector
from legday.exercises._own_range import OwnRange

BEYOND = 2.0  # a way back twice as long as the way out was no way back
HELD_S = 20.0  # nobody holds the far end of a repetition longer
HELD_HALF_S = 5.0  # nor so long where a part of the way would do: that is another way to stand
SOON = 0.4  # of the way back that makes a turn: enough when the quicker signal is nearly back
NEARLY_BACK = 0.3  # of the way
COMING = 0.05  # of the way out: so much, and the slow signal is on its way back at all
HALF_BACK = 0.5  # of the way: there a whole repetition is foreseen, by the quicker signal
FORESEEN = 0.6  # of the usual size: whoever has not come so far out may still be on the way there
HOME_SHARE = 0.4  # a swing that ends this much nearer to home than it began was a way back
WHOLE = 0.8  # of the way out: who came back so far is back, and what follows is no bounce
ROUNDING = 1.0 - 1e-9  # room for it, in what only says that nothing can happen
SURE_ROWS = 25  # so long what the fading own range rules out is hardly less
LASTS = 0.5  # of the usual size: so much does not fade where the swing itself is large
STILL_SHARE = 0.25  # of the least swing: less movement is stillness


@dataclass(slots=True)
class Zigzag:
    """Where the zigzag stands; rows are counted since the stream began.

    ``near`` is the last turning point, ``far`` the farthest point from it since, ``reach`` their distance.
    ``out`` is where the last way out began, ``out_size`` how long it was. ``posed_row`` is where the last
    change of posture ended, ``told_row`` where the way out began from which the person was nearly back.
    """

    near: Vector = ()
    near_row: int = -1
    far: Vector = ()
    far_row: int = -1
    reach: float = 0.0
    outbound: bool = True
    out: Vector = ()
    out_row: int = -1
    out_size: float = 0.0
    is_back: bool = False
    still: Vector = ()
    still_s: float = 0.0
    rested_s: float = 0.0
    home: Vector = ()
    held_row: int = -1
    posed_row: int = -1
    told_row: int = -1

    @property
    def leg(self) -> Leg:
        """The last way out, finished or not."""
        if self.outbound:
            return Leg(self.near, self.far, self.near_row, self.reach)
        return Leg(self.out, self.near, self.out_row, self.out_size)

    def is_away(self, limits: Limits) -> bool:
        """Return whether the person is away from the rest, on the way out or not surely on the way back."""
        return self.reach >= limits.floor if self.outbound else not self.is_back

    def start(self, row: int, point: Vector, t_s: float) -> None:
        """Take ``point`` as the attitude at rest."""
        self.near = self.far = self.still = point
        self.near_row = self.far_row = row
        self.reach = 0.0
        self.outbound, self.is_back = True, False
        self.still_s = self.rested_s = t_s

    def move(self, by: Vector) -> None:
        """Go on in a frame in which every point is elsewhere by so much."""
        for name in ("near", "far", "out", "still", "home"):
            point: Vector = getattr(self, name)
            if point:
                setattr(self, name, moved(point, by))

    def search(
        self, rows: Rows, first: int, stop: int, limits: Limits, own: OwnRange, *, nearly: bool = False
    ) -> Found | None:
        """Go on through the rows ``[first, stop)`` to the next thing that happens.

        ``nearly`` says once for each way out, too, that by the quicker signal the person is nearly back.
        """
        times, points, row = rows.times, rows.points, rows.row
        still_within, floor, settle_s = STILL_SHARE * limits.floor, limits.floor, limits.settle_s
        # Without a quicker signal nothing less than the whole way makes a turn.
        come_at_all = (1.0 if rows.quick is None else SOON) * limits.turn * floor
        near, far, farthest, still, rested_s = self.near, self.far, self.reach, self.still, self.rested_s
        back_least = self._least_back(times[-1], limits, own)
        soon, whole, until = 0.0, 0.0, 0
        foresees = nearly and rows.quick is not None
        for i in range(first, stop):
            point = points[i]
            reach = dist(point, near)
            if reach >= farthest:
                self.reach = farthest = reach
                self.far = far = point
                self.far_row, until = row + i, 0
                kind = None if reach < back_least else self._on_the_way_back(times[i], limits, own)
                if kind is not None:
                    return Found(i, kind)
            elif farthest >= floor:
                come = dist(point, far)
                if come >= come_at_all and (i >= until or come >= soon):
                    until, soon, whole = (
                        (until, soon, whole) if i < until else self._least_come(rows, i, limits, own)
                    )
                    if come >= soon and self._has_turned(come, whole, rows, i, limits, own):
                        kind = self._turn(rows, i, limits, own)
                        if kind is not None:
                            return Found(i, kind)
                        near, far, farthest = self.near, self.far, self.reach
                        back_least, until = self._least_back(times[-1], limits, own), 0
            if dist(point, still) > still_within:
                self.still = still = point
                self.still_s = self.rested_s = rested_s = times[i]
            elif times[i] - rested_s >= settle_s:
                kind = self._settle(row + i, point, times[i], limits, own)
                if kind is not None:
                    return Found(i, kind)
                near, far, farthest, rested_s = self.near, self.far, self.reach, self.rested_s
                back_least, until = self._least_back(times[-1], limits, own), 0
            if foresees and reach < farthest and farthest >= floor and self._comes_back(rows, i, limits, own):
                self.told_row = self.near_row
                return Found(i, "nearly")
        return None

    def _least_back(self, last_s: float, limits: Limits, own: OwnRange) -> float:
        """Return the reach below which `_on_the_way_back` says nothing until ``last_s``.

        It spares a call a row, as `_least_come` does. The own range fades, and is least at the end.
        """
        if self.outbound:
            return inf
        if self.is_back:
            return BEYOND * self.out_size
        size = own.at(last_s)
        way = _capped(self.out_size, size, own)
        return ROUNDING * min(BEYOND * self.out_size, limits.back * max(way, limits.least(size)))

    def _least_come(self, rows: Rows, i: int, limits: Limits, own: OwnRange) -> tuple[int, float, float]:
        """Return an index, and the ways back below which there is no turn before it, or until farther out.

        Below the second there is none unless the quicker signal is nearly back.
        """
        until = min(i + SURE_ROWS, len(rows.times))
        size = own.at(rows.times[until - 1])
        way = _capped(self.reach, size, own)
        share = 0.0 if self.outbound and self.reach >= limits.posture else self._share(limits)
        whole = ROUNDING * max(share * way, limits.turn * limits.least(size))
        return until, whole if rows.quick is None or not self.outbound else SOON * whole, whole

    def _on_the_way_back(self, t_s: float, limits: Limits, own: OwnRange) -> Kind | None:
        if self.is_back and self.reach < BEYOND * self.out_size:
            return None
        size = own.at(t_s)
        least = limits.least(size)
        if self.reach >= BEYOND * self.out_size and self.reach >= least:
            self.outbound, self.told_row = True, -1
            return "flipped"
        if self.is_back or self.reach < limits.back * max(_capped(self.out_size, size, own), least):
            return None
        self.is_back, self.told_row = True, -1
        return "back"

    def _has_turned(
        self, come: float, whole: float, rows: Rows, i: int, limits: Limits, own: OwnRange
    ) -> bool:
        """Return whether the way back is long enough; below ``whole`` only the quicker signal may tell."""
        quick = rows.quick if self.outbound else None
        is_soon = quick is not None and self._is_back_by(1.0 - NEARLY_BACK, quick[i].tolist())
        if come < whole and not is_soon:
            return False
        size, reach = own.at(rows.times[i]), self.reach
        share = 0.0 if self.outbound and reach >= limits.posture else self._share(limits)
        least = limits.least(size)
        wanted = max(limits.turn * least, share * _capped(reach, size, own))
        return reach >= least and come >= (SOON * wanted if is_soon else wanted)

    def _comes_back(self, rows: Rows, i: int, limits: Limits, own: OwnRange) -> bool:
        """Return whether for the first time on this way out the person is nearly back by the quicker signal.

        The turn may be seen much later, for the slow signal has hardly begun to come back.
        """
        reach = self.reach
        if not self.outbound or self.told_row == self.near_row or rows.quick is None:
            return False
        if reach >= limits.posture or dist(rows.points[i], self.far) < COMING * reach:
            return False
        if not self._is_back_by(1.0 - HALF_BACK, rows.quick[i].tolist()):
            return False
        least = max(limits.least(own.at(rows.times[i])), FORESEEN * own.usual)
        return reach >= least and not self._is_homeward()

    def _has_dropped(self) -> bool:
        """Return whether a way out from which the person was nearly back has ended without a way back."""
        if self.told_row < 0 or self.told_row == self.leg.row:
            return False
        self.told_row = -1
        return True

    def _share(self, limits: Limits) -> float:
        """Return the share of a swing that makes a turn: more at the far end, where people bounce."""
        is_whole = not self.outbound and self.reach >= WHOLE * self.out_size
        return limits.again if is_whole else limits.turn_reach

    def _is_back_by(self, share: float, quick: list[float]) -> bool:
        """Return whether the quicker signal is back by this share of the way out, seen along it."""
        away, left, reach = dist(quick, self.near), dist(quick, self.far), self.reach
        return away * away + (2.0 * share - 1.0) * reach * reach <= left * left

    def _turn(self, rows: Rows, i: int, limits: Limits, own: OwnRange) -> Kind | None:
        """Make the farthest point the turning point; the signal is at index ``i`` on its way from it.

        Where another posture was taken, what comes now is a way out.
        """
        homeward = self._is_homeward()
        elsewhere = self.outbound and self.reach >= limits.posture
        if self.outbound:
            self.out, self.out_row = self.near, self.near_row
            self.out_size, self.is_back = self.reach, False
        self.outbound = not self.outbound or homeward or elsewhere
        self.near, self.near_row = self.far, self.far_row
        self.far, self.far_row = rows.points[i], rows.row + i
        self.reach = dist(self.far, self.near)
        if elsewhere:
            self.posed_row = self.near_row
        if self._has_dropped():
            return "dropped"
        if self.outbound or self.reach < limits.at_once * self.out_size:
            return None
        return self._on_the_way_back(rows.times[i], limits, own)

    def _is_homeward(self) -> bool:
        """Return whether the way out ends so near to home that it was a way back all along."""
        return bool(self.home) and dist(self.far, self.home) < HOME_SHARE * dist(self.near, self.home)

    def _settle(self, row: int, point: Vector, t_s: float, limits: Limits, own: OwnRange) -> Kind | None:
        """Take a stillness for rest, or say that the leg is held away from it."""
        if self._at_rest(t_s, limits, own):
            self._rest(row, point, t_s, limits)
            return "dropped" if self._has_dropped() else None
        if self.held_row == self.near_row:
            return None
        self.held_row = self.near_row
        return "held"

    def _rest(self, row: int, point: Vector, t_s: float, limits: Limits) -> None:
        """Move the rest attitude to a still point; ``still_s`` goes on, so that long stillness is seen."""
        still, still_s = self.still, self.still_s
        self.start(row, point, t_s)
        self.still, self.still_s = still, still_s
        if t_s - still_s >= limits.home_s:
            self.home = point

    def _at_rest(self, t_s: float, limits: Limits, own: OwnRange) -> bool:
        """Return whether a still signal is at rest, and not held at the far end of a swing."""
        held_s = t_s - self.still_s
        if held_s >= HELD_S:
            return True
        if not self.outbound:
            return self.is_back
        size = max(own.usual, self.reach)
        if held_s >= HELD_HALF_S and limits.again * size <= self.reach < limits.turn_reach * size:
            return True
        return not limits.least(own.at(t_s)) <= self.reach < limits.posture


def moved(point: Vector, by: Vector) -> Vector:
    """Return a point elsewhere by so much."""
    return tuple(x + more for x, more in zip(point, by, strict=True))


def _capped(reach: float, size: float, own: OwnRange) -> float:
    """Return a swing, or the own range of now where that is less, but not all that has faded away.

    However small a repetition may be behind a long rest, a large one wobbles at its far end as before.
    """
    if own.usual <= 0.0:
        return reach
    least = LASTS * own.usual
    size = max(least, size)
    return min(reach, size)
