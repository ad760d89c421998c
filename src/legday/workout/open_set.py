"""A set: what was counted in it, what a person corrected, and what it comes to."""

import copy
from dataclasses import dataclass, field
from typing import Any

from legday.core.events import Cadence, Event, HoldProgress, Shuttle
from legday.workout.both_legs import total_fields
from legday.workout.curve import Curve
from legday.workout.plan import PlanStep
from legday.workout.sums import Sums

RETRACTABLE = 256
"""Counted events of a set that can still be withdrawn."""

AMOUNTS = frozenset({"reps", "seconds", "shuttles"})
"""Targets that say how much is to be done in a set."""

Key = tuple[str, int]
"""Device and serial of an event."""


@dataclass(slots=True)
class OpenSet:
    """A set that is going on, or has just ended and may still be corrected.

    ``last_s`` is when something was done in it last; what began before ``closed_s`` still belongs to it.
    ``newest`` holds the counted events that can be withdrawn, ``older`` the sums of all others.
    """

    n: int
    session: int
    exercise: str
    start_s: float
    last_s: float
    step: PlanStep | None = None
    by_hand: bool = False
    closed_s: float | None = None
    end_s: float | None = None
    added: int = 0
    undone: int = 0
    shuttles: int = 0
    holding_s: float = 0.0
    newest: dict[Key, Event] = field(default_factory=dict)
    older: Sums = field(default_factory=Sums)
    curve: Curve = field(default_factory=Curve)
    reached: set[str] = field(default_factory=set)

    def see(self, event: Event, counts: str | None) -> bool:
        """Take an event; return whether it changed what the set comes to."""
        if event.type == counts:
            self._count(event)
            return True
        match event:
            case Shuttle():
                self.shuttles += 1
                self.last_s = max(self.last_s, event.end_s)
                return True
            case Cadence():
                self.curve.add(event.t_s - self.start_s, event.steps_per_s)
            case HoldProgress() if counts == "hold":
                self.holding_s = event.elapsed_s
                self.last_s = max(self.last_s, event.t_s)
        return False

    def withdraw(self, key: Key, *, by_person: bool) -> bool:
        """Take a counted event away again; what was never counted changes nothing, and False says so."""
        if self.newest.pop(key, None) is None:
            return False
        self.undone += by_person
        return True

    def correct(self, by: int) -> None:
        """Add to the count, or take away from it, what a person says."""
        self.added += by

    def close(self, at_s: float) -> None:
        """End the set; one that the data began also ends with them."""
        by_data = not self.by_hand and not self.by_clock
        self.closed_s, self.end_s = at_s, self.last_s if by_data else at_s

    @property
    def by_clock(self) -> bool:
        """Whether the clock of a plan begins and ends it."""
        return self.step is not None and self.step.asked.by_clock

    @property
    def ends_by_silence(self) -> bool:
        """Whether it ends when nothing comes any more; one begun by hand waits for the first that counts."""
        return not self.by_clock and (not self.by_hand or self.count > 0)

    @property
    def is_enough(self) -> bool:
        """Whether the amount that a plan asks for was reached."""
        return not self.reached.isdisjoint(AMOUNTS)

    @property
    def until_s(self) -> float:
        """Where it ends, as far as is known, s."""
        return self.last_s if self.end_s is None else max(self.end_s, self.last_s)

    @property
    def count(self) -> int:
        """What counted, corrections included."""
        return max(0, self.older.count + len(self.newest) + self.added)

    @property
    def held_s(self) -> float:
        """Time held so far, a hold under way included."""
        return (self._sums().held_s or 0.0) + self.holding_s

    def summary(self) -> dict[str, Any]:
        """Return the fields of a `SetSummary`."""
        sums, asked = self._sums(), None if self.step is None else self.step.asked
        return {
            "n": self.n,
            "session": self.session,
            "exercise": self.exercise,
            "start_s": self.start_s,
            "end_s": self.until_s,
            "count": self.count,
            "detected": sums.count + self.undone,
            **total_fields(sums.total_kind(in_turn=asked is not None and asked.in_turn), self.count),
            "partials": sums.partials,
            "tempo_s": sums.tempo_s,
            "eccentric_s": sums.eccentric.value,
            "concentric_s": sums.concentric.value,
            "depth_rad": sums.depth.value,
            "held_s": sums.held_s,
            "best_flight_s": sums.best_flight_s,
            "mean_flight_s": sums.flight.value,
            "landing_load_m_s2": sums.load_m_s2,
            "load_warning": sums.load_warning,
            "shuttles": self.shuttles,
            "cadence": self.curve.points(),
            "target_reps": None if asked is None else asked.reps,
            "target_s": None if asked is None else asked.seconds,
            "target_shuttles": None if asked is None else asked.shuttles,
            "reached": None if asked is None else self.is_enough,
        }

    def _count(self, event: Event) -> None:
        self.last_s = max(self.last_s, event.happened_s)
        self.holding_s = 0.0
        self.newest[(event.device, event.serial)] = event
        if len(self.newest) > RETRACTABLE:
            self.older.add(self.newest.pop(next(iter(self.newest))))

    def _sums(self) -> Sums:
        sums = copy.deepcopy(self.older)
        for event in self.newest.values():
            sums.add(event)
        return sums
