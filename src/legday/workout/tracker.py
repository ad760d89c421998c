"""What was done: the running count, and sets found from the counted events by themselves."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from legday.core.events import Event, ExerciseChosen, GapFound, Retracted, SetEnded, SetStarted

WORKOUT = "workout"
"""Device name of the events that belong to the workout and to no single sensor."""

SET_REST_S = 12.0
"""A set has ended when nothing was counted for this long; slow reps and rests within a set are shorter."""


RETRACTABLE = 256
"""Counted events of a set that can still be withdrawn."""


def counting(events: Iterable[Event]) -> list[Event]:
    """Return the events that make the count: the workout's own where it joins several sensors, else all."""
    events = list(events)
    joined = any(isinstance(event, ExerciseChosen) and event.device == WORKOUT for event in events)
    return [event for event in events if not joined or event.device == WORKOUT]


@dataclass(slots=True)
class OpenSet:
    """A set that is going on."""

    n: int
    exercise: str
    start_s: float
    last_s: float
    count: int = 0
    partials: int = 0
    newest: dict[tuple[str, int], bool] = field(default_factory=dict)
    """Whether each of the newest counted events, by device and serial, was partial."""

    def add(self, key: tuple[str, int], *, partial: bool) -> None:
        """Count an event; only the newest `RETRACTABLE` are remembered one by one."""
        self.count += 1
        self.partials += partial
        self.newest[key] = partial
        if len(self.newest) > RETRACTABLE:
            del self.newest[next(iter(self.newest))]

    def withdraw(self, key: tuple[str, int]) -> None:
        """Take a counted event away again; what was never counted changes nothing."""
        if key in self.newest:
            self.count -= 1
            self.partials -= self.newest.pop(key)


@dataclass(slots=True)
class TrackerState:
    """What the tracker remembers."""

    serial: int = 0
    sets: int = 0
    exercise: str | None = None
    counts: str | None = None
    open_set: OpenSet | None = None


class Tracker:
    """Follows the counted events of one exercise after another and finds the sets in them."""

    def __init__(self) -> None:
        self.state = TrackerState()

    def choose(self, event: ExerciseChosen, counts: str | None) -> list[Event]:
        """Close the open set; from here on events of type ``counts`` are counted."""
        if event.exercise == self.state.exercise:
            return []
        ended = self._end(event.decided_s)
        self.state.exercise = event.exercise
        self.state.counts = counts
        return ended

    def take(self, event: Event) -> list[Event]:
        """Return what the passing of time up to ``event`` and the event itself decide."""
        decided = self.prepare(event)
        self.note(event)
        return decided

    def note(self, event: Event) -> None:
        """Count an event in front of which `prepare` was asked."""
        if isinstance(event, Retracted):
            self._withdraw(event)
        elif event.type == self.state.counts:
            self._count(event)
        elif isinstance(event, GapFound) and self.state.open_set is not None:
            self.state.open_set.last_s = max(self.state.open_set.last_s, event.end_s)

    def prepare(self, event: Event) -> list[Event]:
        """Return what comes in front of an event: the end of a set, the start of the one it begins."""
        decided = self.advance(event.decided_s)
        if event.type == self.state.counts and self.state.open_set is None:
            start_s = getattr(event, "start_s", None)
            decided.append(self._start(event.happened_s if start_s is None else start_s, event.decided_s))
        return decided

    def advance(self, now_s: float) -> list[Event]:
        """Let time pass: a set that nothing was added to for `SET_REST_S` has ended."""
        running = self.state.open_set
        if running is None or now_s < running.last_s + SET_REST_S:
            return []
        return self._end(running.last_s + SET_REST_S)

    def finish(self, now_s: float) -> list[Event]:
        """Close what is open at the end of the session."""
        return self._end(now_s)

    def correct(self, by: int, now_s: float) -> None:
        """Add to the running set, or take away from it, what a person says."""
        if self.state.open_set is not None:
            self.state.open_set.count = max(0, self.state.open_set.count + by)
            self.state.open_set.last_s = max(self.state.open_set.last_s, now_s)

    def last_counted(self) -> tuple[str, int] | None:
        """Device and serial of the newest counted event that still stands."""
        running = self.state.open_set
        return next(reversed(running.newest), None) if running is not None else None

    def _count(self, event: Event) -> None:
        running = self.state.open_set
        if running is not None:
            running.add((event.device, event.serial), partial=bool(getattr(event, "partial", False)))
            running.last_s = max(running.last_s, event.happened_s)

    def _withdraw(self, event: Retracted) -> None:
        if self.state.open_set is not None:
            self.state.open_set.withdraw((event.device, event.retracts))

    def _start(self, start_s: float, decided_s: float) -> SetStarted:
        self.state.sets += 1
        exercise = self.state.exercise or ""
        self.state.open_set = OpenSet(self.state.sets, exercise, start_s, start_s)
        return SetStarted(
            serial=self.take_serial(),
            device=WORKOUT,
            decided_s=decided_s,
            t_s=start_s,
            n=self.state.sets,
            exercise=exercise,
        )

    def _end(self, decided_s: float) -> list[Event]:
        running = self.state.open_set
        if running is None:
            return []
        self.state.open_set = None
        return [
            SetEnded(
                serial=self.take_serial(),
                device=WORKOUT,
                decided_s=decided_s,
                start_s=running.start_s,
                end_s=running.last_s,
                n=running.n,
                exercise=running.exercise,
                count=running.count,
                partials=running.partials,
            )
        ]

    def take_serial(self) -> int:
        """Return the number of the workout's next event and move on."""
        self.state.serial += 1
        return self.state.serial - 1
