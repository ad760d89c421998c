"""The sets and sessions of a workout: opened, ended, corrected, summed up."""

from dataclasses import dataclass, field
from typing import Any

from legday.core.events import Event, SessionCorrected, SessionEnded, SetCorrected, SetEnded, SetStarted
from legday.core.workout_events import WORKOUT, SetSummary
from legday.workout.open_set import Key, OpenSet
from legday.workout.plan import PlanStep


@dataclass(slots=True)
class Serials:
    """Numbers of the workout's events."""

    next: int = 0

    def take(self) -> int:
        """Return the number of the next event and move on."""
        self.next += 1
        return self.next - 1

    def own(self, decided_s: float) -> dict[str, Any]:
        """Return what every event of the workout begins with."""
        return {"serial": self.take(), "device": WORKOUT, "decided_s": decided_s}


@dataclass(frozen=True, slots=True)
class Ended:
    """A session that has ended: its number, the plan that was followed, its sets by their numbers."""

    n: int
    plan: str
    done: dict[int, SetSummary]

    def summary(self) -> dict[str, Any]:
        """Return the fields of a `SessionSummary`, and from when to when it lasted."""
        sets = tuple(self.done.values())
        loads = [each.landing_load_m_s2 for each in sets if each.landing_load_m_s2 is not None]
        return {
            "n": self.n,
            "plan": self.plan,
            "start_s": sets[0].start_s,
            "end_s": max(each.end_s for each in sets),
            "count": sum(each.count for each in sets),
            "work_s": sum(each.end_s - each.start_s for each in sets),
            "landing_load_m_s2": sum(loads) if loads else None,
            "sets": sets,
        }


@dataclass(slots=True)
class Book:
    """What was done: the set that runs, the one before it, the sums of this session and of the last."""

    serials: Serials
    session: int = 1
    plan: str = ""
    running: OpenSet | None = None
    last: OpenSet | None = None
    done: dict[int, SetSummary] = field(default_factory=dict)
    ended: Ended | None = None

    @property
    def correctable(self) -> OpenSet | None:
        """The set that a correction reaches: the one that runs, else the one that has just ended."""
        return self.running or self.last

    @property
    def set_n(self) -> int | None:
        """Number of the set that runs."""
        return None if self.running is None else self.running.n

    @property
    def last_end_s(self) -> float:
        """Where the newest set of the session ends, s."""
        return max((each.end_s for each in self.done.values()), default=0.0)

    def open(
        self,
        exercise: str,
        start_s: float,
        decided_s: float,
        *,
        step: PlanStep | None = None,
        by_hand: bool = False,
    ) -> list[Event]:
        """Begin a set."""
        n = len(self.done) + 1
        self.running = OpenSet(n, self.session, exercise, start_s, start_s, step, by_hand)
        self.last = None
        return [SetStarted(**self.serials.own(decided_s), t_s=start_s, n=n, exercise=exercise)]

    def close(self, at_s: float, decided_s: float) -> list[Event]:
        """End the set that runs, if one does."""
        if self.running is None:
            return []
        self.last, self.running = self.running, None
        self.last.close(at_s)
        summary = self._summed(self.last)
        return [SetEnded(**self.serials.own(decided_s), **summary)]

    def corrected(self, decided_s: float) -> list[Event]:
        """Sum up the set that has just ended anew; one that runs is summed up when it ends."""
        if self.running is not None or self.last is None:
            return []
        corrected = SetCorrected(**self.serials.own(decided_s), **self._summed(self.last))
        if self.ended is None or self.ended.n != self.last.session:
            return [corrected]
        return [corrected, SessionCorrected(**self.serials.own(decided_s), **self.ended.summary())]

    def end_session(self, decided_s: float) -> list[Event]:
        """Sum up the session and begin another; one without a set leaves no trace."""
        if not self.done:
            return []
        self.ended = Ended(self.session, self.plan, self.done)
        self.session += 1
        self.done = {}
        self.plan = ""
        return [SessionEnded(**self.serials.own(decided_s), **self.ended.summary())]

    def withdraw(self, key: Key, *, by_person: bool) -> bool:
        """Take a counted event out of the set it is in; False when it is in none that can be corrected."""
        return self.correctable is not None and self.correctable.withdraw(key, by_person=by_person)

    def _summed(self, ended: OpenSet) -> dict[str, Any]:
        summary = ended.summary()
        done = self.done if ended.session == self.session or self.ended is None else self.ended.done
        done[ended.n] = SetSummary(**summary)
        return summary
