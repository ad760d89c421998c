"""Counts repetitions that go out and back, from the acceleration vector alone.

The vector is low-passed until hardly more than gravity in the sensor's axes is left, and its turning points
are found in three dimensions (`_zigzag`). Rotation, mirroring and a constant bias of the sensor therefore
cannot change the count, and no gyroscope is needed. A swing counts when it is large against the person's own
range and against the shaking of the body, which is what tells a repetition from a stride.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import sqrt

import numpy as np
from pydantic import Field

from legday.core.block import STANDARD_GRAVITY, FloatArray, MotionBlock
from legday.core.detector import Detector, DetectorState, Params, Setting
from legday.core.events import Event, Rep, Retracted
from legday.core.filters import Filter, FilterMemory, smoother
from legday.exercises._track import ANGLE, COLUMNS, ROWS, SHAKE, TIME, Track, X
from legday.exercises._zigzag import Limits, OwnRange, Zigzag

GRID_HZ = 25.0


class CycleParams(Params):
    """Parameters of a counter of cycles."""

    cutoff_hz: float = Field(0.7, gt=0.1, lt=3.0, description="Each of the two low-passes of the count, Hz.")
    fast_hz: float = Field(2.5, gt=1.0, lt=8.0, description="Each of the two low-passes of the timing, Hz.")
    floor_m_s2: float = Field(1.5, gt=0.05, lt=10.0, description="Least swing of the acceleration, m/s².")
    share: float = Field(0.3, gt=0.05, lt=0.9, description="Least swing, of the person's own range.")
    back: float = Field(0.5, gt=0.2, lt=0.95, description="Share of the way back at which a rep is certain.")
    calm: float = Field(2.2, ge=0.0, lt=20.0, description="Least swing in units of the shaking above 1.5 Hz.")
    shortest_s: float = Field(0.6, ge=0.0, lt=5.0, description="Least time between two repetitions, s.")
    settle_s: float = Field(2.0, gt=0.5, lt=10.0, description="Stillness that makes a new rest attitude, s.")
    confirm_s: float = Field(15.0, gt=1.0, lt=60.0, description="A second rep has to follow within, s.")
    confirm_share: float = Field(0.2, gt=0.0, lt=1.0, description="Least size of the second rep.")


@dataclass(slots=True)
class Candidate:
    """A counted repetition that no second one confirms yet."""

    serial: int
    size: float
    decided_s: float


@dataclass(slots=True)
class CycleState(DetectorState):
    """What a counter of cycles remembers."""

    slow: FilterMemory = None
    fast: FilterMemory = None
    shake_mean: FilterMemory = None
    shake: float = 0.0
    row: int = 0
    zigzag: Zigzag = field(default_factory=Zigzag)
    own: OwnRange = field(default_factory=OwnRange)
    track: Track = field(default_factory=Track)
    count: int = 0
    last_end_s: float = -np.inf
    candidate: Candidate | None = None


class CycleDetector(Detector[CycleParams, CycleState]):
    """Counts cycles of the acceleration vector and describes them by the angle."""

    def __init__(self, params: CycleParams, setting: Setting) -> None:
        super().__init__(params, setting)
        rate_hz = setting.rate_hz
        self.stride = max(1, round(rate_hz / GRID_HZ))
        self.slow = _twice(smoother(1.0 / (2.0 * np.pi * params.cutoff_hz), rate_hz))
        self.fast = _twice(smoother(1.0 / (2.0 * np.pi * params.fast_hz), rate_hz))
        self.mean = smoother(1.0 / (2.0 * np.pi * 1.5), rate_hz)
        self.limits = Limits(
            params.floor_m_s2 / STANDARD_GRAVITY, params.share, 0.6, 0.45, params.back, params.settle_s
        )

    def initial_state(self) -> CycleState:
        """Return the state before the first sample."""
        return CycleState()

    def forget_signal(self) -> list[Event]:
        """Start filters anew; the rest attitude and the swing under way stay."""
        self.state.slow = self.state.fast = self.state.shake_mean = None
        return []

    def step(self, block: MotionBlock) -> Iterator[Event]:
        """Yield the repetitions that ``block`` decides."""
        slow, rows = self._prepare(block)
        for first in range(0, len(rows), ROWS // 2):
            part = slice(first, first + ROWS // 2)
            self.state.track.write(self.state.row, rows[part])
            yield from self._search(rows[part, TIME], slow[part])
            self.state.row += len(rows[part])

    def _prepare(self, block: MotionBlock) -> tuple[FloatArray, FloatArray]:
        """Filter, and pick the rows of the coarse grid: slow vector (n, 3), rows (n, 6)."""
        state = self.state
        acc = block.acc / STANDARD_GRAVITY
        slow, state.slow = self.slow.apply(acc, state.slow)
        fast, state.fast = self.fast.apply(acc, state.fast)
        force = block.force / STANDARD_GRAVITY
        mean, state.shake_mean = self.mean.apply(force, state.shake_mean)
        shake = np.cumsum(np.concatenate([[state.shake], (force - mean) ** 2 / self.setting.rate_hz]))[1:]
        state.shake = float(shake[-1])
        picked = slice(-block.start % self.stride, None, self.stride)
        rows = np.empty((len(block.t_s[picked]), COLUMNS))
        rows[:, TIME], rows[:, X : X + 3] = block.t_s[picked], fast[picked]
        rows[:, ANGLE], rows[:, SHAKE] = block.angle[picked], shake[picked]
        return slow[picked], rows

    def _search(self, times: FloatArray, slow: FloatArray) -> Iterator[Event]:
        state = self.state
        columns = (times.tolist(), slow[:, 0].tolist(), slow[:, 1].tolist(), slow[:, 2].tolist())
        if columns[0] and state.zigzag.near_row < 0:
            state.zigzag.start(state.row, (columns[1][0], columns[2][0], columns[3][0]), columns[0][0])
        i = 0
        while i < len(times):
            found = state.zigzag.search(columns, i, state.row + i, self.limits, state.own)
            last = len(times) - 1 if found is None else found.i
            yield from self._expire(columns[0][last])
            if found is not None and found.kind == "back":
                yield from self._judge(state.row + found.i, columns[0][found.i])
            i = last + 1

    def _judge(self, row: int, t_s: float) -> Iterator[Event]:
        state, zigzag = self.state, self.state.zigzag
        if self._shaken(row) > zigzag.out_size or t_s - state.last_end_s < self.params.shortest_s:
            return
        state.own.add(zigzag.out_size, t_s)
        state.last_end_s = t_s
        state.count += 1
        serial = state.take_serial()
        yield self._describe(serial, row, t_s)
        alone = state.candidate is None or zigzag.out_size < self.params.confirm_share * state.candidate.size
        confirmed = len(state.own.sizes) > 1
        state.candidate = Candidate(serial, zigzag.out_size, t_s) if alone and not confirmed else None

    def _shaken(self, row: int) -> float:
        track, begin = self.state.track, self.state.zigzag.out_row
        energy = track.at(row, SHAKE) - track.at(begin, SHAKE)
        lasted_s = track.at(row, TIME) - track.at(begin, TIME)
        return self.params.calm * sqrt(max(0.0, energy) / max(lasted_s, 1.0 / GRID_HZ))

    def _describe(self, serial: int, row: int, t_s: float) -> Rep:
        zigzag, track = self.state.zigzag, self.state.track
        angle = track.read(zigzag.out_row, row + 1)[:, ANGLE]
        start_s, turn_s = track.at(zigzag.out_row, TIME), track.at(zigzag.near_row, TIME)
        return Rep(
            serial=serial,
            decided_s=t_s,
            n=self.state.count,
            start_s=start_s,
            turn_s=turn_s,
            end_s=t_s,
            rom_rad=float(angle.max() - angle.min()),
            peak_angle_rad=float(angle[np.argmax(np.abs(angle))]),
            eccentric_s=turn_s - start_s,
            concentric_s=t_s - turn_s,
            quality="good" if len(self.state.own.sizes) > 1 else "low",
        )

    def _expire(self, t_s: float) -> Iterator[Event]:
        candidate = self.state.candidate
        if candidate is None or t_s - candidate.decided_s <= self.params.confirm_s:
            return
        self.state.candidate = None
        self.state.own = OwnRange()
        self.state.count -= 1
        yield Retracted(
            serial=self.state.take_serial(),
            decided_s=candidate.decided_s + self.params.confirm_s,
            retracts=candidate.serial,
            reason="no second repetition followed",
        )


def _twice(one: Filter) -> Filter:
    return Filter(one.sections + one.sections, np.concatenate([one.steady, one.steady]))
