"""How far the way back has to go: to make a turn, to be certain, and to be foreseen by a quicker signal."""

from dataclasses import dataclass
from math import dist, inf

from legday.exercises._leg import Limits, Rows
from legday.exercises._own_range import OwnRange
from legday.exercises._zigzag_state import ZigzagState

BEYOND = 2.0  # a way back twice as long as the way out was no way back
SOON = 0.4  # of the way back that makes a turn: enough when the quicker signal is nearly back
NEARLY_BACK = 0.7  # of the way
COMING = 0.05  # of the way out: so much, and the slow signal is on its way back at all
HALF_BACK = 0.5  # of the way: there a whole repetition is foreseen, by the quicker signal
FORESEEN = 0.6  # of the usual size: whoever has not come so far out may still be on the way there
WHOLE = 0.8  # of the way out: who came back so far is back, and what follows is no bounce
ROUNDING = 1.0 - 1e-9  # room for it, in what only says that nothing can happen
SURE_ROWS = 25  # so long what the fading own range rules out is hardly less
LASTS = 0.5  # of the usual size: so much does not fade where the swing itself is large


@dataclass(slots=True)
class WayBack(ZigzagState):
    """Judges ways back; changes nothing."""

    def least_back(self, last_s: float, limits: Limits, own: OwnRange) -> float:
        """Return the reach below which `on_the_way_back` says nothing until ``last_s``.

        It spares a call a row, as `least_come` does. The own range fades, and is least at the end.
        """
        if self.outbound:
            return inf
        if self.is_back:
            return BEYOND * self.out_size
        size = own.at(last_s)
        way = capped(self.out_size, size, own)
        return ROUNDING * min(BEYOND * self.out_size, limits.back * max(way, limits.least(size)))

    def least_come(self, rows: Rows, i: int, limits: Limits, own: OwnRange) -> tuple[int, float, float]:
        """Return an index, and the ways back below which there is no turn before it, or until farther out.

        Below the second there is none unless the quicker signal is nearly back.
        """
        until = min(i + SURE_ROWS, len(rows.times))
        size = own.at(rows.times[until - 1])
        way = capped(self.reach, size, own)
        share = 0.0 if self.outbound and self.reach >= limits.posture else self._share(limits)
        whole = ROUNDING * max(share * way, limits.turn * limits.least(size))
        return until, whole if rows.quick is None or not self.outbound else SOON * whole, whole

    def has_turned(
        self, come: float, whole: float, rows: Rows, i: int, limits: Limits, own: OwnRange
    ) -> bool:
        """Return whether the way back is long enough; below ``whole`` only the quicker signal may tell."""
        quick = rows.quick if self.outbound else None
        is_soon = quick is not None and self._is_back_by(NEARLY_BACK, quick[i].tolist())
        if come < whole and not is_soon:
            return False
        size, reach = own.at(rows.times[i]), self.reach
        share = 0.0 if self.outbound and reach >= limits.posture else self._share(limits)
        least = limits.least(size)
        wanted = max(limits.turn * least, share * capped(reach, size, own))
        return reach >= least and come >= (SOON * wanted if is_soon else wanted)

    def may_foresee(self, rows: Rows) -> bool:
        """Return whether there is a quicker signal and a way out from which nobody has been nearly back."""
        return self.outbound and rows.quick is not None and self.told_row != self.near_row

    def comes_back(self, rows: Rows, i: int, limits: Limits, own: OwnRange) -> bool:
        """Return whether on a way out the person is nearly back by the quicker signal.

        The turn may be seen much later, for the slow signal has hardly begun to come back.
        """
        reach = self.reach
        if reach >= limits.posture or dist(rows.points[i], self.far) < COMING * reach:
            return False
        if rows.quick is None or not self._is_back_by(HALF_BACK, rows.quick[i].tolist()):
            return False
        least = max(limits.least(own.at(rows.times[i])), FORESEEN * own.usual)
        return reach >= least and not self.is_homeward()

    def _share(self, limits: Limits) -> float:
        """Return the share of a swing that makes a turn: more at the far end, where people bounce."""
        is_whole = not self.outbound and self.reach >= WHOLE * self.out_size
        return limits.again if is_whole else limits.turn_reach

    def _is_back_by(self, share: float, quick: list[float]) -> bool:
        """Return whether the quicker signal is back by this share of the way out, seen along it."""
        away, left, reach = dist(quick, self.near), dist(quick, self.far), self.reach
        return away * away + (2.0 * share - 1.0) * reach * reach <= left * left


def capped(reach: float, size: float, own: OwnRange) -> float:
    """Return a swing, or the own range of now where that is less, but not all that has faded away.

    However small a repetition may be behind a long rest, a large one wobbles at its far end as before.
    """
    if own.usual <= 0.0:
        return reach
    least = LASTS * own.usual
    size = max(least, size)
    return min(reach, size)
