"""What a counter of cycles takes back: where the strap slipped, or a way out was a step aside."""

from collections.abc import Iterator
from dataclasses import replace
from math import hypot
from typing import Generic, TypeVar

import numpy as np

from legday.core.events import Event
from legday.exercises._cycle_params import CycleParams
from legday.exercises._cycle_rests import CycleRests
from legday.exercises._cycle_state import CycleState
from legday.exercises._elsewhere import Elsewhere
from legday.exercises._leg import Leg, Rows
from legday.exercises._provisional import Withdrawal
from legday.exercises._slip import Slip, without_step
from legday.exercises._slip_finder import Step
from legday.exercises._track import PART
from legday.exercises._zigzag_state import moved

SLIPPED = "the strap slipped"
HIDES = 0.5  # of the usual repetition: a smaller step leaves enough of the way back

P = TypeVar("P", bound=CycleParams)
S = TypeVar("S", bound=CycleState)


class CycleSlips(CycleRests[P, S], Generic[P, S]):
    """Follows what would be if the strap had slipped."""

    def suspect_slip(self, step: Step, age: int) -> None:
        """Follow a step as if the strap had slipped, ``age`` samples before the next row."""
        state = self.state
        size = hypot(*step.change)
        larger = state.slip is not None and size < hypot(*state.slip.change)
        if state.row == 0 or larger or size < HIDES * state.own.usual:
            return
        zigzag, own = replace(state.zigzag), replace(state.own)
        change = (*step.change, *(0.0,) * (self.signal.dimensions - len(step.change)))
        state.slip = Slip(change, state.row, age, zigzag.leg.start, zigzag, own, state.foreseen_row)

    def search_slip(self, rows: Rows, first: int, stop: int) -> int | None:
        """Return the index in ``[first, stop)`` at which the strap turns out to have slipped."""
        slip, signal = self.state.slip, self.signal
        if slip is None:
            return None
        rows = rows.between(first, stop)
        ages = slip.age + (rows.row - slip.row + np.arange(len(rows.times))) * signal.stride
        vectors, quick = without_step(rows.vectors, slip.change, signal.count_response, ages), rows.quick
        if quick is not None:
            quick = without_step(quick, slip.change, signal.timing_response, ages)
        without = Rows.of(rows.row, rows.times, vectors, quick)
        clear = slip.search(rows, without, (ages / signal.rate_hz).tolist(), self.limits)
        if clear is None:
            return None
        if not clear[1]:
            self.state.slip = None
            return None
        return first + clear[0]

    def slip(self, row: int) -> Iterator[Event]:
        """Go on as the strap sits now, and report late what the slip hid."""
        state, slip = self.state, self.state.slip
        if slip is None:
            return
        yield from self._report_waiting(row)
        surplus = slip.judged - len(slip.found)
        if state.waiting is not None and state.waiting.certain_row >= slip.row:
            state.waiting, surplus = None, surplus - 1
        yield from self._report_waiting(row, last=True)
        state.slip, state.elsewhere = None, Elsewhere()
        state.foreseen_row = slip.foreseen_row
        self._sit_anew(slip, row)
        if surplus > 0:
            yield from self._withdraw([Withdrawal(state.last_serial, state.track.time_s(row), SLIPPED)])
            state.provisional.forget(state.last_serial)
        for leg, certain_row in slip.found[surplus:] if surplus < 0 else ():
            yield from self._report_hidden(leg, certain_row, row)

    def _sit_anew(self, slip: Slip, row: int) -> None:
        """Turn what is remembered of the time before the slip into the directions of now."""
        state, response = self.state, self.signal.timing_response
        state.zigzag, state.own, state.cycle_s = slip.zigzag, slip.own, state.track.time_s(row)
        state.zigzag.move(slip.change)
        slip.found = [
            (Leg(moved(leg.start, slip.change), moved(leg.end, slip.change), leg.row, leg.size), certain_row)
            for leg, certain_row in slip.found
        ]
        rows = np.arange(max(0, row - PART + 1), row + 1)
        ages = slip.age + (rows - slip.row) * self.signal.stride
        share = np.where(ages < 0, 0.0, response[np.clip(ages, 0, len(response) - 1)])
        state.track.move(row, np.multiply.outer(1.0 - share, np.array(slip.change)))

    def _report_hidden(self, leg: Leg, certain_row: int, row: int) -> Iterator[Event]:
        state = self.state
        yield from self._report_waiting(row, last=True)
        swing = self.judged(leg, certain_row)
        if swing is None:
            return
        latest = certain_row + self.patience_rows
        back_row = swing.back_row(state.track, certain_row, min(row, latest) + 1)
        if back_row is None and row < latest:
            state.waiting = swing
        else:
            yield from self._report(swing, latest if back_row is None else back_row, row)

    def take_back(self, t_s: float) -> Iterator[Event]:
        """Withdraw the swing that turns out to have been a step aside before the way out."""
        state, out_row = self.state, self.state.zigzag.out_row
        if state.foreseen_row == out_row:
            yield from self.drop_foreseen(t_s)
        elif state.waiting is not None and state.waiting.out_row == out_row:
            state.waiting = None
            self._unjudge()
        elif state.last_out_row == out_row and not self._is_usual(state.zigzag.out_size):
            aside = Withdrawal(state.last_serial, t_s, "a small movement before the repetition")
            state.provisional.forget(state.last_serial)
            self._unjudge()
            yield from self._withdraw([aside])

    def _unjudge(self) -> None:
        self.state.own.take_back()
        if self.state.slip is not None:
            self.state.slip.judged -= 1

    def _is_usual(self, size: float) -> bool:
        """Return whether the last repetition stands and is of the person's usual size."""
        provisional = self.state.provisional
        if provisional.waiting_of(self.state.last_serial) is not None or not provisional.standing.sizes:
            return False
        return size >= self.params.confirm_share * provisional.standing.usual
