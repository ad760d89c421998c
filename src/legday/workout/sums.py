"""Running sums over the counted events of a set, from which its figures are made."""

from dataclasses import dataclass, field

from legday.core.events import Event, Hold, Jump, Lift, Rep
from legday.core.workout_events import TotalKind

NAMED = frozenset({"left", "right"})
"""Sides of a repetition that two sensors tell: each leg is watched, whichever moved."""

EITHER = NAMED | {"this", "other"}
"""Sides of a repetition of a single leg."""


@dataclass(slots=True)
class Mean:
    """A mean in the making."""

    total: float = 0.0
    n: int = 0

    def add(self, value: float | None) -> None:
        """Take a value; None says that there was none."""
        if value is not None:
            self.total += value
            self.n += 1

    @property
    def value(self) -> float | None:
        """The mean so far; None of nothing."""
        return self.total / self.n if self.n else None


@dataclass(slots=True)
class Sums:
    """What is added up over counted events."""

    count: int = 0
    partials: int = 0
    first_s: float | None = None
    last_s: float | None = None
    held_s: float | None = None
    load_m_s2: float | None = None
    best_flight_s: float | None = None
    load_warning: bool = False
    sides: set[str] = field(default_factory=set)
    assumed: bool = False
    flight: Mean = field(default_factory=Mean)
    depth: Mean = field(default_factory=Mean)
    eccentric: Mean = field(default_factory=Mean)
    concentric: Mean = field(default_factory=Mean)

    def add(self, event: Event) -> None:
        """Take a counted event."""
        self.count += 1
        self.first_s = event.happened_s if self.first_s is None else min(self.first_s, event.happened_s)
        self.last_s = event.happened_s if self.last_s is None else max(self.last_s, event.happened_s)
        self.depth.add(depth_of(event))
        match event:
            case Rep():
                self.partials += event.partial
                self.sides.add(event.side)
                self.assumed |= event.quality == "assumed"
                self.eccentric.add(event.eccentric_s)
                self.concentric.add(event.concentric_s)
                self._fly(event.flight_s)
            case Jump():
                self.load_warning |= event.load_warning
                self._fly(event.flight_s)
                if event.landing_peak_m_s2 is not None:
                    self.load_m_s2 = (self.load_m_s2 or 0.0) + event.landing_peak_m_s2
            case Hold():
                self.held_s = (self.held_s or 0.0) + event.end_s - event.start_s

    @property
    def tempo_s(self) -> float | None:
        """Mean time from one counted event to the next, s."""
        if self.first_s is None or self.last_s is None or self.count < 2:
            return None
        return (self.last_s - self.first_s) / (self.count - 1)

    def total_kind(self, *, in_turn: bool) -> TotalKind | None:
        """Return how the repetitions of both legs together are known; None where both move at once.

        ``in_turn`` says that the plan has the legs take turns.
        """
        if not self.sides or not self.sides <= EITHER:
            return None
        if self.sides <= NAMED and not self.assumed:
            return "measured"
        if self.sides <= NAMED or "other" in self.sides:
            return "inferred"
        return "assumed_alternating" if in_turn else "one_leg_seen"

    def _fly(self, flight_s: float | None) -> None:
        self.flight.add(flight_s)
        if flight_s is not None:
            self.best_flight_s = flight_s if self.best_flight_s is None else max(self.best_flight_s, flight_s)


def depth_of(event: Event) -> float | None:
    """Return how far a repetition, a hold or a lift went, rad."""
    match event:
        case Rep():
            return event.rom_rad
        case Hold() | Lift():
            return None if event.angle_rad is None else abs(event.angle_rad)
    return None
