"""Both sensors see the same: squats, wall sits, jumps. Counted once, at first sight; then left beside right.

The event that is shown is the one that was decided first, so that the second sensor costs no time. It stands
for as long as one of the two sensors stands by it.
"""

import math
from collections.abc import Iterator
from typing import Any

from legday.core.events import Asymmetry, Event, Hold, HoldProgress, Jump, Rep, Retracted
from legday.core.workout_events import WORKOUT
from legday.workout.pairing.joint import SHARED_TYPES, Context, Entry, Joint
from legday.workout.pairing.matching import NEWEST, likeness, partner

PROGRESS_SILENT_S = 1.5
"""A sensor tells once a second that a hold goes on; after so long without, the other one may."""


class Shared(Joint):
    """Shows each event of some types once.

    Parameters
    ----------
    context : Context
        What joints are made of.
    types : frozenset of str
        Types of events that are joined.
    """

    def __init__(self, context: Context, types: frozenset[str] = SHARED_TYPES) -> None:
        super().__init__(context)
        self._types = types

    def take(self, event: Event) -> Iterator[Event]:
        """Yield the event at first sight, what the second view adds, and its withdrawal."""
        if isinstance(event, Retracted):
            yield from self.withdraw(event)
        elif event.type in self._types:
            entry = partner(self.entries, event, self.context.params, self.context.params.overlap)
            if entry is None:
                yield self._first(event)
            else:
                entry.seen[event.device] = event
                yield from self.both_seen(entry, event.decided_s)

    def both_seen(self, entry: Entry, decided_s: float) -> Iterator[Event]:
        """Yield what the second view adds."""
        del entry, decided_s
        yield from ()

    def _first(self, event: Event) -> Event:
        entry = Entry({event.device: event})
        self.keep(entry)
        changes: dict[str, Any] = {"side": "both"} if isinstance(event, Rep) else {}
        return self.show(entry, event, event.decided_s, **changes)


class Together(Shared):
    """Joins the views of an exercise that both legs do at once."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, frozenset({context.exercise.counts}))
        self._body = Shared(context)
        self._teller = ""
        self._told_s = -math.inf

    def take(self, event: Event) -> Iterator[Event]:
        """Yield the counted event at first sight, and the asymmetry at the second."""
        if isinstance(event, HoldProgress):
            yield from self._progress(event)
            return
        yield from super().take(event)
        yield from self._body.take(event)

    def _progress(self, event: HoldProgress) -> Iterator[Event]:
        """Yield that a hold goes on, as the sensor says that said so first; another when that one is silent.

        A hold that has ended for one leg is counted: what the other leg still holds of it adds nothing.
        """
        begun_s = event.t_s - event.elapsed_s
        ended = any(
            isinstance(entry.first, Hold) and entry.first.end_s > begun_s for entry in self.entries[-NEWEST:]
        )
        silent = event.t_s - self._told_s > PROGRESS_SILENT_S
        if ended or (event.device != self._teller and not silent):
            return
        self._teller, self._told_s = event.device, event.t_s
        yield self.uncounted(event)

    def both_seen(self, entry: Entry, decided_s: float) -> Iterator[Event]:
        """Yield the left leg beside the right one."""
        by_side = {self.context.roles.sides[device]: event for device, event in entry.seen.items()}
        left, right = by_side["left"], by_side["right"]
        if likeness(left, right, self.context.params) < self.context.params.alike:
            return
        yield Asymmetry(
            serial=self.context.take_serial(),
            device=WORKOUT,
            decided_s=decided_s,
            t_s=max(left.happened_s, right.happened_s),
            n=entry.n,
            left_rad=_size_rad(left),
            right_rad=_size_rad(right),
            left_m_s2=_peak_m_s2(left),
            right_m_s2=_peak_m_s2(right),
            lead_s=self._lead_s(left, right),
            index=symmetry_index(_size_rad(left), _size_rad(right))
            if _size_rad(left) is not None
            else symmetry_index(_peak_m_s2(left), _peak_m_s2(right)),
        )

    def _lead_s(self, left: Event, right: Event) -> float | None:
        """Return how much earlier the left leg moved: by the angles half way out and back, or by the end."""
        if not (isinstance(left, Rep) and isinstance(right, Rep)):
            return right.happened_s - left.happened_s
        start_s, end_s = min(left.start_s, right.start_s), max(left.end_s, right.end_s)
        angles = self.context.angles
        ours = angles[left.device].half_way(start_s, end_s)
        theirs = angles[right.device].half_way(start_s, end_s)
        if ours is None or theirs is None:
            return None
        return 0.5 * (theirs[0] - ours[0] + theirs[1] - ours[1])


def symmetry_index(left: float | None, right: float | None) -> float | None:
    """Return left minus right by the mean of both; None where one is not known or nothing moved.

    Source: Robinson, Herzog and Nigg, J. Manipulative Physiol. Ther. 10, 172 (1987), there in percent.
    """
    if left is None or right is None or abs(left) + abs(right) == 0.0:
        return None
    return (left - right) / (0.5 * (abs(left) + abs(right)))


def _size_rad(event: Event) -> float | None:
    if isinstance(event, Rep):
        return event.rom_rad
    return event.angle_rad if isinstance(event, Hold) else None


def _peak_m_s2(event: Event) -> float | None:
    return event.landing_peak_m_s2 if isinstance(event, Jump) else None
