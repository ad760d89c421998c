"""Where the person rests, when a leg that is still away from its rest was not held but put down elsewhere."""

from collections.abc import Iterator
from typing import Generic, TypeVar

from legday.core.detector import Setting
from legday.core.events import Event
from legday.exercises._calm import Calmness
from legday.exercises._cycle_params import CycleParams
from legday.exercises._cycle_report import CycleReports
from legday.exercises._cycle_state import CycleState
from legday.exercises._elsewhere import Candidate, Elsewhere, Search
from legday.exercises._leg import Leg, Rows
from legday.exercises._repetition import Swing, swing_of

SEES_STEPS_HZ = 20.0  # slower sensors do not see the shaking of a step
WHOLE = 0.9  # of the way back: a slower sensor may see the turn so late that less says nothing
WALKED_S = 2.0  # before a stillness that may be the end of walking

P = TypeVar("P", bound=CycleParams)
S = TypeVar("S", bound=CycleState)


class CycleRests(CycleReports[P, S], Generic[P, S]):
    """What a counter of cycles makes of stillness."""

    def __init__(self, params: P, setting: Setting) -> None:
        super().__init__(params, setting)
        self.is_fine = setting.rate_hz >= SEES_STEPS_HZ
        self.limits = params.limits(0.0 if self.is_fine else WHOLE)
        calm = params.calm if self.is_fine else params.calm_coarse
        self.calmness = Calmness(params, calm, self.limits.floor, self.signal.rows_in, self.sees_impacts)

    def judged(self, leg: Leg, row: int) -> Swing | None:
        """Return the swing of a way out from which the way back is certain at ``row``, if it may count."""
        track = self.state.track
        if self.calmness.is_shaken(leg, track, row):
            return None
        swing = swing_of(leg, track, row, self.signal.lag_rows)
        return self.calmness.judged(swing, leg.row, leg.size, track, row)

    def _look_at_held(self, rows: Rows, i: int) -> None:
        """Take a stillness for rest when the swing before it was no repetition.

        That is so for the last stride, and for what follows straight on a change of posture.
        """
        leg, row = self.state.zigzag.leg, rows.row + i
        begin = leg.row - self.signal.rows_in(WALKED_S)
        still_row = row - self.signal.rows_in(self.params.settle_s)
        posed = leg.row == self.state.zigzag.posed_row
        if posed or not self.calmness.is_calm(leg.size, self.state.track, begin, max(still_row, 0)):
            self.state.zigzag.start(row, rows.points[i], rows.times[i])
            self.state.elsewhere = Elsewhere()
        else:
            self.state.elsewhere.start(row, rows.points[i], rows.times[i], self.state.own)

    def search_elsewhere(self, rows: Rows, first: int, stop: int) -> tuple[int, Candidate] | None:
        """Return where in ``[first, stop)`` a still point away from the rest turns out to be the rest."""
        if not self.state.elsewhere.candidates:
            return None
        search = Search(self.limits, self.state.track, self.judged, self.patience_rows)
        return self.state.elsewhere.search(rows, first, stop, search)

    def move(self, row: int, rest: Candidate) -> Iterator[Event]:
        """Go on about another rest, and report late what was done about it so far."""
        state = self.state
        yield from self.drop_foreseen(state.track.time_s(row))
        yield from self._report_waiting(row, last=True)
        state.zigzag, state.own, state.cycle_s = rest.zigzag, rest.own, state.track.time_s(row)
        state.elsewhere, state.slip = Elsewhere(), None
        for swing, back_row in rest.found:
            yield from self._report(swing, back_row, row)
