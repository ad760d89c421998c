"""Takes up repetitions that a quicker signal foresees, before the way back is certain."""

from collections.abc import Iterator
from typing import Generic, TypeVar

from legday.core.detector import Setting
from legday.core.events import Event
from legday.exercises._cycle_params import CycleParams
from legday.exercises._cycle_report import ALONE_ASTRAY
from legday.exercises._cycle_slips import CycleSlips
from legday.exercises._cycle_state import CycleState
from legday.exercises._leg import Leg
from legday.exercises._outline import outline

P = TypeVar("P", bound=CycleParams)
S = TypeVar("S", bound=CycleState)


class CycleForeseen(CycleSlips[P, S], Generic[P, S]):
    """What a counter of cycles makes of a way out from which the person is half way back."""

    def __init__(self, params: P, setting: Setting) -> None:
        super().__init__(params, setting)
        self.shortest_s = params.shortest_s if self.is_fine else params.shortest_coarse_s

    def foresee(self, row: int, t_s: float) -> Iterator[Event]:
        """Take up a way out, unless there is something to be said against it or the leg was held."""
        state, leg = self.state, self.state.zigzag.leg
        unclear = state.slip is not None or bool(state.elsewhere.candidates)
        if unclear or state.waiting is not None or t_s - state.cycle_s < self.shortest_s:
            return
        state.waiting = self.judged(leg, row)
        if state.waiting is not None:
            state.foreseen_row = leg.row
            yield from self._report_waiting(row)

    def confirm(self, leg: Leg, row: int, t_s: float) -> None:
        """Note that the way back of what was taken up is certain at ``row``, and how large it was."""
        state, provisional = self.state, self.state.provisional
        state.foreseen_row, state.cycle_s = -1, t_s
        state.own.add(leg.size, t_s)
        known = provisional.waiting_of(state.last_serial) if state.last_out_row == leg.row else None
        if state.waiting is None and known is None:
            return
        swing = self.judged(leg, row)
        if swing is None:
            return
        if state.waiting is not None:
            state.waiting = state.waiting._replace(size=swing.size, calm=swing.calm, clean=swing.clean)
        if known is not None:
            seen = outline(swing, state.track, row, self.signal.delay_s, self.signal.ahead)
            clean = swing.clean and seen.astray <= ALONE_ASTRAY
            provisional.correct(known._replace(size=swing.size, calm=swing.calm, clean=clean))
