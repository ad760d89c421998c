"""High knees: the thigh is lifted fast towards the horizontal, leg after leg, on the spot or moving forward.

The sensor sits on the thigh, strapped or in a trouser pocket. It sees the lifts of its own leg only, one
for every two steps, and says so: the cadence takes the other leg's lifts for granted. The other foot's
impact shows on this thigh too, smaller, and is not counted: counting impacts gives anything between one and
two a lift.

What fools it: running with a high heel kick lifts the thigh as far and as fast, and is counted. Walking
swings the thigh by 25 to 45 degrees at 2 to 3 rad/s, climbing stairs by 50 degrees at 2.5 rad/s, both less
than asked for here; a phone that swings in a wide pocket can add to that.

Source: lifts as maxima of the thigh angle agree with motion capture in the two-minute step test (143 cycles
of 0.84 s at 304 degrees/s; Hoffmann et al., Sensors 26, 1520, 2026).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from pydantic import Field

from legday.core.block import MotionBlock
from legday.core.detector import Detector, DetectorState, Params, Setting
from legday.core.events import Event, Lift
from legday.exercises._cadence import Rhythm, cadence, silence
from legday.exercises._exercise import Exercise
from legday.exercises._lift import LiftFinder, LiftSeen, LiftSignal

STEPS_PER_LIFT = 2


class HighKneesParams(Params):
    """Parameters of `HighKnees`."""

    rise_rad: float = Field(
        math.radians(50.0), gt=0.3, lt=1.6, description="Least rise of the thigh from its low point, rad."
    )
    rise_rad_s: float = Field(
        2.6, gt=0.5, lt=6.0, description="Least angular speed reached on the way up, rad/s."
    )
    reversal_rad: float = Field(
        math.radians(5.0), gt=0.02, lt=0.4, description="Way down after which the top is certain, rad."
    )
    target_rad: float = Field(
        math.radians(80.0), gt=0.3, lt=2.2, description="Thigh angle that a lift should reach, rad."
    )
    longest_period_s: float = Field(
        2.0, gt=0.4, lt=4.0, description="Two lifts further apart have no cadence, s."
    )


@dataclass(slots=True)
class HighKneesState(DetectorState):
    """Tally, rhythm and signal of `HighKnees`."""

    rhythm: Rhythm = field(kw_only=True)
    signal: LiftSignal = field(kw_only=True)
    n: int = 0


class HighKnees(Detector[HighKneesParams, HighKneesState]):
    """Counts the lifts of one thigh, and their cadence."""

    def __init__(self, params: HighKneesParams, setting: Setting) -> None:
        self._finder = LiftFinder(setting.rate_hz, params.reversal_rad, params.rise_rad, params.rise_rad_s)
        super().__init__(params, setting)

    def initial_state(self) -> HighKneesState:
        """Return the state before the first sample."""
        return HighKneesState(rhythm=Rhythm(self.params.longest_period_s), signal=self._finder.initial())

    def step(self, block: MotionBlock) -> Iterator[Event]:
        """Yield the lifts that the block decides, and the cadence after each."""
        state = self.state
        for seen in self._finder.find(block, state.signal):
            yield from silence(state, state.rhythm, block.t_s, seen.decided_s)
            yield self._lift(seen)
            lifts_per_s = state.rhythm.beat(seen.t_s)
            if lifts_per_s is not None:
                yield cadence(state, seen.t_s, seen.decided_s, STEPS_PER_LIFT * lifts_per_s)
        yield from silence(state, state.rhythm, block.t_s, math.inf)

    def forget_signal(self) -> list[Event]:
        """Start the filters anew; the count stays."""
        self.state.signal = self._finder.initial()
        self.state.rhythm = Rhythm(self.params.longest_period_s)
        return []

    def _lift(self, seen: LiftSeen) -> Lift:
        self.state.n += 1
        angle = seen.angle_rad
        return Lift(
            serial=self.state.take_serial(),
            decided_s=seen.decided_s,
            t_s=seen.t_s,
            n=self.state.n,
            angle_rad=angle,
            above_target=None if angle is None else angle >= self.params.target_rad,
            quality=seen.quality,
        )


EXERCISE = Exercise("high_knees", "High knees", "lift", HighKneesParams, HighKnees)
