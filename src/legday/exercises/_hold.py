"""Times positions that are held: the thigh comes to rest far from standing, stays, and leaves.

Only the size of the angle is used, so neither the sign of the mounting nor a gyroscope is needed. The angle
is low-passed below the frequencies of tremor. Whoever holds a position sags slowly; so leaving it is judged
by what the thigh turns within a second, and both ends are dated back to where it was calm.
"""

import math
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field

from legday.core.block import STANDARD_GRAVITY, MotionBlock
from legday.core.detector import Detector, DetectorState, Setting
from legday.core.events import Event, Hold, HoldProgress
from legday.exercises._hold_candidate import Candidate
from legday.exercises._hold_params import HoldParams
from legday.exercises._stillness import CALM, OUTSIDE, Stillness, StillnessFinder, StillnessState

TRUSTED_FORCE_M_S2 = (
    0.5  # mean force from gravity: further off the accelerometer is biased, and so is the angle
)

# A smooth quarter turn of 1-2 s is slower than the limit of calm for so long at either end; an accelerometer
# alone also feels the segment start and stop, and notices sooner.
ONSET_S = 0.10
ONSET_WITHOUT_GYROSCOPE_S = 0.05


@dataclass(slots=True)
class HoldState(DetectorState):
    """What a hold detector remembers."""

    stillness: StillnessState = field(default_factory=StillnessState)
    last_s: float = -math.inf
    candidate: Candidate | None = None
    count: int = 0


class HoldDetector(Detector[HoldParams, HoldState]):
    """Times holds; a subclass adds its remarks on form."""

    def __init__(self, params: HoldParams, setting: Setting) -> None:
        super().__init__(params, setting)
        self.onset_s = ONSET_S if setting.gyroscope else ONSET_WITHOUT_GYROSCOPE_S
        self.finder = StillnessFinder(
            setting.rate_hz,
            (params.low_rad, params.high_rad),
            params.margin_rad,
            cutoff_hz=params.cutoff_hz,
            calm_rad_s=params.calm_rad_s,
            leave_rad=params.leave_rad,
            within_s=params.within_s,
        )

    def initial_state(self) -> HoldState:
        """Return the state before the first sample."""
        return HoldState()

    def form(self, angle_rad: float) -> tuple[str, ...]:
        """Return the remarks that a hold at this mean angle deserves."""
        raise NotImplementedError

    def step(self, block: MotionBlock) -> Iterator[Event]:
        """Yield the progress and the ends of holds that ``block`` decides."""
        state, first_s = self.state, float(block.t_s[0])
        if first_s - state.last_s > self.params.silence_s:
            yield from self._end(first_s, cut_off=True)
        state.last_s = float(block.t_s[-1])
        seen = self.finder.look(block, state.stillness)
        for start, end, code in seen.runs():
            yield from self._run(seen, start, end, code)

    def finish(self) -> list[Event]:
        """Return the hold that the end of the stream cuts off."""
        return list(self._end(self.state.last_s, cut_off=True))

    def forget_signal(self) -> list[Event]:
        """Start the filter anew; a hold under way goes on if the thigh is still there behind the gap."""
        self.state.stillness.forget_signal()
        held = self.state.candidate
        if held is not None:
            held.gap_inside, held.left_s = True, None
        return []

    def _run(self, seen: Stillness, start: int, end: int, code: int) -> Iterator[Event]:
        """Follow a stretch of one code, from one change of the candidate to the next."""
        while start < end:
            held = self.state.candidate
            if held is not None and held.settled:
                follow = self._leave if code & OUTSIDE else self._stay
                start = yield from follow(held, seen, start, end)
            elif not code & CALM:
                self.state.candidate = None
                return
            elif held is None:
                begin = seen.instant(start)
                first_s = begin.t_s + math.ceil(max(self.params.shortest_s, self.params.settle_s))
                self.state.candidate = Candidate(begin, begin, begin.angle_rad, begin.angle_rad, first_s)
            else:
                start = self._settle(held, seen, start, end)

    def _settle(self, held: Candidate, seen: Stillness, start: int, end: int) -> int:
        """Let a candidate become a hold; return the sample to go on from."""
        settled_s = held.begin.t_s + seen.delay_s + self.params.settle_s
        last = start + int(seen.t_s[start:end].searchsorted(settled_s))
        held.settled = last < end
        stop = min(last + 1, end)
        held.rest(seen, start, stop)
        return stop

    def _stay(self, held: Candidate, seen: Stillness, start: int, end: int) -> Generator[Event, None, int]:
        """Go on with a hold, which is reported once a second; return the sample to go on from."""
        held.left_s = None
        if seen.code[start] & CALM:
            held.rest(seen, start, end)
        while (i := start + int(seen.t_s[start:end].searchsorted(held.progress_s))) < end:
            t_s = float(seen.t_s[i])
            yield self._progress(held, t_s, float(seen.angle[i]))
        return end

    def _leave(self, held: Candidate, seen: Stillness, start: int, end: int) -> Generator[Event, None, int]:
        """End a hold that has been left for long enough; return the sample to go on from."""
        if held.left_s is None:
            held.left_s = float(seen.t_s[start])
        last = start + int(seen.t_s[start:end].searchsorted(held.left_s + self.params.leave_s))
        if last >= end:
            return end
        yield from self._end(float(seen.t_s[last]), cut_off=False)
        return last + 1

    def _progress(self, held: Candidate, t_s: float, angle_rad: float) -> HoldProgress:
        elapsed_s = t_s - held.begin.t_s
        held.progress_s = held.begin.t_s + math.floor(elapsed_s) + 1.0
        return HoldProgress(
            serial=self.state.take_serial(), decided_s=t_s, t_s=t_s, elapsed_s=elapsed_s, angle_rad=angle_rad
        )

    def _end(self, decided_s: float, *, cut_off: bool) -> Iterator[Event]:
        """Close the hold under way, if any; a rest that was too short leaves no trace.

        One that was cut off lasted to its last sample; another ended where the thigh began to move.
        """
        held, self.state.candidate = self.state.candidate, None
        if held is None or held.calm.t_s - held.begin.t_s < self.params.shortest_s:
            return
        begin, end = held.begin, held.calm
        samples = end.samples - begin.samples
        angle_rad = (end.angle_sum - begin.angle_sum) / samples
        force_m_s2 = (end.force_sum - begin.force_sum) / samples
        biased = abs(force_m_s2 - STANDARD_GRAVITY) > TRUSTED_FORCE_M_S2
        doubtful = biased or held.gap_inside or begin.missing or end.missing
        self.state.count += 1
        yield Hold(
            serial=self.state.take_serial(),
            decided_s=decided_s,
            quality="low" if doubtful else "good",
            n=self.state.count,
            start_s=begin.t_s + self.onset_s,
            end_s=end.t_s + self.finder.delay_s if cut_off else end.t_s - self.onset_s,
            angle_rad=angle_rad,
            sag_rad=begin.angle_rad - end.angle_rad,
            drift_rad=max(held.most_rad - angle_rad, angle_rad - held.least_rad),
            form=self.form(angle_rad),
        )
