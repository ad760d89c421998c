"""Sprints to and fro, such as 30 m and back: steps, cadence, turns, and each leg with its time.

The sensor sits on the thigh or in a trouser pocket. Steps are counted as in running, only faster; the first
and last ones of a leg are hardly felt, but a gyroscope tells them by the swinging thigh (quality `assumed`).
Turns are found with a gyroscope, whichever way the hip rotates with each stride; without one a turn is
guessed from braking and starting again, has no angle and quality `low`, and a turn run at full speed is
missed. A leg needs eight steps; its speed is not given, because its length is what was agreed on and not
measured.

What fools it: legs so short that there is no rhythm, and a phone that turns in a loose pocket. Source: see
`_tempo`, `_swing`, `_turn` and `_shuttle`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from legday.core.block import FloatArray, MotionBlock
from legday.core.detector import Setting
from legday.core.events import Event, Shuttle, Step, Turn
from legday.exercises._exercise import Exercise
from legday.exercises._hump_choice import StepSeen
from legday.exercises._shuttle import Braking, Leg, Legs
from legday.exercises._sprint_params import SprintParams
from legday.exercises._swing_steps import SwingFinder, SwingSignal
from legday.exercises._turn_seen import TurnSeen
from legday.exercises._turning import Turning, TurningState

ON_THE_LEG = frozenset({"thigh", "pocket", "shank"})
"""Sites that swing with every step."""


FELT = 8
"""Steps by which it is told how long a swing goes before its step."""


@dataclass(slots=True)
class SprintState(TurningState):
    """State of `Sprint`."""

    legs: Legs = field(default_factory=Legs)
    braking: Braking = field(default_factory=Braking)
    shuttles: int = 0
    swing: SwingSignal = field(default_factory=SwingSignal)
    felt_s: tuple[float, ...] = ()


class Sprint(Turning[SprintParams, SprintState]):
    """Counts steps, finds turns, and tells the legs of a shuttle run."""

    def __init__(self, params: SprintParams, setting: Setting) -> None:
        self._swings = SwingFinder(setting.rate_hz) if setting.site in ON_THE_LEG else None
        super().__init__(params, setting)

    def initial_state(self) -> SprintState:
        """Return the state before the first sample."""
        return SprintState(
            tempo=self._tempo.initial(), rhythm=self.fresh_rhythm(), turn=self._turns.initial()
        )

    def step(self, block: MotionBlock) -> Iterator[Event]:
        """Yield steps, cadence, turns and legs that the block decides."""
        if self._swings is not None:
            self._swings.take(block, self.state.swing)
        yield from super().step(block)
        if self._swings is not None:
            self._swings.trim(self.state.swing)

    def finish(self) -> list[Event]:
        """Return what still waits for more; the last leg ends with its last step."""
        return [*super().finish(), *self._shuttle(self.state.legs.stop(), self.state.now_s)]

    def forget_signal(self) -> list[Event]:
        """Start the filters anew; the counts stay, the leg ends."""
        events = super().forget_signal()
        events += self._shuttle(self.state.legs.stop(), self.state.now_s)
        self.state.braking, self.state.swing, self.state.felt_s = Braking(), SwingSignal(), ()
        return events

    def _begun(self, felt: list[StepSeen], now_s: float) -> list[StepSeen]:
        if self._swings is None or not felt:
            return felt
        true = [step._replace(t_s=step.t_s - self._delay_s) for step in felt]
        steps = self._swings.begin(true, self.state.chain.period_s, now_s, self.state.swing)
        return [step._replace(t_s=step.t_s + self._delay_s) for step in steps]

    def _ended(self, now_s: float) -> list[StepSeen]:
        state = self.state
        if self._swings is None or not state.felt_s:
            return []
        if not self.setting.gyroscope:
            return self._other_foot(now_s)
        steps = self._swings.end(state.felt_s, state.chain.period_s, now_s, state.swing)
        if steps:
            state.chain.seen_s = steps[-1].t_s
        return [step._replace(t_s=step.t_s + self._delay_s) for step in steps]

    def _other_foot(self, now_s: float) -> list[StepSeen]:
        """Return the step behind the last one felt: nobody stops running before the other foot is down."""
        chain = self.state.chain
        step_s = chain.seen_s + chain.period_s
        if not step_s <= now_s:
            return []
        chain.seen_s = step_s
        return [StepSeen(step_s, 0.0, "assumed")]

    def _turned(self, turn: TurnSeen) -> Iterator[Event]:
        yield from super()._turned(turn)
        leg = self.state.legs.turn(0.5 * (turn.start_s + turn.end_s))
        yield from self._shuttle(leg, turn.decided_s)

    def _idle(self, t_s: FloatArray, before_s: float) -> Iterator[Event]:
        yield from super()._idle(t_s, before_s)
        deadline_s = self.state.legs.last_s + self.params.stop_s
        if not deadline_s < before_s or not len(t_s) or t_s[-1] < deadline_s:
            return
        i = int(t_s.searchsorted(deadline_s))
        if t_s[i] < before_s:
            yield from self._shuttle(self.state.legs.stop(), float(t_s[i]))

    def _steps(self, steps: list[StepSeen], decided_s: float, t_s: FloatArray) -> Iterator[Event]:
        felt_s = [step.t_s - self._delay_s for step in steps if step.quality == "good"]
        self.state.felt_s = (*self.state.felt_s, *felt_s)[-FELT:]
        times_s: list[float] = []
        for event in super()._steps(steps, decided_s, t_s):
            if isinstance(event, Step):
                times_s.append(event.t_s)
            yield event
        for step, at_s in zip(steps, times_s, strict=True):
            self.state.legs.step(at_s)
            if not self.setting.gyroscope and step.quality == "good":
                yield from self._braked(at_s, step.height_m_s2, decided_s)

    def _braked(self, t_s: float, height: float, decided_s: float) -> Iterator[Event]:
        """Yield the turn that braking and starting again stand for."""
        state = self.state
        braking = state.braking.step(t_s, height, self.params.pause_s)
        if braking is None or braking[1] - state.legs.turn_s < self.params.turns_apart_s:
            return
        start_s, end_s = braking
        serial = state.take_serial()
        yield Turn(serial=serial, decided_s=decided_s, start_s=start_s, end_s=end_s, quality="low")
        yield from self._shuttle(state.legs.turn(0.5 * (start_s + end_s)), decided_s)

    def _shuttle(self, leg: Leg | None, decided_s: float) -> Iterator[Event]:
        if leg is None or leg.steps < self.params.least_steps:
            return
        self.state.shuttles += 1
        yield Shuttle(
            serial=self.state.take_serial(),
            decided_s=decided_s,
            start_s=leg.start_s,
            end_s=leg.end_s,
            n=self.state.shuttles,
            steps=leg.steps,
            quality="good" if self.setting.gyroscope else "low",
        )


EXERCISE = Exercise("sprint", "Sprint to and fro", "step", SprintParams, Sprint, legs="alternating")
