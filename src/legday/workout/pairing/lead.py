"""One sensor leads: its events are the workout's; another one may say what the knee did meanwhile."""

from collections.abc import Iterator

from legday.core.events import Event, Rep, Retracted
from legday.workout.pairing.joint import SHARED_TYPES, Context, Entry, Joint
from legday.workout.pairing.knee import knee_change_rad, knee_motion, remarked


class Lead(Joint):
    """Takes over what the leading sensor counts."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._types = SHARED_TYPES | {context.exercise.counts, "cadence", "hold_progress"}

    def take(self, event: Event) -> Iterator[Event]:
        """Yield the leader's event, and the motion of the knee behind it."""
        if event.device not in self.context.roles.counting:
            return
        if isinstance(event, Retracted):
            yield from self.withdraw(event)
        elif event.type == self.context.exercise.counts:
            yield from self._count(event)
        elif event.type in self._types:
            yield self.uncounted(event)

    def _count(self, event: Event) -> Iterator[Event]:
        entry = Entry({event.device: event})
        self.keep(entry)
        if not isinstance(event, Rep):
            yield self.show(entry, event, event.decided_s)
            return
        change_rad = knee_change_rad(self.context, event)
        rep = remarked(event, change_rad, self.context.params.knee_rad)
        shown = self.show(entry, rep, rep.decided_s)
        yield shown
        if change_rad is not None and isinstance(shown, Rep):
            yield knee_motion(self.context, shown, change_rad)
