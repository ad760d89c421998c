"""Counts repetitions that go out and back, from the acceleration vector alone.

The low-passed vector's turning points are found in three dimensions (`_zigzag`). Rotation, mirroring and a
constant bias of the sensor therefore cannot change the count, and no gyroscope is needed. A swing counts when
it is large against the person's own range and against the shaking of the body above 3 Hz, which is what tells
a repetition from a stride. It is reported when the person is back; angles and times describe it only.

How calm the body was is judged in `_calm`; what is said of a repetition, and when, is in `_cycle_report`.
"""

from collections.abc import Iterator
from typing import Generic, TypeVar

from legday.core.block import MotionBlock
from legday.core.detector import Setting
from legday.core.events import Event
from legday.exercises._calm import Calmness
from legday.exercises._cycle_params import CycleParams
from legday.exercises._cycle_report import CycleReports
from legday.exercises._cycle_state import CycleState
from legday.exercises._leg import Rows
from legday.exercises._provisional import Withdrawal
from legday.exercises._repetition import swing_of
from legday.exercises._track import PART, TIME, VECTOR

SEES_STEPS_HZ = 20.0  # slower sensors do not see the shaking of a step
LONGEST_GAP_S = 20.0  # behind a longer gap the rest attitude is looked for anew
BACK_AT_LAST = 0.3  # of the way out: there the person is back where nothing follows any more
NEARLY = 0.6  # a shaken candidate this near the limit is worth a remark
WHOLE = 0.9  # of the way back: a slower sensor may see the turn so late that less says nothing
WALKED_S = 2.0  # before a stillness that may be the end of walking
SHOOK = "the body shook, as in walking"

P = TypeVar("P", bound=CycleParams)
S = TypeVar("S", bound=CycleState)


class CycleDetector(CycleReports[P, S], Generic[P, S]):
    """Counts cycles of the acceleration vector and describes them by the angle."""

    def __init__(self, params: P, setting: Setting) -> None:
        super().__init__(params, setting)
        fine = setting.rate_hz >= SEES_STEPS_HZ
        self.limits = params.limits(0.0 if fine else WHOLE)
        calm = params.calm if fine else params.calm_coarse
        self.calmness = Calmness(params, calm, self.limits.floor, self.signal.rows_in, self.sees_impacts)
        self.shortest_s = params.shortest_s if fine else params.shortest_coarse_s

    def forget_signal(self) -> list[Event]:
        """Start the filters anew; the rest attitude and the swing under way stay."""
        self.state.signal.restart()
        return []

    def finish(self) -> list[Event]:
        """Return the repetition under way, when it is certain, and withdraw one that stands alone badly."""
        last_row = self.state.row - 1
        if last_row < 0:
            return []
        reported = [*self._judge_last(last_row), *self._report_waiting(last_row, last=True)]
        end_s = self.state.track.time_s(last_row)
        return reported + list(self._withdraw(self.state.provisional.end(end_s)))

    def step(self, block: MotionBlock) -> Iterator[Event]:
        """Yield the repetitions that ``block`` decides."""
        state = self.state
        counted, rows = self.signal.prepare(block, state.signal)
        for first in range(0, len(rows), PART):
            part = rows[first : first + PART]
            state.track.write(state.row, part)
            points = list(map(tuple, counted[first : first + PART].tolist()))
            quick = list(map(tuple, part[:, VECTOR:].tolist())) if self.signal.has_quicker else []
            yield from self._search(Rows(state.row, part[:, TIME].tolist(), points, quick))
            state.row += len(part)

    def _search(self, rows: Rows) -> Iterator[Event]:
        state, times = self.state, rows.times
        if self._is_new(times[0]):
            state.zigzag.start(rows.row, rows.points[0], times[0])
        i = 0
        while i < len(times):
            found = state.zigzag.search(rows, i, self.limits, state.own)
            i = len(times) - 1 if found is None else found.i
            yield from self._report_waiting(rows.row + i)
            yield from self._withdraw(state.provisional.expire(times[i]))
            if found is not None and found.kind == "back":
                yield from self._judge(rows.row + i, times[i])
            elif found is not None and found.kind == "flipped":
                yield from self._take_back(times[i])
            elif found is not None:
                self._look_at_held(rows, i)
            i += 1

    def _is_new(self, t_s: float) -> bool:
        state = self.state
        return state.row == 0 or t_s - state.track.time_s(state.row - 1) > LONGEST_GAP_S

    def _judge(self, row: int, t_s: float) -> Iterator[Event]:
        """Take up the way out whose way back has become certain, or say why not."""
        state, leg = self.state, self.state.zigzag.leg
        yield from self._report_waiting(row, last=True)
        quick = t_s - state.cycle_s < self.shortest_s
        state.cycle_s = t_s
        candidate = swing_of(leg, state.track, row, self.signal.lag_rows)
        swing = self.calmness.judged(candidate, leg.row, leg.size, state.track, row)
        if swing is None:
            if self.calmness.is_calm(leg.size / NEARLY, state.track, leg.row, row):
                yield from self._remark(leg.row, row, SHOOK)
            strides = state.provisional.interrupt(leg.size, t_s, self.params.confirm_share)
            yield from self._withdraw(strides)
        elif quick:
            yield from self._remark(leg.row, row, "too soon after the one before")
        else:
            state.own.add(leg.size, t_s)
            state.waiting = swing
            yield from self._report_waiting(row)

    def _judge_last(self, row: int) -> Iterator[Event]:
        """Take up a way out from which the quicker signal is back already where the stream ends."""
        state, t_s = self.state, self.state.track.time_s(row)
        leg = state.zigzag.leg
        unseen = self.signal.has_quicker and not state.zigzag.is_back
        if unseen and leg.size >= self.limits.least(state.own.at(t_s)):
            swing = swing_of(leg, state.track, row, self.signal.lag_rows)
            if swing.along(state.track.read(row, row + 1))[0] <= BACK_AT_LAST:
                yield from self._judge(row, t_s)

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

    def _take_back(self, t_s: float) -> Iterator[Event]:
        """Withdraw the swing that turns out to have been a step aside before the way out."""
        state, out_row = self.state, self.state.zigzag.out_row
        if state.waiting is not None and state.waiting.out_row == out_row:
            state.waiting = None
            state.own.take_back()
        elif state.last_out_row == out_row and not self._is_usual(state.zigzag.out_size):
            state.own.take_back()
            aside = Withdrawal(state.last_serial, t_s, "a small movement before the repetition")
            state.provisional.forget(state.last_serial)
            yield from self._withdraw([aside])

    def _is_usual(self, size: float) -> bool:
        """Return whether the last repetition stands and is of the person's usual size."""
        provisional = self.state.provisional
        if provisional.is_waiting(self.state.last_serial) or not provisional.standing.sizes:
            return False
        return size >= self.params.confirm_share * provisional.standing.usual
