"""Where somebody stands in a plan, and which exercise the session is to choose next."""

import math
from dataclasses import dataclass

from legday.workout.plan import Plan, PlannedExercise, PlanStep

GRACE_S = 3.0
"""The next exercise is chosen so long after a set: a repetition under way is still counted."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An exercise that the plan chooses, with its limit of the landings, in g."""

    exercise: str
    landing_load_g: float | None


@dataclass(slots=True)
class Course:
    """A plan that is followed.

    ``choose_s`` is when the exercise of the present step is to be chosen; None where it has been.
    """

    plan: Plan
    steps: tuple[PlanStep, ...]
    index: int = 0
    choose_s: float | None = -math.inf
    chosen: Choice | None = None

    @property
    def step(self) -> PlanStep:
        """The set that is done now or comes next."""
        return self.steps[self.index]

    @property
    def is_last(self) -> bool:
        """Whether no set comes after this one."""
        return self.index + 1 == len(self.steps)

    def advance(self, at_s: float) -> None:
        """Go on to the next set; its exercise is chosen at ``at_s`` where it is another one."""
        self.index += 1
        if choice_of(self.step.asked) != self.chosen:
            self.choose_s = at_s

    def jump_to(self, exercise: str, at_s: float) -> bool:
        """Go on to the first set of an exercise that is still to come; False when none is."""
        for index, step in enumerate(self.steps[self.index :], self.index):
            if step.asked.exercise == exercise:
                self.index, self.choose_s = index, at_s
                return True
        return False

    def hurry(self, at_s: float) -> None:
        """Choose what is to be chosen at ``at_s`` at the latest."""
        if self.choose_s is not None:
            self.choose_s = min(self.choose_s, at_s)

    def postpone(self, by_s: float) -> None:
        """Choose what is to be chosen so much later."""
        if self.choose_s is not None:
            self.choose_s += by_s

    def take_choice(self, now_s: float) -> Choice | None:
        """Return the exercise to be chosen by now, once."""
        if self.choose_s is None or now_s < self.choose_s:
            return None
        self.choose_s, self.chosen = None, choice_of(self.step.asked)
        return self.chosen


def choice_of(asked: PlannedExercise) -> Choice:
    """Return what is to be chosen for a part of a plan."""
    return Choice(asked.exercise, asked.landing_load_g)
