"""High knees: the thigh is lifted fast towards the horizontal, leg after leg, on the spot or moving forward.

The sensor sits on the thigh, strapped or in a trouser pocket. It sees the lifts of its own leg only, one
for every two steps: the cadence takes the other leg's lifts for granted. The other foot's impact shows on
this thigh too, smaller, and is not counted: counting impacts gives anything between one and two a lift.

With a gyroscope the thigh's angle tells. Without one no angle can be had, but nothing presses along a thigh
that is level (`_relief`): brisk and high lifts (150 steps a minute and more, to the horizontal) are counted
from the third on, back to the first or second. Slower or lower ones are not.

What fools it: running lifts the thigh nearly as far and as fast, and with a gyroscope is counted where it
does; without one hopping is. Walking swings the thigh by 25 to 45 degrees at 2 to 3 rad/s, climbing stairs by
50 degrees at 2.5 rad/s, both less than asked for here; a phone that swings in a wide pocket can add to that.

Source: lifts as maxima of the thigh angle agree with motion capture in the two-minute step test (143 cycles
of 0.84 s at 304 degrees/s; Hoffmann et al., Sensors 26, 1520, 2026).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from pydantic import Field

from legday.core.block import MISSING, UNALIGNED, MotionBlock
from legday.core.detector import Detector, DetectorState, Params, Setting
from legday.core.events import Event, Lift, Quality
from legday.exercises._cadence import Rhythm, cadence, silence
from legday.exercises._exercise import Exercise
from legday.exercises._lift import LiftFinder, LiftLimits, LiftSignal, Top
from legday.exercises._relief import ReliefFinder, ReliefSignal

STEPS_PER_LIFT = 2


class HighKneesParams(Params):
    """Parameters of `HighKnees`."""

    rise_rad: float = Field(
        math.radians(64.0), gt=0.3, lt=1.6, description="Least rise of the thigh from its low point, rad."
    )
    rise_rad_s: float = Field(
        3.3, gt=0.5, lt=6.0, description="Least angular speed reached on the way up, rad/s."
    )
    reversal_rad: float = Field(
        math.radians(5.0), gt=0.02, lt=0.4, description="Way down after which the top is certain, rad."
    )
    target_rad: float = Field(
        math.radians(80.0), gt=0.3, lt=2.2, description="Thigh angle that a lift should reach, rad."
    )
    longest_period_s: float = Field(
        1.6, gt=0.4, lt=4.0, description="Two lifts further apart have no cadence, s."
    )
    fall_m_s2: float = Field(
        11.5, gt=2.0, lt=30.0, description="Without gyroscope: least fall of the force along the thigh, m/s²."
    )
    top: float = Field(
        0.4, gt=0.0, lt=1.0, description="Without gyroscope: most of that force left at the top, as a share."
    )
    shortest_period_s: float = Field(
        0.5, gt=0.2, lt=1.0, description="Without gyroscope: shortest time between two lifts, s."
    )
    brisk_period_s: float = Field(
        0.9, gt=0.4, lt=2.0, description="Without gyroscope: longest time between two lifts, s."
    )
    first: int = Field(3, ge=1, le=8, description="Without gyroscope: lifts in a row that are believed.")


@dataclass(slots=True)
class HighKneesState(DetectorState):
    """Tally, rhythm and signal of `HighKnees`; ``waiting`` are first lifts that are not believed yet."""

    rhythm: Rhythm = field(kw_only=True)
    angle: LiftSignal = field(kw_only=True)
    relief: ReliefSignal = field(kw_only=True)
    n: int = 0
    waiting: tuple[Top, ...] = ()
    now_s: float = -math.inf


class HighKnees(Detector[HighKneesParams, HighKneesState]):
    """Counts the lifts of one thigh, and their cadence."""

    def __init__(self, params: HighKneesParams, setting: Setting) -> None:
        limits = LiftLimits(params.reversal_rad, params.rise_rad, params.rise_rad_s)
        self._angle = LiftFinder(setting.rate_hz, limits)
        self._relief = ReliefFinder(setting.rate_hz, params.fall_m_s2, params.top)
        super().__init__(params, setting)

    def initial_state(self) -> HighKneesState:
        """Return the state before the first sample."""
        return HighKneesState(
            rhythm=Rhythm(self.params.longest_period_s),
            angle=self._angle.initial(),
            relief=self._relief.initial(),
        )

    def step(self, block: MotionBlock) -> Iterator[Event]:
        """Yield the lifts that the block decides, and the cadence after each."""
        state = self.state
        for top in self._tops(block):
            yield from silence(state, state.rhythm, block.t_s, top.decided_s)
            lifts_per_s = None
            for lift in self._confirmed(top):
                yield self._lift(lift, top.decided_s, int(block.flags[top.i]))
                lifts_per_s = state.rhythm.beat(lift.t_s, top.decided_s)
            if lifts_per_s is not None:
                yield cadence(state, top.t_s, top.decided_s, STEPS_PER_LIFT * lifts_per_s)
        yield from silence(state, state.rhythm, block.t_s, math.inf)
        state.now_s = float(block.t_s[-1])

    def forget_signal(self) -> list[Event]:
        """Start the filters anew; the count and the own range stay."""
        state = self.state
        events: list[Event] = []
        if state.rhythm.periods_s:
            events.append(cadence(state, state.now_s, state.now_s, 0.0))
        state.angle, state.relief = self._angle.initial(), self._relief.initial()
        state.rhythm = Rhythm(self.params.longest_period_s)
        state.waiting = ()
        return events

    def _tops(self, block: MotionBlock) -> Iterator[Top]:
        if self.setting.gyroscope:
            return self._angle.find(block, self.state.angle)
        return self._relief.find(block, self.state.relief)

    def _confirmed(self, top: Top) -> tuple[Top, ...]:
        """Return the lifts that are certain now: without a gyroscope the first ones wait for each other."""
        state = self.state
        if self.setting.gyroscope:
            return (top,)
        if self._in_step(top.t_s - state.rhythm.last_s):
            state.relief.counted_s = top.t_s
            return (top,)
        last_s = state.waiting[-1].t_s if state.waiting else -math.inf
        going = self._in_step(top.t_s - last_s) and state.relief.dip_s < last_s
        state.waiting = (*state.waiting, top) if going else (top,)
        if len(state.waiting) < self.params.first:
            return ()
        confirmed, state.waiting = state.waiting, ()
        state.relief.counted_s = top.t_s
        return confirmed

    def _in_step(self, period_s: float) -> bool:
        return self.params.shortest_period_s <= period_s <= self.params.brisk_period_s

    def _lift(self, top: Top, decided_s: float, flags: int) -> Lift:
        state = self.state
        state.n += 1
        angle = top.angle_rad
        doubtful = angle is None or flags & (MISSING | UNALIGNED)
        quality: Quality = "low" if doubtful else "good"
        return Lift(
            serial=state.take_serial(),
            decided_s=decided_s,
            t_s=top.t_s,
            n=state.n,
            angle_rad=angle,
            above_target=None if angle is None else angle >= self.params.target_rad,
            quality=quality,
        )


EXERCISE = Exercise("high_knees", "High knees", "lift", HighKneesParams, HighKnees, legs="alternating")
