"""Counting steps at any place of the body: shared by walking, running and sprinting.

The norm of the acceleration alone decides, so that the mounting, the side and a gyroscope do not matter.
`_tempo` says whether there is a gait and how fast it is, `_hump` where the body was caught, `_step_chain`
which of these are steps, `_symmetry` takes off what makes one foot seem late.
"""

import math
from collections.abc import Iterator
from typing import TypeVar

import numpy as np

from legday.core.block import FloatArray, MotionBlock
from legday.core.detector import Detector, Setting
from legday.core.events import Event, Quality, Step
from legday.core.filters import lowpass, lowpass_delay_s
from legday.exercises._cadence import Rhythm, cadence, silence
from legday.exercises._gait import StrideParams
from legday.exercises._hops import Hops
from legday.exercises._hump import HumpFinder, HumpSignal
from legday.exercises._hump_choice import StepSeen
from legday.exercises._step_chain import Felt, StepChain
from legday.exercises._stride_state import StrideState
from legday.exercises._symmetry import Symmetry
from legday.exercises._tempo import Tempo
from legday.exercises._turn_seen import TurnSeen

STEADY_HOPS = 2
LOST_HOPS = 3
STEPS_PER_STRIDE = 2
LONGEST_STRIDES = 1.5
"""Two strides further apart than this many of the longest have no cadence."""


P = TypeVar("P", bound=StrideParams)
S = TypeVar("S", bound=StrideState)


class Strides(Detector[P, S]):
    """Counts the steps of both feet, and their cadence."""

    def __init__(self, params: P, setting: Setting) -> None:
        self._tempo = Tempo(setting.rate_hz, params.tempo())
        self._smooth = lowpass(params.hump_hz, setting.rate_hz)
        # group delay of a 2nd-order Butterworth low-pass at low frequencies
        self._delay_s = lowpass_delay_s(params.hump_hz, setting.rate_hz)
        self._humps = HumpFinder(setting.rate_hz)
        self._limits = params.chain()
        super().__init__(params, setting)

    def fresh_rhythm(self) -> Rhythm:
        """Return a rhythm before the first stride."""
        return Rhythm(STEPS_PER_STRIDE * LONGEST_STRIDES * self.params.longest_s, STEPS_PER_STRIDE)

    def step(self, block: MotionBlock) -> Iterator[Event]:
        """Yield the steps that the block decides, and the cadence at each stride."""
        state, t_s = self.state, block.t_s
        smooth, state.smooth = self._smooth.apply(block.force, state.smooth)
        felt = Felt(state.chain, *self._humps.find(smooth, t_s, block.flags, state.humps))
        hops = self._tempo.find(smooth, state.tempo)
        turns = self._find_turns(block, hops)
        # Each mark: its sample, its time, and its number among the hops or, counted on, among the turns.
        marks, count = [], len(hops.i)
        if count:
            marks = list(zip(hops.i, t_s[hops.i].tolist(), range(count), strict=True))
        if turns:
            marks = sorted(marks + [(turn.i, turn.decided_s, count + k) for k, turn in enumerate(turns)])
        first, chain = 0, state.chain
        for i, now_s, k in marks:
            if chain.due_s < now_s:
                yield from self._resolve(t_s, first, i, felt)
            first = i
            if k >= count:
                yield from self._idle(t_s, now_s)
                yield from self._turned(turns[k - count])
            elif self._keep_time(hops, k):
                felt.until(i)
                steps = self._turn_over(now_s)
                if steps:
                    yield from self._steps(steps, now_s, t_s)
        yield from self._resolve(t_s, first, len(t_s), felt)
        felt.until(len(t_s))
        yield from self._idle(t_s, math.inf)
        state.now_s = float(t_s[-1])

    def _find_turns(self, block: MotionBlock, hops: Hops) -> list[TurnSeen]:
        """Return the turns that the block decides; straight gaits have none."""
        del block, hops
        return []

    def _turned(self, turn: TurnSeen) -> Iterator[Event]:
        """Yield what a turn decides."""
        del turn
        yield from ()

    def _idle(self, t_s: FloatArray, before_s: float) -> Iterator[Event]:
        """Yield what the lack of steps decides at samples before ``before_s``."""
        yield from silence(self.state, self.state.rhythm, t_s, before_s)

    def finish(self) -> list[Event]:
        """Return the step that waits for what would have come."""
        return list(self._flush())

    def forget_signal(self) -> list[Event]:
        """Start the filters anew; the count stays."""
        events = list(self._flush())
        state = self.state
        if state.rhythm.periods_s:
            events.append(cadence(state, state.now_s, state.now_s, 0.0))
        state.tempo, state.humps, state.rhythm = self._tempo.initial(), HumpSignal(), self.fresh_rhythm()
        state.smooth, state.chain = None, StepChain(heights=state.chain.heights)
        state.steady = state.lost = 0
        return events

    def _keep_time(self, hops: Hops, k: int) -> bool:
        """Take over the tempo of a hop; return whether the chain starts or ends."""
        state, params, chain = self.state, self.params, self.state.chain
        steps, strides = hops.step_match[k], hops.stride_match[k]
        if steps >= params.step_match_off or strides >= params.stride_match_off:
            chain.keep_time(hops.period_s[k])
            state.lost = 0
        else:
            state.lost += 1
        steady = steps >= params.step_match or strides >= params.stride_match
        if steady and hops.size_m_s2[k] >= params.size_m_s2 and not math.isnan(chain.period_s):
            state.steady += 1
        else:
            state.steady = 0
        return state.lost >= LOST_HOPS if chain.active else state.steady >= STEADY_HOPS

    def _turn_over(self, now_s: float) -> list[StepSeen]:
        """End the chain, or start one if it can be; return the steps that this decides."""
        if self.state.chain.active:
            self.state.chain.stop()
            return self._ended(now_s)
        self.state.feet = Symmetry()
        return self._begun(self.state.chain.start(now_s, self._limits), now_s)

    def _begun(self, felt: list[StepSeen], now_s: float) -> list[StepSeen]:
        """Return the steps of a new chain, from those that were felt."""
        del now_s
        return felt

    def _ended(self, now_s: float) -> list[StepSeen]:
        """Return the steps behind the chain that ends which were not felt."""
        del now_s
        return []

    def _resolve(self, t_s: FloatArray, first: int, end: int, felt: Felt) -> Iterator[Event]:
        """Decide on the steps that are due at samples ``[first, end)``."""
        chain = self.state.chain
        while chain.due_s <= t_s[end - 1]:
            first = max(first, int(t_s.searchsorted(chain.due_s)))
            if first >= end:
                return
            felt.until(first)
            now_s = float(t_s[first])
            steps = chain.resolve(self._limits)
            if not chain.active:
                steps = self._ended(now_s)
            if steps:
                yield from self._steps(steps, now_s, t_s)

    def _flush(self) -> Iterator[Event]:
        """Decide on what is left without waiting for more."""
        chain = self.state.chain
        while chain.active:
            steps = chain.resolve(self._limits)
            if not steps:
                chain.stop()
                steps = self._ended(self.state.now_s)
            if steps:
                yield from self._steps(steps, self.state.now_s, np.zeros(0))

    def _steps(self, steps: list[StepSeen], decided_s: float, t_s: FloatArray) -> Iterator[Event]:
        """Yield the events of these steps, and the cadence behind the last whole stride."""
        state, period_s = self.state, self.state.chain.period_s
        yield from self._idle(t_s, decided_s)
        seen_s = [step.t_s for step in steps]
        if self.params.even:
            seen_s = state.feet.even(seen_s, period_s)
        back_s = self._delay_s + self.params.lag_periods * period_s
        strides_per_s = None
        for step, hump_s in zip(steps, seen_s, strict=True):
            state.n += 1
            at_s = hump_s - back_s
            strides_per_s = state.rhythm.beat(at_s, decided_s)
            yield self._step(at_s, decided_s, step.quality)
        if strides_per_s is not None and (len(steps) > 1 or state.n % STEPS_PER_STRIDE == 0):
            yield cadence(state, state.rhythm.last_s, decided_s, STEPS_PER_STRIDE * strides_per_s)

    def _step(self, t_s: float, decided_s: float, quality: Quality) -> Step:
        state = self.state
        return Step(serial=state.take_serial(), decided_s=decided_s, t_s=t_s, n=state.n, quality=quality)


class StrideDetector(Strides[StrideParams, StrideState]):
    """Counts the steps of a gait without turns."""

    def initial_state(self) -> StrideState:
        """Return the state before the first sample."""
        return StrideState(tempo=self._tempo.initial(), rhythm=self.fresh_rhythm())
