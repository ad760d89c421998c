"""From one set to the next: begun by the data or by a plan, and what follows when it ends."""

from legday.core.events import Event
from legday.errors import RefusedError
from legday.workout.book import Book, Serials
from legday.workout.followed_plan import FollowedPlan
from legday.workout.phases import Phases
from legday.workout.plan import Plan


class Progress:
    """Leads from set to rest and on.

    Parameters
    ----------
    serials : Serials
        Numbers of the workout's events.
    book : Book
        The sets and sessions.
    phases : Phases
        The phase.

    Attributes
    ----------
    plan : FollowedPlan or None
        The plan that is followed.
    stopped : bool
        The session is over: nothing belongs to a set until somebody begins again.
    """

    def __init__(self, serials: Serials, book: Book, phases: Phases) -> None:
        self.plan: FollowedPlan | None = None
        self.stopped = False
        self._serials = serials
        self._book = book
        self._phases = phases

    def data_came(self, now_s: float) -> list[Event]:
        """Begin the plan that waited for the first sample."""
        return [] if self.plan is None else self.plan.data_came(now_s)

    def begin_by_data(self, exercise: str, start_s: float, decided_s: float) -> list[Event]:
        """Begin a set with what was counted, where it may."""
        if self._book.running is not None or (self.plan is not None and not self.plan.admits(exercise)):
            return []
        step = None if self.plan is None else self.plan.step
        opened = self._book.open(exercise, start_s, decided_s, step=step)
        if step is not None and self._phases.name == "work":
            return opened
        return opened + self._phases.enter(
            "work", start_s, decided_s, exercise=exercise, set_n=self._book.set_n, step=step
        )

    def close(self, at_s: float, decided_s: float) -> list[Event]:
        """End the set that runs, and go on to the rest."""
        events = self._book.close(at_s, decided_s)
        ended = self._book.last
        end_s = at_s if ended is None else ended.until_s
        if self.plan is not None:
            return events + self.next_set(self.plan, end_s, decided_s)
        what, n = (None, None) if ended is None else (ended.exercise, ended.n)
        return events + self._phases.enter("rest", end_s, decided_s, exercise=what, set_n=n)

    def next_set(self, plan: FollowedPlan, end_s: float, decided_s: float) -> list[Event]:
        """Rest before the next set of a plan, or end it behind the last."""
        if not plan.course.is_last:
            return plan.rest(end_s, decided_s)
        over = [self._plan_ended(plan, decided_s, completed=True), *self._book.end_session(decided_s)]
        self.stopped = True
        return over + self._phases.enter("done", decided_s, decided_s)

    def phase_over(self, at_s: float) -> list[Event]:
        """Go on to what follows a phase that ended by the clock."""
        if self.plan is None:
            return []
        if self._phases.name == "work":
            return [*self.plan.clock_ran_out(at_s), *self.close(at_s, at_s)]
        return self.plan.rested(at_s)

    def follow(self, plan: Plan, now_s: float, *, data: bool) -> list[Event]:
        """Begin a plan, now or, where there are no data yet, with the first."""
        events = self.stop_plan(now_s) if self.plan is not None else self._book.close(now_s, now_s)
        events += self._book.end_session(now_s)
        self.go_on()
        self._book.plan = plan.name
        self.plan = FollowedPlan(plan, self._serials, self._book, self._phases)
        return [*events, self.plan.started(now_s), *self.plan.begin(now_s, data=data)]

    def stop_plan(self, now_s: float) -> list[Event]:
        """Follow the plan no longer; what was done in it stays.

        Raises
        ------
        RefusedError
            When none is followed.
        """
        if self.plan is None:
            raise RefusedError("no plan is followed")
        events = [*self._book.close(now_s, now_s), self._plan_ended(self.plan, now_s, completed=False)]
        return events + self._phases.enter("idle", now_s, now_s)

    def end(self, now_s: float) -> list[Event]:
        """End plan, set and session; nothing belongs to a set until somebody begins again."""
        self._phases.paused_s = None
        events = self._book.close(now_s, now_s)
        if self.plan is not None:
            events.append(self._plan_ended(self.plan, now_s, completed=False))
        events += self._book.end_session(now_s)
        self.stopped = True
        done = events and self._phases.name != "done"
        return events + (self._phases.enter("done", now_s, now_s) if done else [])

    def go_on(self) -> None:
        """Take up what was stopped or paused."""
        self.stopped = False
        self._phases.paused_s = None

    def _plan_ended(self, plan: FollowedPlan, now_s: float, *, completed: bool) -> Event:
        self.plan = None
        return plan.ended(now_s, completed=completed)
