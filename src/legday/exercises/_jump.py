"""What every jump exercise shares: parameters, and flights that are jumps turned into events."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import Field

from legday.core.block import BRIDGED, CLIPPED, MISSING, STANDARD_GRAVITY, MotionBlock
from legday.core.detector import Detector, DetectorState, Params, Setting
from legday.core.events import Event, Jump, Quality, Rejected
from legday.exercises._flight import Flight, FlightFinder, FlightState, Measures
from legday.exercises._lull import Levels
from legday.exercises._train import Rhythm, TrainJudge, TrainState

TIMED_HZ = 50.0  # below, a sample is longer than what a flight time would be good for
FINE_HZ = 100.0
TOO_LOW = "lost too little velocity for a jump by itself, and no train of jumps went on"
NO_PUSH_OFF = "free fall without a push-off before it"


class JumpParams(Params):
    """Parameters of the jump detectors; norms in units of gravity."""

    cutoff_hz: float = Field(8.0, ge=4, le=15, description="Low-pass of the acceleration vector, Hz.")
    lever_m: float = Field(0.12, ge=0, le=0.3, description="From the sensor up to the ballistic point, m.")
    lull: float = Field(0.7, ge=0.4, le=0.9, description="A lull is below this norm, g.")
    contact: float = Field(1.5, ge=1.1, le=2.5, description="A landing rises through this norm, g.")
    lull_s: float = Field(0.06, ge=0.02, le=0.2, description="Shortest time below the lull's level, s.")
    contact_within_s: float = Field(0.25, ge=0.1, le=0.5, description="From the lull to the rise at most, s.")
    candidate_s: float = Field(0.07, ge=0, le=0.1, description="Least velocity deficit over g looked at, s.")
    peak_s: float = Field(0.09, ge=0.05, le=0.2, description="The landing's peak is looked for so long, s.")
    single_s: float = Field(0.18, ge=0.1, le=0.4, description="Deficit over g of a jump by itself, s.")
    lone_s: float = Field(0.18, ge=0.1, le=0.4, description="The same with no flight in 1.5 s before, s.")
    train_s: float = Field(0.115, ge=0.05, le=0.2, description="Mean deficit over g of a train, s.")
    share: float = Field(0.27, ge=0.1, le=0.5, description="Mean share of the period in flight of a train.")
    similarity: float = Field(0.9, ge=0, le=1, description="Mean likeness of a train's waveforms.")
    length: int = Field(4, ge=2, le=8, description="Periods over which a train is judged.")
    train_gap_s: float = Field(0.8, ge=0.4, le=2, description="A longer period ends the train, s.")
    hold: float = Field(0.75, ge=0.4, le=1, description="A running train needs this share of the means.")
    follow: float = Field(0.45, ge=0.2, le=0.9, description="Least deficit in a train, of its median.")
    alike: float = Field(0.3, ge=-1, le=1, description="Least likeness of one flight in a train.")
    twin_s: float = Field(
        0.115, ge=0.05, le=0.3, description="Deficit over g of a low jump after another, s."
    )
    twin: float = Field(0.93, ge=0.5, le=1, description="Its likeness with the last jump beyond doubt.")
    pending: int = Field(8, ge=4, le=16, description="Flights that wait for a train at most.")
    refractory_s: float = Field(0.25, ge=0.1, le=0.5, description="Landings are at least so far apart, s.")
    pushoff: float = Field(0.2, ge=0, le=1, description="Least push-off, as a share of the deficit.")
    height: bool = Field(True, description="Publish the height from the flight time.")
    reactive: bool = Field(True, description="Publish height and flight time over the contact before.")
    contact_max_s: float = Field(1.0, ge=0.3, le=2, description="Longer contacts are pauses, s.")
    series_gap_s: float = Field(4.0, ge=1, le=30, description="A longer pause begins a new series, s.")
    load_warning_m_s2: float | None = Field(
        None, gt=0, description="Running total of landing peaks that warns, m/s²; null never."
    )


class SingleJumpParams(JumpParams):
    """Parameters of jumps from standing, where the contact before is no rebound."""

    lone_s: float = Field(0.155, ge=0.1, le=0.4, description="The same with no flight in 1.5 s before, s.")
    reactive: bool = Field(False, description="Publish height and flight time over the contact before.")


class LeapParams(SingleJumpParams):
    """Parameters of leaps, whose flight time says nothing about a height."""

    height: bool = Field(False, description="Publish the height from the flight time.")


AWAY_FROM_THE_THIGH: Mapping[str, Mapping[str, Any]] = {
    **{
        site: {"lever_m": 0.0, "lone_s": 0.18}
        for site in ("shank", "lower_back", "wrist", "arm", "belly", "foot")
    },
    "unknown": {"lone_s": 0.18},
}
"""Elsewhere no swinging thigh is to be corrected for, and what moves on its own need not be a jump."""


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
            yield from self._decide(flight)

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


def measures(params: JumpParams) -> Measures:
    """Return the part of the parameters that measures flights."""
    return Measures(
        cutoff_hz=params.cutoff_hz,
        lever_m=params.lever_m,
        least_deficit_s=params.candidate_s,
        peak_s=params.peak_s,
    )


def levels(params: JumpParams) -> Levels:
    """Return the part of the parameters that finds lulls."""
    return Levels(params.lull, params.contact, params.lull_s, params.contact_within_s)


def rhythm(params: JumpParams) -> Rhythm:
    """Return the part of the parameters that tells jumps from strides."""
    return Rhythm(
        single_s=params.single_s,
        lone_s=params.lone_s,
        deficit_s=params.train_s,
        share=params.share,
        similarity=params.similarity,
        length=params.length,
        gap_s=params.train_gap_s,
        hold=params.hold,
        follow=params.follow,
        alike=params.alike,
        twin_s=params.twin_s,
        twin=params.twin,
        pending=params.pending,
        refractory_s=params.refractory_s,
        pushoff=params.pushoff,
    )
