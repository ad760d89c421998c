"""Counts repetitions that go out and back, from the acceleration vector alone.

The low-passed vector's turning points are found in three dimensions (`_zigzag`). Rotation, mirroring and a
constant bias of the sensor therefore cannot change the count, and no gyroscope is needed. A swing counts when
it is large against the person's own range and against the shaking of the body above 3 Hz, which is what
tells a repetition from a stride. It is reported when the person is back; angles and times describe it only.

The first repetition is shown at once and withdrawn if no second one follows (`_provisional`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from math import sqrt
from typing import ClassVar, Generic, TypeVar

from pydantic import Field

from legday.core.block import STANDARD_GRAVITY, MotionBlock
from legday.core.detector import Detector, DetectorState, Params, Setting
from legday.core.events import Event, Rejected, Rep, Retracted
from legday.exercises._cycle_signal import CycleSignal, SignalState
from legday.exercises._provisional import Latest, Provisional, Withdrawal
from legday.exercises._repetition import Outline, Swing, outline, swing_of
from legday.exercises._track import PART, SHAKE, TIME, VECTOR, Track
from legday.exercises._zigzag import Limits, OwnRange, Rows, Zigzag

SEES_STEPS_HZ = 20.0  # slower sensors do not see the shaking of a step
LONGEST_GAP_S = 20.0  # behind a longer gap the rest attitude is looked for anew
PATIENCE_S = 0.5  # from the moment a rep is certain: then it is reported, back or not
NEARLY = 0.6  # a shaken candidate this near the limit is worth a remark
REMARK_EVERY_S = 5.0
ALONE = 2.0  # a repetition this much larger and calmer than need be may stand alone
ALONE_ASTRAY = 0.35  # so may only one that ends this near its beginning, as a share of the swing
WALKED_S = 2.0  # before a stillness that may be the end of walking
STANDS_S = 1.0  # so may only one before which the person stood still for so long


class CycleParams(Params):
    """Parameters of a counter of cycles."""

    cutoff_hz: float = Field(1.5, gt=0.1, lt=4.0, description="Low-pass of the vector that is counted, Hz.")
    floor_m_s2: float = Field(3.0, gt=0.05, lt=10.0, description="Least swing of the vector, m/s².")
    share: float = Field(0.3, gt=0.05, lt=0.9, description="Least swing, of the person's own range.")
    turn: float = Field(0.9, gt=0.2, lt=1.5, description="Way back that makes a turn, of the least swing.")
    turn_reach: float = Field(0.6, gt=0.2, lt=0.9, description="Way back that makes a turn, of the swing.")
    back: float = Field(0.5, gt=0.2, lt=0.95, description="Share of the way back at which a rep is certain.")
    calm: float = Field(4.8, ge=0.0, lt=20.0, description="Least swing in units of the shaking above 3 Hz.")
    calm_coarse: float = Field(9.0, ge=0.0, lt=30.0, description="The same below 20 Hz.")
    shortest_s: float = Field(0.5, ge=0.0, lt=5.0, description="Least time between two repetitions, s.")
    shortest_coarse_s: float = Field(1.5, ge=0.0, lt=5.0, description="The same below 20 Hz, s.")
    astray: float = Field(0.6, gt=0.2, description="Farthest end from the beginning, of the swing.")
    settle_s: float = Field(1.5, gt=0.5, lt=10.0, description="Stillness that makes a new rest attitude, s.")
    home_s: float = Field(1e9, gt=2.0, description="Stillness that is surely no held repetition, s.")
    posture_m_s2: float = Field(99.0, gt=5.0, description="A swing so large is a change of posture, m/s².")
    confirm_s: float = Field(15.0, gt=1.0, lt=60.0, description="A second rep has to follow within, s.")
    confirm_share: float = Field(0.5, gt=0.0, lt=1.0, description="Least size of a rep beside its neighbour.")
    calm_share: float = Field(0.33, ge=0.0, lt=1.0, description="Least calm of a rep, of the person's own.")
    rotation: bool = Field(False, description="Count the rotation seen by the gyroscope too.")
    partial_share: float = Field(0.6, gt=0.0, lt=1.0, description="Range of a partial rep, of the usual one.")


@dataclass(slots=True)
class CycleState(DetectorState):
    """What a counter of cycles remembers."""

    track: Track = field(default_factory=lambda: Track.of(3))
    signal: SignalState = field(default_factory=SignalState)
    zigzag: Zigzag = field(default_factory=Zigzag)
    own: OwnRange = field(default_factory=OwnRange)
    roms: OwnRange = field(default_factory=OwnRange)
    row: int = 0
    count: int = 0
    cycle_s: float = float("-inf")
    remark_s: float = float("-inf")
    waiting: Swing | None = None
    last_serial: int = -1
    last_out_row: int = -1
    provisional: Provisional = field(default_factory=Provisional)


P = TypeVar("P", bound=CycleParams)
S = TypeVar("S", bound=CycleState)


class CycleDetector(Detector[P, S], Generic[P, S]):
    """Counts cycles of the acceleration vector and describes them by the angle."""

    lifts_first: ClassVar[bool] = False

    def __init__(self, params: P, setting: Setting) -> None:
        rotation = params.rotation and setting.gyroscope
        self.signal = CycleSignal(setting.rate_hz, params.cutoff_hz, rotation=rotation)
        super().__init__(params, setting)
        self.limits = Limits(
            floor=params.floor_m_s2 / STANDARD_GRAVITY,
            share=params.share,
            turn=params.turn,
            turn_reach=params.turn_reach,
            back=params.back,
            settle_s=params.settle_s,
            home_s=params.home_s,
            posture=params.posture_m_s2 / STANDARD_GRAVITY,
        )
        fine = setting.rate_hz >= SEES_STEPS_HZ
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
        """Return the repetition under way when it was already certain."""
        last_row = self.state.row - 1
        if last_row < 0:
            return []
        end_s = self.state.track.at(last_row, TIME)
        reported = list(self._report_waiting(last_row, last=True))
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
            last = len(times) - 1 if found is None else found.i
            yield from self._report_waiting(rows.row + last)
            yield from self._withdraw(state.provisional.expire(times[last]))
            if found is not None and found.kind == "flipped":
                yield from self._take_back(times[last])
            elif found is not None and found.kind == "held":
                self._look_at_held(rows, last)
            elif found is not None:
                yield from self._judge(rows.row + last, times[last])
            i = last + 1

    def _is_new(self, t_s: float) -> bool:
        state = self.state
        return state.row == 0 or t_s - state.track.at(state.row - 1, TIME) > LONGEST_GAP_S

    def _judge(self, row: int, t_s: float) -> Iterator[Event]:
        """Take up the way out whose way back has become certain, or say why not."""
        state, leg = self.state, self.state.zigzag.leg
        yield from self._report_waiting(row, last=True)
        oldest = max(0, row - PART + 1)
        begin = max(leg.row, oldest)
        calm = self.calm
        quick = t_s - state.cycle_s < self.shortest_s
        state.cycle_s = t_s
        swing = None
        if leg.size >= calm * self._shaking(begin, row):
            swing = swing_of(leg, state.track, row, self.signal.lag_rows)
        shaking = calm * self._shaking(swing.start_row, row) if swing is not None else 0.0
        if swing is None or leg.size < shaking:
            if leg.size > NEARLY * calm * self._shaking(begin, row):
                yield from self._remark(begin, t_s, "the body shook, as in walking")
            share = self.params.confirm_share
            yield from self._withdraw(state.provisional.interrupt(leg.size, t_s, share))
            return
        if quick:
            yield from self._remark(begin, t_s, "too soon after the one before")
            return
        state.own.add(leg.size, t_s)
        before = max(oldest, swing.start_row - self.signal.rows_in(STANDS_S))
        alone = ALONE * max(self.limits.floor, calm * self._shaking(before, row))
        state.waiting = replace(swing, calm=leg.size / max(shaking, 1e-6), clean=leg.size >= alone)
        yield from self._report_waiting(row)

    def _look_at_held(self, rows: Rows, i: int) -> None:
        """Take a stillness for rest when the swing before it was no repetition, such as the last stride."""
        leg, row = self.state.zigzag.leg, rows.row + i
        begin = max(leg.row - self.signal.rows_in(WALKED_S), row - PART + 1, 0)
        still_row = max(row - self.signal.rows_in(self.params.settle_s), begin + 1)
        if leg.size < self.calm * self._shaking(begin, still_row):
            self.state.zigzag.start(row, rows.points[i], rows.times[i])

    def _shaking(self, first: int, row: int) -> float:
        """Return the shaking between two rows, g RMS."""
        track = self.state.track
        energy = track.at(row, SHAKE) - track.at(first, SHAKE)
        lasted_s = track.at(row, TIME) - track.at(first, TIME)
        return sqrt(max(0.0, energy) / max(lasted_s, 0.01))

    def _remark(self, row: int, t_s: float, reason: str) -> Iterator[Event]:
        state = self.state
        if t_s - state.remark_s < REMARK_EVERY_S:
            return
        state.remark_s = t_s
        serial, start_s = state.take_serial(), state.track.at(row, TIME)
        yield Rejected(serial=serial, decided_s=t_s, start_s=start_s, end_s=t_s, reason=reason)

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
        state, t_s = self.state, self.state.track.at(row, TIME)
        yield from self._withdraw(state.provisional.expire(t_s))
        seen = outline(swing, state.track, row, self.signal.delay_s)
        if seen.astray > self.params.astray:
            yield from self._remark(swing.start_row, t_s, "it did not end where it began")
            return
        state.count += 1
        serial = state.take_serial()
        yield self.describe(swing, seen, serial, t_s)
        state.last_serial, state.last_out_row = serial, swing.out_row
        clean = swing.clean and seen.astray <= ALONE_ASTRAY
        latest = Latest(serial, swing.size, t_s, swing.calm, clean)
        within_s, share = self.params.confirm_s, self.params.confirm_share
        yield from self._withdraw(state.provisional.take(latest, within_s, share, self.params.calm_share))

    def describe(self, swing: Swing, seen: Outline, serial: int, decided_s: float) -> Rep:
        """Return the repetition as an event."""
        out_s, back_s = seen.turn_s - seen.start_s, seen.end_s - seen.turn_s
        return Rep(
            serial=serial,
            decided_s=decided_s,
            n=self.state.count,
            start_s=seen.start_s,
            turn_s=seen.turn_s,
            end_s=seen.end_s,
            rom_rad=seen.rom_rad,
            peak_angle_rad=seen.peak_rad,
            eccentric_s=back_s if self.lifts_first else out_s,
            concentric_s=out_s if self.lifts_first else back_s,
            hold_s=seen.held_s,
            partial=self._is_partial(seen.rom_rad, decided_s),
            quality="good" if seen.is_seen else "low",
        )

    def _is_partial(self, rom_rad: float, t_s: float) -> bool:
        usual = self.state.roms.usual
        partial = rom_rad < self.params.partial_share * usual
        if not partial:
            self.state.roms.add(rom_rad, t_s)
        return partial

    def _take_back(self, t_s: float) -> Iterator[Event]:
        """Withdraw the swing that turns out to have been a step aside before the way out."""
        state, out_row = self.state, self.state.zigzag.out_row
        if state.waiting is not None and state.waiting.out_row == out_row:
            state.waiting = None
            state.own.take_back()
        elif state.last_out_row == out_row:
            state.own.take_back()
            aside = Withdrawal(state.last_serial, t_s, "a small movement before the repetition")
            state.provisional.forget(state.last_serial)
            yield from self._withdraw([aside])

    def _withdraw(self, withdrawals: Iterable[Withdrawal]) -> Iterator[Event]:
        state = self.state
        for serial, t_s, reason in withdrawals:
            state.count -= 1
            if state.last_serial == serial:
                state.last_out_row = -1
            yield Retracted(serial=state.take_serial(), decided_s=t_s, retracts=serial, reason=reason)
