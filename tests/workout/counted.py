"""A tracker that is told counted events one by one, and what it made of them."""

from dataclasses import dataclass, field
from typing import Any

from legday.core.events import (
    Cadence,
    Event,
    ExerciseChosen,
    Hold,
    HoldProgress,
    Jump,
    Rep,
    Retracted,
    Shuttle,
    Step,
)
from legday.exercises import exercise as find_exercise
from legday.workout.plan import parse_plan
from legday.workout.tracker import Tracker


@dataclass
class Told:
    """Hands events of the device ``thigh`` to a tracker, as a session does."""

    tracker: Tracker = field(default_factory=Tracker)
    events: list[Event] = field(default_factory=list)
    serial: int = 0

    def choose(self, exercise: str, at_s: float = 0.0, *, by_plan: bool = False) -> None:
        chosen = ExerciseChosen(serial=self._take(), decided_s=at_s, t_s=at_s, exercise=exercise)
        counts = find_exercise(exercise).counts
        self.events += self.tracker.choose(chosen, counts, by_plan=by_plan)

    def follow(self, text: str, at_s: float | None = None) -> None:
        data = at_s is not None
        self.events += self.tracker.progress.follow(parse_plan(text), at_s or 0.0, data=data)
        self._let_choose(at_s or 0.0)

    def tell(self, event: Event) -> Event:
        self.events += [*self.tracker.prepare(event), event, *self.tracker.note(event)]
        self.until(event.decided_s)
        return event

    def until(self, now_s: float, *, seen: bool = True) -> None:
        self.events += self.tracker.advance(now_s, seen=seen)
        self._let_choose(now_s)

    def rep(self, end_s: float, length_s: float = 1.5, late_s: float = 0.3, **figures: Any) -> Event:
        own = {"serial": self._take(), "device": "thigh", "decided_s": end_s + late_s}
        start_s = end_s - length_s
        rep = Rep(**own, n=1, start_s=start_s, turn_s=end_s - length_s / 2, end_s=end_s, **figures)
        return self.tell(rep)

    def jump(self, landing_s: float, **figures: Any) -> Event:
        own = {"serial": self._take(), "device": "thigh", "decided_s": landing_s + 0.1}
        return self.tell(Jump(**own, n=1, landing_s=landing_s, **figures))

    def step(self, t_s: float) -> Event:
        return self.tell(Step(serial=self._take(), device="thigh", decided_s=t_s + 0.1, t_s=t_s, n=1))

    def cadence(self, t_s: float, steps_per_min: float) -> Event:
        own = {"serial": self._take(), "device": "thigh", "decided_s": t_s}
        return self.tell(Cadence(**own, t_s=t_s, steps_per_s=steps_per_min / 60.0))

    def shuttle(self, start_s: float, end_s: float) -> Event:
        own = {"serial": self._take(), "device": "thigh", "decided_s": end_s + 1.0}
        return self.tell(Shuttle(**own, n=1, start_s=start_s, end_s=end_s, steps=20))

    def hold(self, start_s: float, end_s: float, angle_rad: float = 1.5) -> None:
        for second in range(3, int(end_s - start_s) + 1):
            own = {"serial": self._take(), "device": "thigh", "decided_s": start_s + second}
            self.tell(HoldProgress(**own, t_s=start_s + second, elapsed_s=float(second)))
        own = {"serial": self._take(), "device": "thigh", "decided_s": end_s + 0.5}
        self.tell(Hold(**own, start_s=start_s, end_s=end_s, angle_rad=angle_rad))

    def withdraw(self, event: Event, at_s: float, reason: str = "undone") -> None:
        own = {"serial": self._take(), "device": "thigh", "decided_s": at_s}
        self.tell(Retracted(**own, retracts=event.serial, reason=reason))

    def of(self, kind: str) -> list[Any]:
        return [event for event in self.events if event.type == kind]

    def phases(self) -> list[tuple[str, float, float | None]]:
        return [(event.name, event.t_s, event.ends_s) for event in self.of("phase")]

    def _let_choose(self, now_s: float) -> None:
        while (choice := self.tracker.take_choice()) is not None:
            self.choose(choice.exercise, now_s, by_plan=True)

    def _take(self) -> int:
        self.serial += 1
        return self.serial - 1
