"""What was done: sets and rests, found in the counted events by themselves or led by a plan.

Time comes from the inputs only. What a plan's clock decides is decided at that time, whenever the inputs let
it be known; what the data have to show, such as the silence that ends a set, waits for the data.
"""

import math
from collections.abc import Iterable

from legday.core.events import (
    Event,
    ExerciseChosen,
    GapFound,
    HoldProgress,
    Retracted,
    Shuttle,
)
from legday.core.workout_events import WORKOUT
from legday.workout.book import Book, Serials
from legday.workout.by_hand import ByHand
from legday.workout.course import Choice
from legday.workout.deadlines import Deadlines
from legday.workout.open_set import Key
from legday.workout.phases import Phases
from legday.workout.progress import Progress
from legday.workout.targets import targets_reached


def counting(events: Iterable[Event]) -> list[Event]:
    """Return the events that make the count: the workout's own where it joins several sensors, else all."""
    events = list(events)
    joined = any(isinstance(event, ExerciseChosen) and event.device == WORKOUT for event in events)
    return [event for event in events if not joined or event.device == WORKOUT]


class Tracker:
    """Follows the counted events of one exercise after another and finds the sets in them.

    Attributes
    ----------
    now_s : float or None
        The workout's time; None before the first sample.
    exercise : str or None
        What is counted now.
    """

    def __init__(self) -> None:
        self.serials = Serials()
        self.book = Book(self.serials)
        self.phases = Phases(self.serials)
        self.progress = Progress(self.serials, self.book, self.phases)
        self.by_hand = ByHand(self.progress, self.book, self.phases)
        self._deadlines = Deadlines(self.progress, self.book, self.phases)
        self.now_s: float | None = None
        self.exercise: str | None = None
        self._counts: str | None = None

    def choose(self, event: ExerciseChosen, counts: str | None, *, by_plan: bool = False) -> list[Event]:
        """Close the open set; from here on events of type ``counts`` are counted."""
        decided: list[Event] = []
        if not by_plan and (event.exercise != self.exercise or self.progress.stopped):
            decided = self.by_hand.choose(event.exercise, event.decided_s)
        self.exercise, self._counts = event.exercise, counts
        return decided

    def take(self, event: Event) -> list[Event]:
        """Return what the passing of time up to ``event`` and the event itself decide."""
        return self.prepare(event) + self.note(event)

    def prepare(self, event: Event) -> list[Event]:
        """Return what comes in front of an event: the end of a set, the start of the one it begins."""
        decided = self.advance(event.decided_s)
        begins = event.type == self._counts or (isinstance(event, HoldProgress) and self._counts == "hold")
        if begins and not self._ignores(event) and not self._late(event):
            decided += self.progress.begin_by_data(self.exercise or "", begin_of(event), event.decided_s)
        return decided

    def note(self, event: Event) -> list[Event]:
        """Take an event in front of which `prepare` was asked; return what comes behind it."""
        running = self.book.running
        if isinstance(event, Retracted):
            return self._withdraw(event)
        if isinstance(event, GapFound):
            if running is not None:
                running.last_s = max(running.last_s, event.end_s)
            return []
        if self._ignores(event):
            return []
        if running is not None:
            running.see(event, self._counts)
            return targets_reached(self.serials, running, event)
        if self._late(event) and self.book.last is not None and self.book.last.see(event, self._counts):
            return self.book.corrected(event.decided_s)
        return []

    def advance(self, now_s: float, *, seen: bool = True) -> list[Event]:
        """Let time pass.

        Parameters
        ----------
        now_s : float
            The time.
        seen : bool
            Whether the sensors have been heard up to it; otherwise only clocks run out.
        """
        begun = self.progress.data_came(now_s) if self.now_s is None else []
        self.now_s = now_s if self.now_s is None else max(self.now_s, now_s)
        return begun + self._deadlines.pass_until(now_s, seen=seen)

    def finish(self, now_s: float) -> list[Event]:
        """Close what is open at the end of the session."""
        return self.progress.end(now_s)

    def take_choice(self) -> Choice | None:
        """Return the exercise that the plan wants to be chosen now, once."""
        if self.progress.plan is None:
            return None
        return self.progress.plan.course.take_choice(-math.inf if self.now_s is None else self.now_s)

    def last_counted(self) -> Key | None:
        """Device and serial of the newest counted event that still stands and can be withdrawn."""
        newest = self.book.correctable.newest if self.book.correctable is not None else {}
        return next(reversed(newest), None)

    @property
    def is_counted_now(self) -> bool:
        """Whether a correction reaches the exercise that is counted now, and so the numbers to come."""
        correctable = self.book.correctable
        return correctable is not None and correctable.exercise == self.exercise

    def can_take_away(self) -> bool:
        """Tell whether there is a count from which a person could take one away."""
        return self.book.correctable is not None and self.book.correctable.count > 0

    def open_for_correction(self, now_s: float) -> list[Event]:
        """Begin a set where somebody counts by hand and there is none."""
        if self.book.correctable is not None or self.exercise is None:
            return []
        return self.progress.begin_by_data(self.exercise, now_s, now_s)

    def correct(self, by: int, now_s: float) -> list[Event]:
        """Add to the running set, or to the one that has just ended, what a person says.

        People correct when they rest: what they say does not make the set last longer.
        """
        running = self.book.running
        if running is not None:
            running.correct(by)
            if not running.newest:  # counted by hand alone: nothing else tells that it goes on
                running.last_s = max(running.last_s, now_s)
            return targets_reached(self.serials, running, None, now_s)
        if self.book.last is not None:
            self.book.last.correct(by)
        return self.book.corrected(now_s)

    def _withdraw(self, event: Retracted) -> list[Event]:
        by_person = event.reason == "undone"
        if not self.book.withdraw((event.device, event.retracts), by_person=by_person):
            return []
        return self.book.corrected(event.decided_s)

    def _ignores(self, event: Event) -> bool:
        """Tell whether an event belongs to no set: in a pause, or behind the end of the session."""
        paused_s = self.phases.paused_s
        return self.progress.stopped or (paused_s is not None and event.happened_s > paused_s)

    def _late(self, event: Event) -> bool:
        """Tell whether an event, decided late, belongs to the set that has just ended."""
        last = self.book.last
        if last is None or last.closed_s is None or last.exercise != self.exercise:
            return False
        return isinstance(event, Shuttle) or begin_of(event) < last.closed_s


def begin_of(event: Event) -> float:
    """Return when an event began, s."""
    if isinstance(event, HoldProgress):
        return event.t_s - event.elapsed_s
    start_s: float | None = getattr(event, "start_s", None)
    return event.happened_s if start_s is None else start_s
