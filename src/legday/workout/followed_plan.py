"""A plan that is followed: rest, count down, work, and on to the next set."""

from legday.core.events import Event, PlanEnded, PlanStarted, TargetReached
from legday.workout.book import Book, Serials
from legday.workout.course import GRACE_S, Course
from legday.workout.phases import Phases
from legday.workout.plan import Plan, PlanStep


class FollowedPlan:
    """Leads from one set of a plan to the next.

    Parameters
    ----------
    plan : Plan
        What is prescribed.
    serials : Serials
        Numbers of the workout's events.
    book : Book
        The sets and sessions.
    phases : Phases
        The phase.

    Attributes
    ----------
    course : Course
        Where in the plan somebody stands.
    waits_for_data : bool
        The first sample begins it.
    """

    def __init__(self, plan: Plan, serials: Serials, book: Book, phases: Phases) -> None:
        self.course = Course(plan, plan.steps())
        self.waits_for_data = False
        self._plan = plan
        self._serials = serials
        self._book = book
        self._phases = phases

    @property
    def step(self) -> PlanStep:
        """The set that is done now or comes next."""
        return self.course.step

    def started(self, now_s: float) -> PlanStarted:
        """Return what tells that it is followed from now on."""
        plan = self._plan
        return PlanStarted(
            **self._serials.own(now_s),
            t_s=now_s,
            plan=plan.name,
            title=plan.title or plan.name,
            level=plan.level,
            sets=len(self.course.steps),
            warning=plan.warning,
        )

    def ended(self, now_s: float, *, completed: bool) -> PlanEnded:
        """Return what tells that it is followed no longer."""
        own = self._serials.own(now_s)
        return PlanEnded(**own, t_s=now_s, plan=self._plan.name, completed=completed)

    def begin(self, now_s: float, *, data: bool) -> list[Event]:
        """Approach the first set now or, where there are no data yet, with the first sample."""
        self.waits_for_data = not data
        return self._approach(now_s, now_s) if data else []

    def data_came(self, now_s: float) -> list[Event]:
        """Begin where it waited for the first sample."""
        return self.begin(now_s, data=True) if self.waits_for_data else []

    def admits(self, exercise: str) -> bool:
        """Tell whether what is counted of an exercise may begin a set now; one by the clock begins by it."""
        asked = self.step.asked
        return not self.waits_for_data and not asked.by_clock and asked.exercise == exercise

    def jump_to(self, exercise: str, now_s: float) -> list[Event] | None:
        """Go on to the first set of an exercise that is still to come; None when none is."""
        if not self.course.jump_to(exercise, now_s):
            return None
        return self._book.close(now_s, now_s) + self._approach(now_s, now_s)

    def rest(self, end_s: float, decided_s: float) -> list[Event]:
        """Rest behind a set that is not the last, and go on to the next."""
        rest_s = self.step.asked.rest_s
        self.course.advance(end_s + GRACE_S)
        return self._approach(end_s, decided_s, rest_s)

    def rested(self, at_s: float) -> list[Event]:
        """Go on to the countdown behind a rest that ended by the clock, else to work."""
        asked = self.step.asked
        if self._phases.name == "rest" and asked.seconds is not None and asked.countdown_s > 0:
            ends_s = at_s + asked.countdown_s
            return self._phases.enter("countdown", at_s, at_s, ends_s=ends_s, step=self.step)
        return self._work(at_s)

    def begin_by_hand(self, now_s: float) -> list[Event]:
        """Begin the set that comes next at once."""
        self.course.hurry(now_s)
        return self._work(now_s, by_hand=True)

    def clock_ran_out(self, at_s: float) -> list[Event]:
        """Return the target of a set by the clock, reached as its clock runs out."""
        running = self._book.running
        if running is None or running.step is None or running.step.asked.seconds is None:
            return []
        running.reached.add("seconds")
        own, asked_s = self._serials.own(at_s), running.step.asked.seconds
        return [TargetReached(**own, t_s=at_s, target="seconds", value=asked_s, set_n=running.n)]

    def _approach(self, from_s: float, decided_s: float, rest_s: float | None = None) -> list[Event]:
        """Rest and count down before the set that comes next; without a rest there is only the countdown.

        What is over already when it is decided is left out.
        """
        step, asked = self.step, self.step.asked
        counted_s = asked.countdown_s if asked.seconds is not None else 0.0
        ready_s = from_s + (counted_s if rest_s is None else rest_s)
        countdown_s = ready_s - counted_s
        self.course.hurry(ready_s)
        if countdown_s > decided_s:
            return self._phases.enter("rest", from_s, decided_s, ends_s=countdown_s, step=step)
        if ready_s > decided_s:
            return self._phases.enter(
                "countdown", max(from_s, countdown_s), decided_s, ends_s=ready_s, step=step
            )
        return self._work(decided_s)

    def _work(self, at_s: float, *, by_hand: bool = False) -> list[Event]:
        """Begin to work: by the clock at once, else with the first that is counted."""
        step, asked = self.step, self.step.asked
        opened: list[Event] = []
        if asked.by_clock or by_hand:
            opened = self._book.open(asked.exercise, at_s, at_s, step=step, by_hand=by_hand)
        ends_s = at_s + asked.seconds if asked.by_clock and asked.seconds is not None else None
        return opened + self._phases.enter("work", at_s, at_s, ends_s=ends_s, step=step)
