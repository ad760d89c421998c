"""How calm the body was during a swing: what tells a repetition from a stride."""

from collections.abc import Callable
from dataclasses import dataclass

from legday.exercises._brisk import LEAD_S, SHORTEST_S, STRIDE_S, together
from legday.exercises._cycle_params import CycleParams
from legday.exercises._leg import Leg
from legday.exercises._repetition import Swing
from legday.exercises._track import Track

ALONE = 2.0  # a repetition this much larger and calmer than need be may stand alone
STANDS_S = 1.0  # so may only one before which the person stood still for so long


@dataclass(frozen=True, slots=True)
class Calmness:
    """Judges swings by the shaking of the body.

    Parameters
    ----------
    params : CycleParams
        The limits.
    calm : float
        Least swing in units of the shaking.
    floor : float
        Least swing, g.
    rows_in : callable
        Returns how many rows of the track there are in so many seconds.
    sees_impacts : bool
        Whether impacts are seen: only then may a repetition be brisk.
    """

    params: CycleParams
    calm: float
    floor: float
    rows_in: Callable[[float], int]
    sees_impacts: bool

    def is_shaken(self, leg: Leg, track: Track, row: int) -> bool:
        """Return whether the body shook too much on this way out and back, however the swing looks.

        Most strides are told by that alone, at a tenth of what it takes to look at the swing.
        """
        if self.is_calm(leg.size, track, leg.row, row):
            return False
        return not self.sees_impacts or self._is_struck(leg.size, track, row)

    def judged(self, swing: Swing, out_row: int, size: float, track: Track, row: int) -> Swing | None:
        """Return the swing with how calm it was, or None where the body shook too much for a repetition.

        Its way out began at ``out_row``, and its way back is certain at ``row``.
        """
        shaking = self.calm * max(track.shaking(out_row, row), track.shaking(swing.start_row, row))
        calm = size / max(shaking, 1e-6)
        if calm < 1.0 and not (self.sees_impacts and self._is_short(swing)):
            return None
        brisk = calm < self.params.firm and self.sees_impacts and self._is_brisk(swing, track, row)
        if calm < 1.0 and not brisk:
            return None
        before = swing.start_row - self.rows_in(STANDS_S)
        alone = ALONE * max(self.floor, self.calm * track.shaking(before, row))
        return swing._replace(calm=calm, clean=size >= alone, brisk=brisk)

    def is_calm(self, size: float, track: Track, first: int, row: int) -> bool:
        """Return whether a swing of this size is larger than the shaking between two rows."""
        return size >= self.calm * track.shaking(first, row)

    def _is_brisk(self, swing: Swing, track: Track, row: int) -> bool:
        """Return whether a swing is free of impacts, and the force in step with it."""
        if self._is_struck(swing.size, track, row):
            return False
        return together(swing, track, row, self.rows_in(LEAD_S)) >= self.params.together

    def _is_struck(self, size: float, track: Track, row: int) -> bool:
        """Return whether there were impacts too hard for a swing of this size."""
        return size < self.params.brisk * track.rattling(row - self.rows_in(STRIDE_S), row)

    def _is_short(self, swing: Swing) -> bool:
        out_rows = swing.turn_row - swing.start_row
        return self.rows_in(SHORTEST_S) <= out_rows <= self.rows_in(self.params.brisk_s)
