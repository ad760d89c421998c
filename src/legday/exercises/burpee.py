"""Burpees: stand, squat, plank, squat, and a jump.

On the thigh or in a trouser pocket the posture sequence is seen (`_burpee_posture`): a repetition goes to
both sides of upright and counts when the person is upright again or, where a jump follows within 0.8 s, has
landed. The time of each posture is given; with a gyroscope the jump is looked for, from 50 Hz on, and its
flight time given, from 100 Hz on. Lying down on the belly and getting up is the same sequence.

On the arm, the belly or anywhere else a burpee is one slow cycle of the acceleration vector (`_cycle`),
low-passed at 0.23 Hz so that the plank and the jump of one repetition melt into one; arms that move at the
end of a set may count one more. Reported there is the cycle, and no phases.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from legday.core.block import MotionBlock
from legday.core.detector import Setting
from legday.core.events import Event, Phase, Rep
from legday.exercises._burpee_params import BurpeeParams
from legday.exercises._burpee_posture import PostureState, Row, Turned, search
from legday.exercises._cycle import CycleDetector
from legday.exercises._cycle_state import CycleState
from legday.exercises._exercise import Exercise
from legday.exercises._flight import Flight, FlightState
from legday.exercises._flight_finder import FlightFinder
from legday.exercises._jump import FINE_HZ, TIMED_HZ
from legday.exercises._jump_params import JumpParams, levels, measures
from legday.exercises._track import Track

SITES_WITH_POSTURE = ("thigh", "pocket")
JUMPS_WITHIN_S = 0.8  # of being upright the jump has landed
LANDED_BEFORE_S = 0.6  # or at most so long ago, for upright is seen late
EVERY = 2  # row of the coarse grid is enough for postures
JUMP_DEFICIT_S = 0.12  # velocity deficit over g of the final jump


@dataclass(slots=True)
class BurpeeState(CycleState):
    """Remembers the postures, the last landing, and the burpee that may end in a jump."""

    posture: PostureState = field(default_factory=PostureState)
    flight: FlightState = field(default_factory=FlightState)
    landing: tuple[float, float] | None = None
    risen: Turned | None = None
    now_s: float = 0.0


class Burpee(CycleDetector[BurpeeParams, BurpeeState]):
    """Counts burpees: by posture on the thigh, by cycles elsewhere."""

    def __init__(self, params: BurpeeParams, setting: Setting) -> None:
        super().__init__(params, setting)
        self.by_posture = setting.site in SITES_WITH_POSTURE
        self.sees_flight = self.by_posture and setting.gyroscope and setting.rate_hz >= TIMED_HZ
        jumps = JumpParams()
        self.flights = FlightFinder(measures(jumps), levels(jumps), setting.rate_hz)

    def initial_state(self) -> BurpeeState:
        """Return the state before the first sample."""
        return BurpeeState(track=Track.of(self.signal.dimensions))

    def forget_signal(self) -> list[Event]:
        """Start the filters anew, and drop the burpee under way; the count stays."""
        events = self._let_stand(self.state.risen)
        self.state.posture.excursion = None
        self.state.flight = FlightState()
        return events + super().forget_signal()

    def finish(self) -> list[Event]:
        """Return the burpee that waited for its jump, or what the cycles still hold."""
        return self._let_stand(self.state.risen) if self.by_posture else super().finish()

    def step(self, block: MotionBlock) -> Iterator[Event]:
        """Yield the burpees that ``block`` decides."""
        if not self.by_posture:
            yield from super().step(block)
            return
        state = self.state
        flights = self.flights.update(state.flight, block) if self.sees_flight else []
        jumps = [flight for flight in flights if not flight.alone and flight.deficit_s >= JUMP_DEFICIT_S]
        times_s, rows = self._rows(block)
        i = 0
        while i < len(rows):
            # A burpee that is over may wait for its jump: then row by row.
            stop = len(rows) if state.risen is None else i + 1
            i, turned = search(state.posture, rows, i, stop)
            state.now_s = times_s[i - 1]
            self._land(jumps, state.now_s)
            if turned is not None:
                yield from self._let_stand(state.risen, state.now_s)
                state.risen = turned
            if state.risen is not None and not self._may_jump(state.risen):
                yield from self._let_stand(state.risen, state.now_s)
        self._land(jumps, math.inf)

    def _rows(self, block: MotionBlock) -> tuple[list[float], list[Row]]:
        """Return the times at which postures are looked at, and the rows that tell them."""
        t_s, vectors = self.signal.quick(block, self.state.signal)
        picked = slice(-self.state.row % EVERY, None, EVERY)
        self.state.row += len(t_s)
        t_s, rows = t_s[picked], map(tuple, vectors[picked].tolist())
        return t_s.tolist(), list(zip((t_s - self.signal.delay_s).tolist(), rows, strict=True))

    def _land(self, jumps: list[Flight], t_s: float) -> None:
        """Take over the jumps that have been seen at ``t_s``."""
        while jumps and jumps[0].decided_s <= t_s:
            flight = jumps.pop(0)
            self.state.landing = (flight.takeoff_s, flight.landing_s)

    def _may_jump(self, risen: Turned) -> bool:
        """Return whether the burpee may still end in a jump."""
        state = self.state
        landed = state.landing is not None and state.landing[1] >= risen.upright_s - LANDED_BEFORE_S
        left = state.posture.excursion is not None
        waits = self.sees_flight and state.now_s - risen.upright_s <= JUMPS_WITHIN_S
        return waits and not (landed or left)

    def _let_stand(self, turned: Turned | None, t_s: float | None = None) -> list[Event]:
        """Return the burpee as an event, decided at ``t_s`` or, without that, at the last row."""
        state = self.state
        if turned is None:
            return []
        state.risen = None
        state.count += 1
        takeoff_s, landing_s = self._jump_of(turned)
        rep = Rep(
            serial=state.take_serial(),
            decided_s=state.now_s if t_s is None else t_s,
            n=state.count,
            start_s=turned.start_s,
            turn_s=(turned.plank_s + turned.crouch_s) / 2,
            end_s=max(turned.upright_s, landing_s or 0.0),
            rom_rad=turned.high_rad - turned.low_rad,
            flight_s=self._flight_s(takeoff_s, landing_s),
            phases=_phases(turned, takeoff_s, landing_s),
        )
        return [rep]

    def _jump_of(self, turned: Turned) -> tuple[float, float] | tuple[None, None]:
        """Return take-off and landing of the jump that ends a burpee, s."""
        landing = self.state.landing
        self.state.landing = None
        if landing is None or landing[1] < turned.upright_s - LANDED_BEFORE_S:
            return None, None
        return landing

    def _flight_s(self, takeoff_s: float | None, landing_s: float | None) -> float | None:
        if takeoff_s is None or landing_s is None or self.setting.rate_hz < FINE_HZ:
            return None
        return landing_s - takeoff_s


def _phases(turned: Turned, takeoff_s: float | None, landing_s: float | None) -> tuple[Phase, ...]:
    risen_s = turned.upright_s if takeoff_s is None else takeoff_s
    phases = [
        Phase(name="squat", start_s=turned.start_s, end_s=turned.plank_s),
        Phase(name="plank", start_s=turned.plank_s, end_s=turned.crouch_s),
    ]
    if risen_s > turned.crouch_s:
        phases.append(Phase(name="squat", start_s=turned.crouch_s, end_s=risen_s))
    if takeoff_s is not None and landing_s is not None:
        phases.append(Phase(name="jump", start_s=takeoff_s, end_s=landing_s))
    return tuple(phases)


EXERCISE = Exercise("burpee", "Burpee", "rep", BurpeeParams, Burpee)
