"""The phase a workout is in, and the pause that interrupts it."""

from dataclasses import dataclass

from legday.core.events import Event, PhaseStarted
from legday.core.workout_events import PhaseName
from legday.workout.book import Serials
from legday.workout.plan import PlanStep


@dataclass(slots=True)
class Phases:
    """The phase now, when it ends by itself, and what it is about."""

    serials: Serials
    name: PhaseName = "idle"
    ends_s: float | None = None
    exercise: str | None = None
    set_n: int | None = None
    step: PlanStep | None = None
    paused_s: float | None = None

    def enter(
        self,
        name: PhaseName,
        t_s: float,
        decided_s: float,
        *,
        ends_s: float | None = None,
        exercise: str | None = None,
        set_n: int | None = None,
        step: PlanStep | None = None,
    ) -> list[Event]:
        """Begin a phase at ``t_s``; with a step of a plan it says what that asks for."""
        self.name, self.ends_s, self.step = name, ends_s, step
        self.exercise = exercise if step is None else step.asked.exercise
        self.set_n = set_n if step is None else step.n
        return [self._told(name, t_s, decided_s, ends_s)]

    def pause(self, now_s: float) -> list[Event]:
        """Stop the clock."""
        self.paused_s = now_s
        return [self._told("paused", now_s, now_s, None)]

    def resume(self, now_s: float) -> tuple[float, list[Event]]:
        """Let the clock go on; return for how long it had stopped, and the phase that goes on."""
        passed_s = 0.0 if self.paused_s is None else max(0.0, now_s - self.paused_s)
        self.paused_s = None
        if self.ends_s is not None:
            self.ends_s += passed_s
        return passed_s, [self._told(self.name, now_s, now_s, self.ends_s)]

    def _told(self, name: PhaseName, t_s: float, decided_s: float, ends_s: float | None) -> Event:
        asked = None if self.step is None else self.step.asked
        return PhaseStarted(
            **self.serials.own(decided_s),
            t_s=t_s,
            name=name,
            exercise=self.exercise,
            set_n=self.set_n,
            sets=None if asked is None else asked.sets,
            target_reps=None if asked is None else asked.reps,
            target_s=None if asked is None else asked.seconds,
            target_shuttles=None if asked is None else asked.shuttles,
            target_steps_per_s=_per_s(None if asked is None else asked.cadence_per_min),
            ends_s=ends_s,
        )


def _per_s(band_per_min: tuple[float, float] | None) -> tuple[float, float] | None:
    return None if band_per_min is None else (band_per_min[0] / 60.0, band_per_min[1] / 60.0)
