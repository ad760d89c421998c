"""Knees lifted in turn: each sensor sees its own leg's lifts, and together they are the true cadence."""

from bisect import insort
from collections.abc import Iterator

from legday.core.events import Event, Lift, Retracted
from legday.workout.pairing.alternation import Alternation, Beat
from legday.workout.pairing.cadence import TrueCadence
from legday.workout.pairing.joint import Context, Entry, Joint


class Lifts(Joint):
    """Merges the lifts of both legs."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        pause_s = context.params.longest_stride_s
        self._cadence = TrueCadence(context)
        self._turns = Alternation(context, pause_s)
        self._unsettled: list[Beat] = []

    def take(self, event: Event) -> Iterator[Event]:
        """Yield the lift with its leg, and the cadence of both."""
        if isinstance(event, Retracted):
            yield from self.withdraw(event)
        elif isinstance(event, Lift):
            leg = self.context.roles.sides[event.device]
            entry = Entry({event.device: event})
            self.keep(entry)
            yield self.show(entry, event, event.decided_s, side=leg)
            insort(self._unsettled, Beat(event.t_s, leg, event.angle_rad, self.n))
            yield from self._cadence.beat(event.t_s, event.decided_s)

    def advance(self, now_s: float) -> Iterator[Event]:
        """Yield the cadence's end, and what is certain about whose turn it was."""
        yield from self._cadence.advance(now_s)
        settle_s = self.context.params.settle_s
        while self._unsettled and self._unsettled[0].t_s + settle_s <= now_s:
            beat = self._unsettled.pop(0)
            yield from self._turns.beat(beat, beat.t_s + settle_s, timed=True)

    def finish(self, now_s: float) -> Iterator[Event]:
        """Yield what is not settled yet."""
        for beat in self._unsettled:
            yield from self._turns.beat(beat, now_s, timed=True)
        self._unsettled = []
