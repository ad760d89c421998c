"""Counts repetitions that go out and back, from the acceleration vector alone.

The low-passed vector's turning points are found in three dimensions (`_zigzag`). Rotation, mirroring and a
constant bias of the sensor therefore cannot change the count, and no gyroscope is needed. A swing counts when
it is large against the person's own range and against the shaking of the body above 3 Hz, which is what tells
a repetition from a stride. It is reported when the person is back; angles and times describe it only.

The first repetition is shown at once and withdrawn if no second one follows (`_provisional`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import ClassVar, Generic, TypeVar

from legday.core.block import STANDARD_GRAVITY, MotionBlock
from legday.core.detector import Detector, Setting
from legday.core.events import Event, Rejected, Rep, Retracted
from legday.exercises._brisk import LEAD_S, LEAST_RATE_HZ, SHORTEST_S, STRIDE_S, together
from legday.exercises._cycle_params import CycleParams
from legday.exercises._cycle_signal import CycleSignal
from legday.exercises._cycle_state import CycleState
from legday.exercises._provisional import FIRM, Latest, Withdrawal
from legday.exercises._repetition import Outline, Swing, outline, swing_of
from legday.exercises._track import PART, TIME, VECTOR, Track
from legday.exercises._zigzag import Leg, Limits, Rows

SEES_STEPS_HZ = 20.0  # slower sensors do not see the shaking of a step
LONGEST_GAP_S = 20.0  # behind a longer gap the rest attitude is looked for anew
PATIENCE_S = 0.5  # from the moment a rep is certain: then it is reported, back or not
NEARLY = 0.6  # a shaken candidate this near the limit is worth a remark
REMARK_EVERY_S = 5.0
ALONE = 2.0  # a repetition this much larger and calmer than need be may stand alone
ALONE_ASTRAY = 0.35  # so may only one that ends this near its beginning, as a share of the swing
STANDS_S = 1.0  # so may only one before which the person stood still for so long
WHOLE = 0.9  # of the way back: a slower sensor may see the turn so late that less says nothing
WALKED_S = 2.0  # before a stillness that may be the end of walking
SHOOK = "the body shook, as in walking"

P = TypeVar("P", bound=CycleParams)
S = TypeVar("S", bound=CycleState)


class CycleDetector(Detector[P, S], Generic[P, S]):
    """Counts cycles of the acceleration vector and describes them by the angle."""

    lifts_first: ClassVar[bool] = False
    """Whether the way out is the shortening half."""

    def __init__(self, params: P, setting: Setting) -> None:
        rotation = params.rotation and setting.gyroscope
        self.sees_impacts = setting.rate_hz >= LEAST_RATE_HZ
        # Where impacts are not seen nothing brisk can be told from a stride, and a slower low-pass is safer.
        slower_hz = params.cutoff_hz if self.sees_impacts else params.cutoff_coarse_hz
        self.signal = CycleSignal(setting.rate_hz, min(params.cutoff_hz, slower_hz), rotation=rotation)
        super().__init__(params, setting)
        fine = setting.rate_hz >= SEES_STEPS_HZ
        self.limits = _limits(params, 0.0 if fine else WHOLE)
        self.calm = params.calm if fine else params.calm_coarse
        self.shortest_s = params.shortest_s if fine else params.shortest_coarse_s

    def initial_state(self) -> S:
        """Return the state before the first sample."""
        state: S = CycleState(track=Track.of(self.signal.dimensions))  # type: ignore[assignment]
        return state

    def forget_signal(self) -> list[Event]:
        """Start the filters anew; the rest attitude and the swing under way stay."""
        self.state.signal.restart()
        return []

    def finish(self) -> list[Event]:
        """Return the repetition under way, when it is certain, and withdraw one that stands alone badly."""
        last_row = self.state.row - 1
        if last_row < 0:
            return []
        reported = list(self._report_waiting(last_row, last=True))
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

    def objection(self, seen: Outline) -> str | None:
        """Return why a swing is no repetition of this exercise after all, in words, or None."""
        return "it did not end where it began" if seen.astray > self.params.astray else None

    def describe(self, swing: Swing, seen: Outline, serial: int, decided_s: float) -> Rep:  # noqa: ARG002
        """Return the repetition as an event; exercises add to it what they know of it."""
        out_s, back_s = seen.turn_s - seen.start_s, seen.end_s - seen.turn_s
        timed = seen.is_whole
        return Rep(
            serial=serial,
            decided_s=decided_s,
            n=self.state.count,
            start_s=seen.start_s,
            turn_s=seen.turn_s,
            end_s=seen.end_s,
            rom_rad=seen.rom_rad,
            peak_angle_rad=seen.peak_rad,
            eccentric_s=(back_s if self.lifts_first else out_s) if timed else None,
            concentric_s=(out_s if self.lifts_first else back_s) if timed else None,
            hold_s=seen.held_s if timed else None,
            partial=self._is_partial(seen.rom_rad, decided_s),
            quality="good" if timed else "low",
        )

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
        swing = self._calm_swing(leg, row)
        if swing is None:
            if leg.size > NEARLY * self.calm * state.track.shaking(leg.row, row):
                yield from self._remark(leg.row, row, SHOOK)
            strides = state.provisional.interrupt(leg.size, t_s, self.params.confirm_share)
            yield from self._withdraw(strides)
        elif quick:
            yield from self._remark(leg.row, row, "too soon after the one before")
        else:
            state.own.add(leg.size, t_s)
            state.waiting = swing
            yield from self._report_waiting(row)

    def _calm_swing(self, leg: Leg, row: int) -> Swing | None:
        """Return the swing of ``leg``, or None where the body shook too much for a repetition."""
        track, swing = self.state.track, swing_of(leg, self.state.track, row, self.signal.lag_rows)
        shaking = self.calm * max(track.shaking(leg.row, row), track.shaking(swing.start_row, row))
        calm = leg.size / max(shaking, 1e-6)
        brisk = calm < FIRM and self.sees_impacts and self._is_brisk(swing, row)
        if calm < 1.0 and not (brisk and self._is_short(swing)):
            return None
        before = swing.start_row - self.signal.rows_in(STANDS_S)
        alone = ALONE * max(self.limits.floor, self.calm * track.shaking(before, row))
        return replace(swing, calm=calm, clean=leg.size >= alone, brisk=brisk)

    def _is_brisk(self, swing: Swing, row: int) -> bool:
        """Return whether a swing is free of impacts, and the force in step with it."""
        rattling = self.state.track.rattling(row - self.signal.rows_in(STRIDE_S), row)
        if swing.size < self.params.brisk * rattling:
            return False
        lead_rows = self.signal.rows_in(LEAD_S)
        return together(swing, self.state.track, row, lead_rows) >= self.params.together

    def _is_short(self, swing: Swing) -> bool:
        out_rows = swing.turn_row - swing.start_row
        return self.signal.rows_in(SHORTEST_S) <= out_rows <= self.signal.rows_in(self.params.brisk_s)

    def _look_at_held(self, rows: Rows, i: int) -> None:
        """Take a stillness for rest when the swing before it was no repetition, such as the last stride."""
        leg, row = self.state.zigzag.leg, rows.row + i
        begin = leg.row - self.signal.rows_in(WALKED_S)
        still_row = row - self.signal.rows_in(self.params.settle_s)
        if leg.size < self.calm * self.state.track.shaking(begin, max(still_row, 0)):
            self.state.zigzag.start(row, rows.points[i], rows.times[i])

    def _report_waiting(self, row: int, *, last: bool = False) -> Iterator[Event]:
        """Report the certain swing once the person is back, looking at rows up to ``row``."""
        state, swing = self.state, self.state.waiting
        if swing is None:
            return
        patience = swing.certain_row + self.signal.rows_in(PATIENCE_S)
        decided = swing.back_row(state.track, swing.certain_row, min(row, patience) + 1)
        if decided is None:
            if row < patience and not last:
                return
            decided = min(row, patience)
        state.waiting = None
        yield from self._report(swing, decided)

    def _report(self, swing: Swing, row: int) -> Iterator[Event]:
        state, t_s = self.state, self.state.track.time_s(row)
        yield from self._withdraw(state.provisional.expire(t_s))
        seen = outline(swing, state.track, row, self.signal.delay_s)
        objection = self.objection(seen)
        if objection is not None:
            yield from self._remark(swing.start_row, row, objection)
            return
        state.count += 1
        serial = state.take_serial()
        yield self.describe(swing, seen, serial, t_s)
        state.last_serial, state.last_out_row = serial, swing.out_row
        clean = swing.clean and seen.astray <= ALONE_ASTRAY
        latest = Latest(serial, swing.size, t_s, swing.calm, clean=clean, brisk=swing.brisk)
        yield from self._withdraw(state.provisional.take(latest, self.params))

    def _is_partial(self, rom_rad: float, t_s: float) -> bool:
        usual_rad = self.state.roms.usual
        self.state.roms.add(rom_rad, t_s)
        return rom_rad < max(self.params.partial_share * usual_rad, self.params.full_rom_rad)

    def _remark(self, first: int, row: int, reason: str) -> Iterator[Event]:
        state, t_s = self.state, self.state.track.time_s(row)
        if t_s - state.remark_s < REMARK_EVERY_S:
            return
        state.remark_s = t_s
        serial, start_s = state.take_serial(), state.track.time_s(max(first, row - PART + 1, 0))
        yield Rejected(serial=serial, decided_s=t_s, start_s=start_s, end_s=t_s, reason=reason)

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

    def _withdraw(self, withdrawals: Iterable[Withdrawal]) -> Iterator[Event]:
        state = self.state
        for serial, t_s, reason in withdrawals:
            state.count -= 1
            if state.last_serial == serial:
                state.last_out_row = -1
            yield Retracted(serial=state.take_serial(), decided_s=t_s, retracts=serial, reason=reason)


def _limits(params: CycleParams, at_once: float) -> Limits:
    return Limits(
        floor=params.floor_m_s2 / STANDARD_GRAVITY,
        share=params.share,
        turn=params.turn,
        turn_reach=params.turn_reach,
        back=params.back,
        at_once=at_once,
        settle_s=params.settle_s,
        home_s=params.home_s,
        posture=params.posture_m_s2 / STANDARD_GRAVITY,
    )
