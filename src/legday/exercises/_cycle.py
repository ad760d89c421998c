"""Counts repetitions that go out and back, from the acceleration vector alone.

The low-passed vector's turning points are found in three dimensions (`_zigzag`). Rotation, mirroring and a
constant bias of the sensor therefore cannot change the count, and no gyroscope is needed. A swing counts when
it is large against the person's own range and against the shaking of the body above 3 Hz, which is what tells
a repetition from a stride. It is reported when the person is back; angles and times describe it only.

Where that vector lags by more than 0.3 s, a quicker one foresees the repetition half way back; it is
withdrawn if the slower one does not come back (`_way_back`).

How calm the body was is judged in `_calm`; what stillness says is in `_cycle_rests`, what is said of a
repetition, and when, in `_cycle_report`.
"""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import Generic, TypeVar

from legday.core.block import MotionBlock
from legday.core.events import Event
from legday.exercises._cycle_foreseen import CycleForeseen
from legday.exercises._cycle_params import CycleParams
from legday.exercises._cycle_state import CycleState
from legday.exercises._elsewhere import Elsewhere
from legday.exercises._leg import Kind, Rows
from legday.exercises._repetition import swing_of
from legday.exercises._track import PART, TIME, VECTOR

LONGEST_GAP_S = 20.0  # behind a longer gap the rest attitude is looked for anew
BACK_AT_LAST = 0.3  # of the way out: there the person is back where nothing follows any more
NEARLY = 0.6  # a shaken candidate this near the limit is worth a remark
SHOOK = "the body shook, as in walking"

P = TypeVar("P", bound=CycleParams)
S = TypeVar("S", bound=CycleState)


class CycleDetector(CycleForeseen[P, S], Generic[P, S]):
    """Counts cycles of the acceleration vector and describes them by the angle."""

    def forget_signal(self) -> list[Event]:
        """Start the filters anew; the rest attitude and the swing under way stay."""
        self.state.signal.restart()
        self.state.slip = None
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
        counted, rows, steps = self.signal.prepare(block, state.signal)
        for first, stop in pairwise(sorted({*range(0, len(rows), PART), *steps, len(rows)})):
            if first in steps:
                self.suspect_slip(*steps[first])
            part = rows[first:stop]
            state.track.write(state.row, part)
            quick = part[:, VECTOR:] if self.signal.has_quicker else None
            yield from self._search(Rows.of(state.row, part[:, TIME].tolist(), counted[first:stop], quick))
            state.row += len(part)

    def _search(self, rows: Rows) -> Iterator[Event]:
        state, times = self.state, rows.times
        if self._is_new(times[0]):
            state.zigzag.start(rows.row, rows.points[0], times[0])
        i = 0
        while i < len(times):
            first, stop = i, self._patient_until(times, i)
            found = state.zigzag.search(rows, i, stop, self.limits, state.own, nearly=self.signal.lags)
            i = stop - 1 if found is None else found.i
            anew = self._sit_or_rest_anew(rows, first, i)
            if anew is not None:
                i, events = anew
                yield from events
                i += 1
                continue
            if state.waiting is not None:
                yield from self._report_waiting(rows.row + i)
            if state.provisional.waiting:
                moving = state.waiting is not None or state.zigzag.is_away(self.limits)
                yield from self._withdraw(state.provisional.expire(times[i], moving=moving))
            if found is not None:
                yield from self._take(found.kind, rows, i)
            i += 1

    def _take(self, kind: Kind, rows: Rows, i: int) -> Iterator[Event]:
        """Take in what the zigzag found at index ``i``."""
        if kind == "nearly":
            yield from self.foresee(rows.row + i, rows.times[i])
        elif kind == "dropped":
            yield from self.drop_foreseen(rows.times[i])
        elif kind == "held":
            self._look_at_held(rows, i)
        else:
            self.state.elsewhere = Elsewhere()
            row, t_s = rows.row + i, rows.times[i]
            yield from self._judge(row, t_s) if kind == "back" else self.take_back(t_s)

    def _sit_or_rest_anew(self, rows: Rows, first: int, last: int) -> tuple[int, Iterator[Event]] | None:
        """Return where from ``first`` to ``last`` a slip or another rest shows, and what follows."""
        state = self.state
        if state.slip is None and not state.elsewhere.candidates:
            return None
        slipped = self.search_slip(rows, first, last + 1)
        moved = self.search_elsewhere(rows, first, (last if slipped is None else slipped) + 1)
        if moved is not None:
            i, rest = moved
            return i, self.move(rows.row + i, rest)
        return None if slipped is None else (slipped, self.slip(rows.row + slipped))

    def _patient_until(self, times: list[float], first: int) -> int:
        """Return behind which index from ``first`` on to look whether a repetition has waited too long."""
        if not self.state.provisional.waiting or times[-1] <= self.state.provisional.over_s:
            return len(times)
        return max(first, bisect_right(times, self.state.provisional.over_s)) + 1

    def _is_new(self, t_s: float) -> bool:
        state = self.state
        return state.row == 0 or t_s - state.track.time_s(state.row - 1) > LONGEST_GAP_S

    def _judge(self, row: int, t_s: float) -> Iterator[Event]:
        """Take up the way out whose way back has become certain, or say why not."""
        state, leg = self.state, self.state.zigzag.leg
        if state.foreseen_row == leg.row:
            self.confirm(leg, row, t_s)
            return
        if state.waiting is not None:
            yield from self._report_waiting(row, last=True)
        quick = t_s - state.cycle_s < self.shortest_s
        state.cycle_s = t_s
        swing = self.judged(leg, row)
        if swing is None:
            speaks = self.may_remark(t_s)
            if speaks and self.calmness.is_calm(leg.size / NEARLY, state.track, leg.row, row):
                yield from self._remark(leg.row, row, SHOOK)
            if state.provisional.waiting:
                strides = state.provisional.interrupt(leg.size, t_s, self.params.confirm_share)
                yield from self._withdraw(strides)
        elif quick:
            yield from self._remark(leg.row, row, "too soon after the one before")
        else:
            state.own.add(leg.size, t_s)
            state.waiting = swing
            if state.slip is not None:
                state.slip.judged += 1
            yield from self._report_waiting(row)

    def _judge_last(self, row: int) -> Iterator[Event]:
        """Take up a way out from which the quicker signal is back already where the stream ends."""
        state, t_s = self.state, self.state.track.time_s(row)
        leg = state.zigzag.leg
        unseen = self.signal.has_quicker and not state.zigzag.is_back
        if unseen and leg.size >= self.limits.least(state.own.at(t_s)):
            swing = swing_of(leg, state.track, row, self.signal.lag_rows)
            if swing.seen[-1] <= BACK_AT_LAST:
                yield from self._judge(row, t_s)
