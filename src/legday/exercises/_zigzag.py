"""Turning points of a vector: a zigzag in three (or six) dimensions.

Seen from the last turning point, the signal goes out to a farthest point and comes back. The farthest point
becomes the next turning point as soon as the signal has come back from it by enough, so swings out and swings
back alternate. Nothing but distances is used: neither rotation nor mirroring nor a constant offset of the
sensor changes anything.

Which swing is the way out is settled by where the signal rests: a stillness at the end of the way back makes
the rest attitude anew, and a way back that goes far beyond the rest attitude was a way out all along.
"""

from dataclasses import dataclass
from math import dist

from legday.exercises._leg import Found, Kind, Limits, Rows, Vector
from legday.exercises._own_range import OwnRange
from legday.exercises._way_back import BEYOND, SOON, WayBack, capped

HELD_S = 20.0  # nobody holds the far end of a repetition longer
HELD_HALF_S = 5.0  # nor so long where a part of the way would do: that is another way to stand
STILL_SHARE = 0.25  # of the least swing: less movement is stillness


@dataclass(slots=True)
class Zigzag(WayBack):
    """Follows the vector from turning point to turning point."""

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
        back_least = self.least_back(times[-1], limits, own)
        soon, whole, until = 0.0, 0.0, 0
        foresees = nearly and self.may_foresee(rows)
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
                        (until, soon, whole) if i < until else self.least_come(rows, i, limits, own)
                    )
                    if come >= soon and self.has_turned(come, whole, rows, i, limits, own):
                        kind = self._turn(rows, i, limits, own)
                        if kind is not None:
                            return Found(i, kind)
                        near, far, farthest = self.near, self.far, self.reach
                        back_least, until = self.least_back(times[-1], limits, own), 0
                        foresees = nearly and self.may_foresee(rows)
            if dist(point, still) > still_within:
                self.still = still = point
                self.still_s = self.rested_s = rested_s = times[i]
            elif times[i] - rested_s >= settle_s:
                kind = self._settle(row + i, point, times[i], limits, own)
                if kind is not None:
                    return Found(i, kind)
                near, far, farthest, rested_s = self.near, self.far, self.reach, self.rested_s
                back_least, until = self.least_back(times[-1], limits, own), 0
                foresees = nearly and self.may_foresee(rows)
            if foresees and reach < farthest and farthest >= floor and self.comes_back(rows, i, limits, own):
                self.told_row = self.near_row
                return Found(i, "nearly")
        return None

    def _on_the_way_back(self, t_s: float, limits: Limits, own: OwnRange) -> Kind | None:
        if self.is_back and self.reach < BEYOND * self.out_size:
            return None
        size = own.at(t_s)
        least = limits.least(size)
        if self.reach >= BEYOND * self.out_size and self.reach >= least:
            self.outbound, self.told_row = True, -1
            return "flipped"
        if self.is_back or self.reach < limits.back * max(capped(self.out_size, size, own), least):
            return None
        self.is_back, self.told_row = True, -1
        return "back"

    def _turn(self, rows: Rows, i: int, limits: Limits, own: OwnRange) -> Kind | None:
        """Make the farthest point the turning point; the signal is at index ``i`` on its way from it.

        Where another posture was taken, what comes now is a way out.
        """
        homeward = self.is_homeward()
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
        if self.has_dropped():
            return "dropped"
        if self.outbound or self.reach < limits.at_once * self.out_size:
            return None
        return self._on_the_way_back(rows.times[i], limits, own)

    def _settle(self, row: int, point: Vector, t_s: float, limits: Limits, own: OwnRange) -> Kind | None:
        """Take a stillness for rest, or say that the leg is held away from it."""
        if self._at_rest(t_s, limits, own):
            self._rest(row, point, t_s, limits)
            return "dropped" if self.has_dropped() else None
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
