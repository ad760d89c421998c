"""What every way of joining sensors has in common: numbers, and what may be withdrawn again."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from legday.core.events import Event, Retracted
from legday.core.workout_events import WORKOUT
from legday.exercises import Exercise
from legday.workout.open_set import RETRACTABLE
from legday.workout.pairing.angles import AngleTrack
from legday.workout.pairing.params import PairingParams
from legday.workout.pairing.roles import Roles

SHARED_TYPES = frozenset({"turn", "shuttle"})
"""The whole body does these, whatever the legs do."""


@dataclass(frozen=True, slots=True)
class Context:
    """What joints are made of.

    Parameters
    ----------
    exercise : Exercise
        What is counted.
    roles : Roles
        What the sensors are.
    angles : mapping
        The decimated angle of each sensor.
    params : PairingParams
        The parameters.
    take_serial : callable
        Returns the number of the next draft, see `Numbers`.
    """

    exercise: Exercise
    roles: Roles
    angles: Mapping[str, AngleTrack]
    params: PairingParams
    take_serial: Callable[[], int]


@dataclass(slots=True)
class Entry:
    """One event of the workout and the sensors' events behind it, by device.

    ``serial`` is None until it is shown; ``gone`` counts those that their sensors withdrew.
    """

    seen: dict[str, Event] = field(default_factory=dict)
    serial: int | None = None
    n: int = 0
    gone: set[str] = field(default_factory=set)

    @property
    def first(self) -> Event:
        """What was seen first."""
        return next(iter(self.seen.values()))

    def holds(self, device: str, serial: int) -> bool:
        """Tell whether a sensor's event is behind this one."""
        return device in self.seen and self.seen[device].serial == serial


class Joint(ABC):
    """Turns what the sensors saw into the workout's own events.

    Every event that comes in, and every one that goes out, is on the common clock.
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self.n = 0
        self.entries: list[Entry] = []

    @abstractmethod
    def take(self, event: Event) -> Iterator[Event]:
        """Yield what a sensor's event decides; events come in the order of their deciding."""

    def advance(self, now_s: float) -> Iterator[Event]:
        """Yield what the passing of time up to ``now_s`` decides."""
        del now_s
        yield from ()

    def finish(self, now_s: float) -> Iterator[Event]:
        """Yield what still waits, at the end of the exercise."""
        del now_s
        yield from ()

    def undo(self, serial: int) -> None:
        """Forget an event that a person withdrew."""
        self.n = max(0, self.n - 1)
        self.entries = [entry for entry in self.entries if entry.serial != serial]

    def shift(self, by: int) -> None:
        """Move the count by a person's correction."""
        self.n = max(0, self.n + by)

    def show(self, entry: Entry, event: Event, decided_s: float, **changes: Any) -> Event:
        """Return ``event`` as one of the workout's own, counted."""
        self.n += 1
        entry.n, entry.serial = self.n, self.context.take_serial()
        own: dict[str, Any] = {"serial": entry.serial, "device": WORKOUT, "decided_s": decided_s}
        if "n" in type(event).model_fields:
            own["n"] = self.n
        return event.model_copy(update={**own, **changes})

    def uncounted(self, event: Event) -> Event:
        """Return ``event`` as one of the workout's own that counts nothing."""
        return event.model_copy(update={"serial": self.context.take_serial(), "device": WORKOUT})

    def keep(self, entry: Entry) -> None:
        """Remember an entry for as long as it may be withdrawn."""
        self.entries.append(entry)
        del self.entries[:-RETRACTABLE]

    def withdraw(self, event: Retracted) -> Iterator[Event]:
        """Yield the withdrawal of the entry behind which no sensor stands any more."""
        for entry in self.entries:
            if entry.holds(event.device, event.retracts):
                break
        else:
            return
        entry.gone.add(event.device)
        if entry.gone < entry.seen.keys():
            return
        self.entries.remove(entry)
        if entry.serial is None:
            return
        self.n -= 1
        yield event.model_copy(
            update={"serial": self.context.take_serial(), "device": WORKOUT, "retracts": entry.serial}
        )
