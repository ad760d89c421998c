"""Numbers of events: joints number drafts, and an event gets its own number as it is told."""

from itertools import count

from legday.core.events import Event, Retracted
from legday.workout.open_set import RETRACTABLE
from legday.workout.tracker import Tracker


class Numbers:
    """Gives drafts their numbers, in the order in which they are told.

    What a set's start and end are numbered depends on the event that brings them, which therefore cannot have
    its own number before.

    Parameters
    ----------
    tracker : Tracker
        Where the workout's numbers come from.
    """

    def __init__(self, tracker: Tracker) -> None:
        self._tracker = tracker
        self._drafts = count()
        self._told: dict[int, int] = {}

    def draft(self) -> int:
        """Return the number of the next draft."""
        return next(self._drafts)

    def draft_of(self, serial: int) -> int | None:
        """Return the draft of an event that was told not long ago."""
        return next((draft for draft, told in self._told.items() if told == serial), None)

    def tell(self, draft: Event) -> list[Event]:
        """Return what the tracker decides on a draft, and the draft as an event."""
        decided = self._tracker.prepare(draft)
        changes = {"serial": self._tracker.serials.take()}
        if isinstance(draft, Retracted):
            changes["retracts"] = self._told[draft.retracts]
        else:
            self._remember(draft.serial, changes["serial"])
        event = draft.model_copy(update=changes)
        return [*decided, event, *self._tracker.note(event)]

    def _remember(self, draft: int, serial: int) -> None:
        self._told[draft] = serial
        if len(self._told) > 4 * RETRACTABLE:
            del self._told[next(iter(self._told))]
