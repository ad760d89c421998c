"""Reporting repetitions: when the person is back, and withdrawn when nothing confirms them.

A swing counts as soon as its way back is certain, and is told when the person is back. The first repetition
is shown at once and withdrawn if no second one follows (`_provisional`).
"""

from collections.abc import Iterable, Iterator
from typing import ClassVar, Generic, TypeVar

from legday.core.block import STANDARD_GRAVITY
from legday.core.detector import Detector, Setting
from legday.core.events import Event, Quality, Rejected, Rep, Retracted
from legday.exercises._brisk import LEAST_RATE_HZ
from legday.exercises._cycle_params import CycleParams
from legday.exercises._cycle_signal import CycleSignal
from legday.exercises._cycle_state import CycleState
from legday.exercises._lone import Latest
from legday.exercises._outline import Outline, outline
from legday.exercises._provisional import Withdrawal
from legday.exercises._repetition import Swing
from legday.exercises._track import PART, Track

PATIENCE_S = 0.5  # from the moment a rep is certain: then it is reported, back or not
REMARK_EVERY_S = 5.0
NOT_WHOLE = "the way back was not gone to its end"
ALONE_ASTRAY = 0.35  # only one that ends this near its beginning, as a share of the swing, may stand alone

P = TypeVar("P", bound=CycleParams)
S = TypeVar("S", bound=CycleState)


class CycleReports(Detector[P, S], Generic[P, S]):
    """What a counter of cycles says of the swings that count."""

    lifts_first: ClassVar[bool] = False
    """Whether the way out is the shortening half."""

    follows_heading: ClassVar[bool] = False
    """Whether the turn about the vertical is looked at."""

    def __init__(self, params: P, setting: Setting) -> None:
        rotation = params.rotation and setting.gyroscope
        self.sees_impacts = setting.rate_hz >= LEAST_RATE_HZ
        # Where impacts are not seen nothing brisk can be told from a stride, and a slower low-pass is safer.
        slower_hz = params.cutoff_hz if self.sees_impacts else params.cutoff_coarse_hz
        cutoff_hz, heading = min(params.cutoff_hz, slower_hz), self.follows_heading
        slip_g = params.slip_m_s2 / STANDARD_GRAVITY
        self.signal = CycleSignal(
            setting.rate_hz, cutoff_hz, rotation=rotation, heading=heading, slip_g=slip_g
        )
        self.patience_rows = self.signal.rows_in(PATIENCE_S)
        super().__init__(params, setting)

    def initial_state(self) -> S:
        """Return the state before the first sample."""
        state: S = CycleState(track=Track.of(self.signal.dimensions))  # type: ignore[assignment]
        return state

    def objection(self, seen: Outline) -> str | None:
        """Return why a swing is no repetition of this exercise after all, in words, or None."""
        return "it did not end where it began" if seen.astray > self.params.astray else None

    def quality_of(self, seen: Outline) -> Quality:
        """Return the quality of a repetition: low where samples of it are missing or clipped."""
        return "good" if seen.is_whole else "low"

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
            quality=self.quality_of(seen),
        )

    def _report_waiting(self, row: int, *, last: bool = False) -> Iterator[Event]:
        """Report the certain swing once the person is back, looking at rows up to ``row``."""
        state, swing = self.state, self.state.waiting
        if swing is None:
            return
        patience = swing.certain_row + self.patience_rows
        stop = min(row, patience) + 1
        decided = swing.back_row(state.track, swing.certain_row, stop, self.signal.ahead)
        if decided is None:
            if row < patience and not last:
                return
            decided = min(row, patience)
        state.waiting = None
        yield from self._report(swing, decided, decided)

    def _report(self, swing: Swing, back_row: int, row: int) -> Iterator[Event]:
        """Report at ``row`` a swing from which the person was back at ``back_row``."""
        state, t_s = self.state, self.state.track.time_s(row)
        seen = outline(swing, state.track, back_row, self.signal.delay_s, self.signal.ahead)
        if state.provisional.waiting:
            yield from self._withdraw(state.provisional.begin(seen.start_s, t_s))
        objection = self.objection(seen)
        if objection is not None:
            state.foreseen_row = -1  # it is judged once more when it is certain
            yield from self._remark(swing.start_row, row, objection)
            return
        clean = swing.clean and seen.astray <= ALONE_ASTRAY
        if clean and state.provisional.lone.kept:
            yield from self._tell_again(state.provisional.recall(swing.size, seen.start_s), t_s)
        state.count += 1
        serial = state.take_serial()
        rep = self.describe(swing, seen, serial, t_s)
        yield rep
        state.last_serial, state.last_out_row = serial, swing.out_row
        size, start_s, calm, brisk = swing.size, seen.start_s, swing.calm, swing.brisk
        latest = Latest(serial, size, t_s, start_s, calm, clean=clean, brisk=brisk, told=rep)
        yield from self._withdraw(state.provisional.take(latest, self.params))

    def _tell_again(self, recalled: Iterable[Latest], t_s: float) -> Iterator[Event]:
        """Tell at ``t_s`` of repetitions that were withdrawn and stand after all."""
        state = self.state
        for rep in [each.told for each in recalled if each.told is not None]:
            state.count += 1
            yield rep.model_copy(update={"serial": state.take_serial(), "n": state.count, "decided_s": t_s})

    def drop_foreseen(self, t_s: float) -> Iterator[Event]:
        """Withdraw at ``t_s`` the repetition that was foreseen, and did not come."""
        state, out_row = self.state, self.state.foreseen_row
        state.foreseen_row = -1
        if out_row < 0:
            return
        if state.waiting is not None and state.waiting.out_row == out_row:
            state.waiting = None
        elif state.last_out_row == out_row:
            state.provisional.forget(state.last_serial)
            yield from self._withdraw([Withdrawal(state.last_serial, t_s, NOT_WHOLE)])

    def _is_partial(self, rom_rad: float, t_s: float) -> bool:
        usual_rad = self.state.roms.usual
        self.state.roms.add(rom_rad, t_s)
        return rom_rad < max(self.params.partial_share * usual_rad, self.params.full_rom_rad)

    def may_remark(self, t_s: float) -> bool:
        """Return whether the last remark is long enough ago."""
        return t_s - self.state.remark_s >= REMARK_EVERY_S

    def _remark(self, first: int, row: int, reason: str) -> Iterator[Event]:
        state, t_s = self.state, self.state.track.time_s(row)
        if not self.may_remark(t_s):
            return
        state.remark_s = t_s
        serial, start_s = state.take_serial(), state.track.time_s(max(first, row - PART + 1, 0))
        yield Rejected(serial=serial, decided_s=t_s, start_s=start_s, end_s=t_s, reason=reason)

    def _withdraw(self, withdrawals: Iterable[Withdrawal]) -> Iterator[Event]:
        state = self.state
        for serial, t_s, reason in withdrawals:
            state.count -= 1
            if state.last_serial == serial:
                state.last_out_row = -1
            yield Retracted(serial=state.take_serial(), decided_s=t_s, retracts=serial, reason=reason)
