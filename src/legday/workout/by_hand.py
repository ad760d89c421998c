"""What a person asks of the workout: another exercise, a set, a pause, an end."""

from legday.core.events import Event
from legday.errors import RefusedError
from legday.workout.book import Book
from legday.workout.followed_plan import FollowedPlan
from legday.workout.phases import Phases
from legday.workout.progress import Progress


class ByHand:
    """Carries out what a person asks for.

    Parameters
    ----------
    progress : Progress
        Leads from set to set.
    book : Book
        The sets and sessions.
    phases : Phases
        The phase.
    """

    def __init__(self, progress: Progress, book: Book, phases: Phases) -> None:
        self._progress = progress
        self._book = book
        self._phases = phases

    def choose(self, exercise: str | None, now_s: float) -> list[Event]:
        """Go on to that exercise in the plan; one that does not come in it any more ends the plan."""
        self._progress.go_on()
        if self._progress.plan is not None:
            return self._choose_in(self._progress.plan, exercise, now_s)
        if self._book.running is not None:
            return self._progress.close(now_s, now_s)
        return self._phases.enter("idle", now_s, now_s) if self._phases.name != "idle" else []

    def start_set(self, now_s: float, exercise: str | None) -> list[Event]:
        """Begin a set; in a plan, the one that is next.

        Raises
        ------
        RefusedError
            When there is nothing to begin.
        """
        self._refuse_in_a_pause()
        if self._book.running is not None:
            raise RefusedError("a set is running")
        plan = self._progress.plan
        if plan is not None and plan.waits_for_data:
            raise RefusedError("no data yet")
        if plan is None and exercise is None:
            raise RefusedError("no exercise is chosen")
        self._progress.go_on()
        if plan is not None:
            return plan.begin_by_hand(now_s)
        opened = self._book.open(exercise or "", now_s, now_s, by_hand=True)
        return opened + self._phases.enter("work", now_s, now_s, exercise=exercise, set_n=self._book.set_n)

    def stop_set(self, now_s: float) -> list[Event]:
        """End the set that runs; in a plan, also the one that nobody has begun.

        Raises
        ------
        RefusedError
            When there is nothing to end.
        """
        self._refuse_in_a_pause()
        if self._book.running is not None:
            return self._progress.close(now_s, now_s)
        plan = self._progress.plan
        if plan is None or self._phases.name != "work":
            raise RefusedError("no set is running")
        return self._progress.next_set(plan, now_s, now_s)

    def start_session(self, now_s: float) -> list[Event]:
        """End what is on and begin another session."""
        events = self._progress.end(now_s)
        self._progress.go_on()
        return events + self._phases.enter("idle", now_s, now_s)

    def stop_session(self, now_s: float) -> list[Event]:
        """End the session.

        Raises
        ------
        RefusedError
            When none is on.
        """
        if self._progress.stopped:
            raise RefusedError("no session is running")
        return self._progress.end(now_s) or self._phases.enter("done", now_s, now_s)

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
        if self._progress.plan is not None:
            self._progress.plan.course.postpone(passed_s)
        return events

    def _choose_in(self, plan: FollowedPlan, exercise: str | None, now_s: float) -> list[Event]:
        if plan.step.asked.exercise == exercise:
            plan.course.choose_s = now_s
            return []
        jumped = None if exercise is None else plan.jump_to(exercise, now_s)
        return self._progress.stop_plan(now_s) if jumped is None else jumped

    def _refuse_in_a_pause(self) -> None:
        if self._phases.paused_s is not None:
            raise RefusedError("paused: pause off goes on")
