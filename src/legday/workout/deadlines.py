"""What happens by itself when time passes: a phase runs out, silence ends a set, a long rest a session."""

from legday.core.events import Event
from legday.workout.book import Book
from legday.workout.phases import Phases
from legday.workout.progress import Progress

SET_REST_S = 12.0
"""A set has ended when nothing was counted for this long; slow reps and rests within a set are shorter."""

EXTRA_S = 4.0
"""Whoever did what a plan asks for may do more; the set ends when nothing came for this long."""

SESSION_REST_S = 1800.0
"""A session has ended when no set was done for this long."""


class Deadlines:
    """Lets what is due happen.

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

    def pass_until(self, now_s: float, *, seen: bool) -> list[Event]:
        """Return what time up to ``now_s`` decides; ``seen`` says whether the sensors were heard up to it."""
        events: list[Event] = []
        while (due := self._next(seen=seen)) is not None and due[0] <= now_s:
            events += self._happen(*due)
        return events

    def _next(self, *, seen: bool) -> tuple[float, str] | None:
        """Return what happens next, and when; nothing does in a pause."""
        if self._phases.paused_s is not None:
            return None
        dues: list[tuple[float, str]] = []
        if self._phases.ends_s is not None:
            dues.append((self._phases.ends_s, "phase"))
        running = self._book.running
        if running is not None and seen and running.ends_by_silence:
            rest_s = EXTRA_S if running.is_enough else SET_REST_S
            dues.append((running.last_s + rest_s, "silence"))
        if running is None and self._progress.plan is None and self._book.done:
            dues.append((self._book.last_end_s + SESSION_REST_S, "session"))
        return min(dues, default=None)

    def _happen(self, at_s: float, what: str) -> list[Event]:
        if what == "phase":
            return self._progress.phase_over(at_s)
        if what == "session":
            return [*self._book.end_session(at_s), *self._phases.enter("idle", at_s, at_s)]
        running = self._book.running
        enough = running is None or running.is_enough
        return self._progress.close(at_s if running is None or enough else running.last_s, at_s)
