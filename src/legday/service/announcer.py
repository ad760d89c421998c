"""From a session's events to the messages that publishers get: facts, states, and the moving line."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from legday.core.events import Event
from legday.core.inputs import Input, Packet, Tick
from legday.core.workout_events import WORKOUT
from legday.messages import message
from legday.publishers import Message
from legday.scoreboard import Scoreboard
from legday.service.host_time import HostTime
from legday.service.line import line, wave
from legday.service.occurrences import Occurrences
from legday.service.quality import Quality
from legday.session import Session

LIVE_NS = 100_000_000
"""Live messages come at most this often."""

LIVE_POINTS = 250
"""A live message carries at most ten seconds: a replay at full speed leaves the rest out."""

STATE_NS = 1_000_000_000
"""A state that changes slowly, such as a cadence, is published at most this often."""

QUIET = frozenset({"step", "cadence", "rejected", "hold_progress"})
"""Events that change no state that could not wait."""


@dataclass(frozen=True, slots=True)
class Losses:
    """What could not be taken or kept so far.

    Parameters
    ----------
    inputs, events : int
        Inputs that came too fast for the session; events that had to make room for newer ones.
    storage : str
        Where what is new is kept: ``disk``, ``memory``, or ``full`` where the disk takes nothing.
    """

    inputs: int
    events: int
    storage: str


class Announcer:
    """Follows a session and says what is to be published.

    Parameters
    ----------
    session : Session
        Made with ``signals=True``.
    now_ns : callable
        Host time, ns.
    lost : callable
        Says what could not be taken or kept so far.

    Attributes
    ----------
    waves : bool
        Whether somebody wants the sensors' own axes.
    """

    def __init__(self, session: Session, now_ns: Callable[[], int], lost: Callable[[], Losses]) -> None:
        self.waves = False
        self._session = session
        self._now_ns = now_ns
        self._lost = lost
        self._quality = Quality()
        self._recording = session.setup.recording
        self._scoreboard = Scoreboard(
            (*session.pipelines, *session.meters), joined=session.pairing is not None
        )
        self._host_time, self._meter_time = HostTime(), HostTime()
        self._live_seq = dict.fromkeys(session.pipelines, 0)
        self._live_ns = 0
        self._state_ns = 0
        self._states: dict[str, dict[str, Any]] = {}
        self._since: dict[str, tuple[float | None, float | None]] = {}
        self._occurrences = Occurrences(session.setup, lambda: lost().storage)

    def follow(self, item: Input, events: list[Event]) -> Iterator[Message]:
        """Yield what an input and the events it decided give to publish."""
        urgent = False
        if isinstance(item, Packet) and item.device in self._session.devices:
            self._clock(item.device).arrived(item.device, item.arrival_ns, self._now_s(item.device))
            if item.device in self._session.pipelines:
                self._quality.follow(item, self._session.pipelines[item.device])
            if self._scoreboard.data_came(item.device):
                yield self._status(item.device)
                yield from self._occurrences.found(item.device, item.arrival_ns)
                urgent = True
        yield from self.tell(events)
        urgent = urgent or any(event.type not in QUIET for event in events)
        if isinstance(item, Tick):
            yield from self._occurrences.look(item.at_ns)
        yield from self._live()
        yield from self._changed_states(urgent=urgent)

    def opening(self) -> Iterator[Message]:
        """Yield what is to be said when the session begins."""
        return self._occurrences.loaded(self._now_ns())

    def tell(self, events: list[Event]) -> Iterator[Message]:
        """Yield the events themselves."""
        for event in events:
            body = message(event, self._recording)
            self._scoreboard.take(body)
            yield Message("event", event.device, body, self._host_ms(event.device, event.happened_s))
            if event.type == "link":
                yield self._status(event.device)

    @property
    def online(self) -> list[str]:
        """Sensors whose data are coming."""
        sensors = (*self._session.pipelines, *self._session.meters)
        return [device for device in sensors if self._scoreboard.status(device) == "online"]

    def closing_states(self) -> Iterator[Message]:
        """Yield the states that still have to be published at the end."""
        yield from self._changed_states(urgent=True)

    def _status(self, device: str) -> Message:
        return Message("status", device, {"status": self._scoreboard.status(device)})

    def _changed_states(self, *, urgent: bool) -> Iterator[Message]:
        now_ns = self._now_ns()
        if not urgent and now_ns - self._state_ns < STATE_NS:
            return
        self._state_ns = now_ns
        lost = self._lost()
        for device in self._scoreboard.devices:
            state = self._state(device, lost)
            if state != self._states.get(device):
                self._states[device] = state
                yield Message("state", device, state, self._host_ms(device, self._now_s(device)))

    def _state(self, device: str, lost: Losses) -> dict[str, Any]:
        """Return a device's state; the workout has no radio of its own."""
        pipeline = self._session.pipelines.get(device)
        board = self._scoreboard.state(device, self._now_s(device))
        ends_s, since_s = board.pop("phase_ends_s"), board.pop("count_since_s")
        connected = board["link"] == "connected"
        return {
            **board,
            "count_since_ms": self._since_ms(device, since_s),
            "phase_ends_ms": None if ends_s is None else self._host_ms(WORKOUT, ends_s),
            "sensor": None
            if pipeline is None
            else self._quality.state(device, pipeline, connected=connected),
            "lost_inputs": lost.inputs,
            "lost_events": lost.events,
            "storage": lost.storage,
        }

    def _since_ms(self, device: str, since_s: float | None) -> float | None:
        """Return when a count began: one time for it, though the clocks' relation is refined meanwhile."""
        known_s, known_ms = self._since.get(device, (None, None))
        if since_s is None or (since_s == known_s and known_ms is not None):
            return None if since_s is None else known_ms
        self._since[device] = since_s, self._host_ms(device, since_s)
        return self._since[device][1]

    def _live(self) -> Iterator[Message]:
        now_ns = self._now_ns()
        if now_ns - self._live_ns < LIVE_NS:
            return
        self._live_ns = now_ns
        for device, points in self._session.drain_signals().items():
            if points:
                newest, t_ms = points[-LIVE_POINTS:], self._host_ms(device, points[-1].t_s)
                self._live_seq[device] += 1
                yield Message("live", device, line(self._live_seq[device], newest), t_ms)
                if self.waves:
                    yield Message("wave", device, wave(self._live_seq[device], newest), t_ms)

    def _clock(self, device: str) -> HostTime:
        """Return what knows a device's time; the workout's is that of the sensors that count."""
        return self._meter_time if device in self._session.meters else self._host_time

    def _host_ms(self, device: str, t_s: float) -> float | None:
        return self._clock(device).of(device, t_s)

    def _now_s(self, device: str) -> float:
        return self._session.now_s(device)
