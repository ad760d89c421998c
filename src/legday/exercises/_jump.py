"""What every jump exercise shares: flights that are jumps, turned into events."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from legday.core.block import BRIDGED, CLIPPED, MISSING, STANDARD_GRAVITY, MotionBlock
from legday.core.detector import Detector, DetectorState, Setting
from legday.core.events import Event, Jump, Quality, Rejected
from legday.exercises._flight import Flight, FlightState
from legday.exercises._flight_finder import FlightFinder
from legday.exercises._jump_params import JumpParams, levels, measures, rhythm
from legday.exercises._train import TrainJudge, TrainState

TIMED_HZ = 50.0  # below, a sample is longer than what a flight time would be good for
FINE_HZ = 100.0
TOO_LOW = "lost too little velocity for a jump by itself, and no train of jumps went on"
NO_PUSH_OFF = "free fall without a push-off before it"


@dataclass(slots=True)
class JumpState(DetectorState):
    """Signal, rhythm and tally of a jump detector."""

    flight: FlightState = field(default_factory=FlightState)
    train: TrainState = field(default_factory=TrainState)
    n: int = 0
    series_n: int = 0
    touch_s: float = float("-inf")
    last_landing_s: float = float("-inf")
    load_m_s2: float = 0.0


class JumpDetector(Detector[JumpParams, JumpState]):
    """Counts jumps at their landings."""

    def __init__(self, params: JumpParams, setting: Setting) -> None:
        super().__init__(params, setting)
        self._finder = FlightFinder(measures(params), levels(params), setting.rate_hz)
        self._judge = TrainJudge(rhythm(params))

    def initial_state(self) -> JumpState:
        """Return the state before the first sample."""
        return JumpState()

    def step(self, block: MotionBlock) -> Iterator[Event]:
        """Yield the jumps that ``block`` decides."""
        for flight in self._finder.update(self.state.flight, block):
            yield from self._settle(flight) if flight.alone else self._decide(flight)

    def finish(self) -> list[Event]:
        """Return the jump whose landing the end of the stream cut short, and what is left out for good."""
        state = self.state
        events = self._flush()
        self._judge.give_up(state.train)
        return [*events, *self._rejected(state.flight.last_s)]

    def _flush(self) -> list[Event]:
        """End the train at the end of the signal."""
        state = self.state
        events = [event for flight in self._finder.finish(state.flight) for event in self._decide(flight)]
        if state.train.pending:
            decided_s = state.train.pending[-1].decided_s
            self._judge.part(state.train)
            events += self._rejected(decided_s)
        return events

    def forget_signal(self) -> list[Event]:
        """Start anew behind a gap; the tally stays."""
        events = self._flush()
        self.state.flight = FlightState()
        return events

    def _decide(self, flight: Flight) -> Iterator[Event]:
        jumps = self._judge.take(self.state.train, flight)
        yield from self._rejected(flight.decided_s)
        for jump in jumps:
            yield self._event(jump, flight.decided_s)

    def _settle(self, flight: Flight) -> Iterator[Event]:
        for jump in self._judge.settle(self.state.train, flight):
            yield self._event(jump, flight.decided_s)

    def _rejected(self, decided_s: float) -> list[Event]:
        """Return what was left out since the last call, and forget it."""
        dropped, self.state.train.dropped = self.state.train.dropped, []
        return [
            Rejected(
                serial=self.state.take_serial(),
                decided_s=decided_s,
                start_s=flight.takeoff_s,
                end_s=flight.landing_s,
                reason=NO_PUSH_OFF if self._judge.is_drop(flight) else TOO_LOW,
            )
            for flight in dropped
        ]

    def _event(self, flight: Flight, decided_s: float) -> Jump:
        state, params = self.state, self.params
        since_s = flight.landing_s - state.last_landing_s
        timed = self.setting.rate_hz >= TIMED_HZ and not (flight.assumed or flight.flags & MISSING)
        flight_s = flight.landing_s - flight.takeoff_s if timed else None
        contact_s = flight.takeoff_s - state.touch_s
        on_the_ground = contact_s if timed and 0 < contact_s < params.contact_max_s else None
        height_m = STANDARD_GRAVITY * flight_s**2 / 8 if flight_s is not None and params.height else None
        rebound_s = on_the_ground if params.reactive else None
        state.n += 1
        state.series_n = state.series_n + 1 if since_s <= params.series_gap_s else 1
        state.touch_s = state.last_landing_s = max(state.last_landing_s, flight.landing_s)
        peak_m_s2 = None if flight.assumed else flight.peak_m_s2
        state.load_m_s2 += peak_m_s2 or 0.0
        return Jump(
            serial=state.take_serial(),
            decided_s=decided_s,
            quality=self._quality(flight),
            n=state.n,
            takeoff_s=flight.takeoff_s if timed else None,
            landing_s=flight.landing_s,
            flight_s=flight_s,
            height_m=height_m,
            contact_s=on_the_ground,
            landing_peak_m_s2=peak_m_s2,
            landing_clipped=bool(flight.flags & CLIPPED),
            series_n=state.series_n,
            load_m_s2=state.load_m_s2,
            load_warning=params.load_warning_m_s2 is not None and state.load_m_s2 > params.load_warning_m_s2,
            rsi_m_s=_over(height_m, rebound_s),
            flight_to_contact=_over(flight_s, rebound_s),
        )

    def _quality(self, flight: Flight) -> Quality:
        if flight.assumed:
            return "assumed"
        fine = self.setting.rate_hz >= FINE_HZ and not flight.flags & (BRIDGED | MISSING)
        return "good" if fine else "low"


def _over(value: float | None, contact_s: float | None) -> float | None:
    return None if value is None or contact_s is None else value / contact_s
