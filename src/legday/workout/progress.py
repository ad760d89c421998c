"""From one set to the next: begun by the data, by a plan or by a person, and what follows when it ends."""

from legday.core.events import Event, PlanEnded, PlanStarted, TargetReached
from legday.errors import RefusedError
from legday.workout.book import Book, Serials
from legday.workout.course import GRACE_S, Course
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
    course : Course or None
        The plan that is followed.
    stopped : bool
        The session is over: nothing belongs to a set until somebody begins again.
    """

    def __init__(self, serials: Serials, book: Book, phases: Phases) -> None:
        self.course: Course | None = None
        self.stopped = False
        self._serials = serials
        self._book = book
        self._phases = phases
        self._waits_for_data = False

    def data_came(self, now_s: float) -> list[Event]:
        """Begin the plan that waited for the first sample."""
        if not self._waits_for_data:
            return []
        self._waits_for_data = False
        return self._approach(now_s, now_s, None)

    def begin_by_data(self, exercise: str, start_s: float, decided_s: float) -> list[Event]:
        """Begin a set with what was counted, where it may; a set by the clock may not."""
        if self._book.running is not None or self._waits_for_data:
            return []
        step = None if self.course is None else self.course.step
        if step is not None and (step.asked.by_clock or step.asked.exercise != exercise):
            return []
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
        if self.course is None:
            what, n = (None, None) if ended is None else (ended.exercise, ended.n)
            return events + self._phases.enter("rest", end_s, decided_s, exercise=what, set_n=n)
        return events + self._next(end_s, decided_s)

    def phase_over(self, at_s: float) -> list[Event]:
        """Go on to what follows a phase that ended by the clock."""
        if self.course is None:
            return []
        step = self.course.step
        if self._phases.name == "work":
            return [*self._clock_ran_out(at_s), *self.close(at_s, at_s)]
        if self._phases.name == "rest" and step.asked.seconds is not None and step.asked.countdown_s > 0:
            return self._phases.enter(
                "countdown", at_s, at_s, ends_s=at_s + step.asked.countdown_s, step=step
            )
        return self._work(at_s)

    def chosen_by_hand(self, exercise: str | None, now_s: float) -> list[Event]:
        """Go on to that exercise in the plan; one that does not come in it any more ends the plan."""
        self._go_on()
        if self.course is not None:
            return self._leave_or_jump(self.course, exercise, now_s)
        if self._book.running is not None:
            return self.close(now_s, now_s)
        return self._phases.enter("idle", now_s, now_s) if self._phases.name != "idle" else []

    def follow(self, plan: Plan, now_s: float, *, data: bool) -> list[Event]:
        """Begin a plan, now or, where there are no data yet, with the first."""
        events = self.stop_plan(now_s) if self.course is not None else self._book.close(now_s, now_s)
        events += self._book.end_session(now_s)
        self._go_on()
        self._book.plan = plan.name
        self.course = Course(plan, plan.steps())
        events.append(
            PlanStarted(
                **self._serials.own(now_s),
                t_s=now_s,
                plan=plan.name,
                title=plan.title or plan.name,
                level=plan.level,
                sets=len(self.course.steps),
                warning=plan.warning,
            )
        )
        self._waits_for_data = not data
        return events + (self._approach(now_s, now_s, None) if data else [])

    def stop_plan(self, now_s: float) -> list[Event]:
        """Follow the plan no longer; what was done in it stays.

        Raises
        ------
        RefusedError
            When none is followed.
        """
        if self.course is None:
            raise RefusedError("no plan is followed")
        events = [*self._book.close(now_s, now_s), self._plan_ended(now_s, completed=False)]
        return events + self._phases.enter("idle", now_s, now_s)

    def set_by_hand(self, now_s: float, exercise: str | None, *, start: bool) -> list[Event]:
        """Begin or end a set when a person says so; in a plan, the one that is next or on.

        Raises
        ------
        RefusedError
            When there is nothing to begin or to end.
        """
        if self._phases.paused_s is not None:
            raise RefusedError("paused: pause off goes on")
        if start:
            return self._start_by_hand(now_s, exercise)
        if self._book.running is not None:
            return self.close(now_s, now_s)
        if self.course is None or self._phases.name != "work":
            raise RefusedError("no set is running")
        return self._next(now_s, now_s)

    def end(self, now_s: float) -> list[Event]:
        """End plan, set and session; nothing belongs to a set until somebody begins again."""
        self._phases.paused_s = None
        events = self._book.close(now_s, now_s)
        if self.course is not None:
            events.append(self._plan_ended(now_s, completed=False))
        events += self._book.end_session(now_s)
        self.stopped = True
        done = events and self._phases.name != "done"
        return events + (self._phases.enter("done", now_s, now_s) if done else [])

    def stop(self, now_s: float) -> list[Event]:
        """End the session when a person says so.

        Raises
        ------
        RefusedError
            When none is on.
        """
        if self.stopped:
            raise RefusedError("no session is running")
        events = self.end(now_s)
        return events or self._phases.enter("done", now_s, now_s)

    def begin_again(self, now_s: float) -> list[Event]:
        """End what is on and begin another session."""
        events = self.end(now_s)
        self._go_on()
        return events + self._phases.enter("idle", now_s, now_s)

    def pause(self, now_s: float) -> list[Event]:
        """Stop the clock.

        Raises
        ------
        RefusedError
            When it stands still already.
        """
        if self._phases.paused_s is not None:
            raise RefusedError("paused already")
        return self._phases.pause(now_s)

    def resume(self, now_s: float) -> list[Event]:
        """Let the clock go on.

        Raises
        ------
        RefusedError
            When it does.
        """
        if self._phases.paused_s is None:
            raise RefusedError("not paused")
        passed_s, events = self._phases.resume(now_s)
        if self._book.running is not None:
            self._book.running.last_s += passed_s
        if self.course is not None and self.course.choose_s is not None:
            self.course.choose_s += passed_s
        return events

    def _leave_or_jump(self, course: Course, exercise: str | None, now_s: float) -> list[Event]:
        if course.step.asked.exercise == exercise:
            course.choose_s = now_s
            return []
        if exercise is not None and course.jump_to(exercise, now_s):
            return self._book.close(now_s, now_s) + self._approach(now_s, now_s, None)
        return self.stop_plan(now_s)

    def _go_on(self) -> None:
        self.stopped = False
        self._phases.paused_s = None

    def _start_by_hand(self, now_s: float, exercise: str | None) -> list[Event]:
        if self._book.running is not None:
            raise RefusedError("a set is running")
        if self._waits_for_data or (self.course is None and exercise is None):
            raise RefusedError("no data yet" if self._waits_for_data else "no exercise is chosen")
        self._go_on()
        if self.course is not None:
            self.course.hurry(now_s)
            return self._work(now_s, by_hand=True)
        opened = self._book.open(exercise or "", now_s, now_s, by_hand=True)
        return opened + self._phases.enter("work", now_s, now_s, exercise=exercise, set_n=self._book.set_n)

    def _approach(self, from_s: float, decided_s: float, rest_s: float | None) -> list[Event]:
        """Rest and count down before the set that comes next; without a rest there is only the countdown.

        What is over already when it is decided is left out.
        """
        if self.course is None:
            return []
        step, asked = self.course.step, self.course.step.asked
        counted_s = asked.countdown_s if asked.seconds is not None else 0.0
        ready_s = from_s + (counted_s if rest_s is None else rest_s)
        self.course.hurry(ready_s)
        if ready_s - counted_s > decided_s:
            return self._phases.enter("rest", from_s, decided_s, ends_s=ready_s - counted_s, step=step)
        if ready_s > decided_s:
            return self._phases.enter(
                "countdown", max(from_s, ready_s - counted_s), decided_s, ends_s=ready_s, step=step
            )
        return self._work(decided_s)

    def _work(self, at_s: float, *, by_hand: bool = False) -> list[Event]:
        """Begin to work: by the clock at once, else with the first that is counted."""
        if self.course is None:
            return []
        step, asked = self.course.step, self.course.step.asked
        opened: list[Event] = []
        if asked.by_clock or by_hand:
            opened = self._book.open(asked.exercise, at_s, at_s, step=step, by_hand=by_hand)
        ends_s = at_s + asked.seconds if asked.by_clock and asked.seconds is not None else None
        return opened + self._phases.enter("work", at_s, at_s, ends_s=ends_s, step=step)

    def _next(self, end_s: float, decided_s: float) -> list[Event]:
        """Rest before the next set of the plan, or end it behind the last."""
        if self.course is None:
            return []
        if self.course.is_last:
            over = [self._plan_ended(decided_s, completed=True), *self._book.end_session(decided_s)]
            self.stopped = True
            return over + self._phases.enter("done", decided_s, decided_s)
        rest_s = self.course.step.asked.rest_s
        self.course.advance(end_s + GRACE_S)
        return self._approach(end_s, decided_s, rest_s)

    def _clock_ran_out(self, at_s: float) -> list[Event]:
        running = self._book.running
        if running is None or running.step is None or running.step.asked.seconds is None:
            return []
        running.reached.add("seconds")
        own, asked_s = self._serials.own(at_s), running.step.asked.seconds
        return [TargetReached(**own, t_s=at_s, target="seconds", value=asked_s, set_n=running.n)]

    def _plan_ended(self, now_s: float, *, completed: bool) -> Event:
        name = "" if self.course is None else self.course.plan.name
        self.course, self._waits_for_data = None, False
        return PlanEnded(**self._serials.own(now_s), t_s=now_s, plan=name, completed=completed)
