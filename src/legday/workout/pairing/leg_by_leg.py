"""One leg after the other, each repetition a leg's own: lunges, step-ups, leg raises of either leg.

The resting leg moves along and its sensor may see a repetition too. So a repetition waits a little for the
other sensor's view; of two that overlap, the larger one is the leg that worked.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from legday.core.events import Event, Rep, Retracted
from legday.workout.pairing.alternation import Alternation, Beat
from legday.workout.pairing.joint import Context, Entry, Joint
from legday.workout.pairing.knee import knee_change_rad, knee_motion, remarked
from legday.workout.pairing.matching import partner
from legday.workout.pairing.side import Leg, other

PAUSE_S = 12.0
"""Repetitions further apart belong to different sets."""


@dataclass(slots=True)
class _Candidate:
    """A repetition that waits for the other sensor's view until ``until_s``."""

    entry: Entry
    until_s: float


class LegByLeg(Joint):
    """Joins repetitions of single legs, each with its side."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._waiting: list[_Candidate] = []
        self._turns = Alternation(context, PAUSE_S)

    def take(self, event: Event) -> Iterator[Event]:
        """Yield the repetition that the second view decides, and withdrawals."""
        if isinstance(event, Retracted):
            yield from self._take_back(event)
        elif isinstance(event, Rep):
            yield from self._take_rep(event)

    def advance(self, now_s: float) -> Iterator[Event]:
        """Yield the repetitions for which the other sensor's view is not coming."""
        while self._waiting and self._waiting[0].until_s <= now_s:
            candidate = self._waiting.pop(0)
            yield from self._decide(candidate.entry, candidate.until_s)

    def finish(self, now_s: float) -> Iterator[Event]:
        """Yield what still waits."""
        for candidate in self._waiting:
            yield from self._decide(candidate.entry, now_s)
        self._waiting = []

    def _take_rep(self, rep: Rep) -> Iterator[Event]:
        params = self.context.params
        waiting = partner([candidate.entry for candidate in self._waiting], rep, params, params.alike)
        if waiting is not None:
            waiting.seen[rep.device] = rep
            self._waiting = [each for each in self._waiting if each.entry is not waiting]
            yield from self._decide(waiting, rep.decided_s)
            return
        shown = partner(self.entries, rep, params, params.alike)
        if shown is not None:
            shown.seen[rep.device] = rep
            return
        until_s = rep.decided_s + params.wait_s
        self._waiting.append(_Candidate(Entry({rep.device: rep}), until_s))

    def _take_back(self, event: Retracted) -> Iterator[Event]:
        kept = [each for each in self._waiting if not each.entry.holds(event.device, event.retracts)]
        if len(kept) < len(self._waiting):
            self._waiting = kept
        else:
            yield from self.withdraw(event)

    def _decide(self, entry: Entry, decided_s: float) -> Iterator[Event]:
        rep = max((seen for seen in entry.seen.values() if isinstance(seen, Rep)), key=_size_rad)
        leg = self._leg(rep)
        change_rad = knee_change_rad(self.context, rep)
        self.keep(entry)
        shown = self.show(entry, remarked(rep, change_rad, self.context.params.knee_rad), decided_s, side=leg)
        yield shown
        if change_rad is not None and isinstance(shown, Rep):
            yield knee_motion(self.context, shown, change_rad)
        if self.context.exercise.legs == "alternating":
            beat = Beat(rep.turn_s, leg, rep.rom_rad, self.n)
            yield from self._turns.beat(beat, decided_s, timed=False)

    def _leg(self, rep: Rep) -> Leg:
        own = self.context.roles.sides[rep.device]
        return other(own) if rep.side == "other" else own


def _size_rad(rep: Rep) -> float:
    return rep.rom_rad or 0.0
