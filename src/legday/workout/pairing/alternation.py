"""Whose turn it was: legs that move one after the other, their times and sizes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from legday.core.events import Asymmetry, Event, MissedAlternation
from legday.core.workout_events import WORKOUT
from legday.workout.pairing.joint import Context
from legday.workout.pairing.side import Leg, other
from legday.workout.pairing.together import symmetry_index

REMEMBERED = 3
"""Beats of each leg whose median is compared."""

SURE = 3
"""Legs in turn before a missing one is noticed: a set may well be done one leg at a time."""


class Beat(NamedTuple):
    """A leg's move: when, which leg, how far, its number."""

    t_s: float
    leg: Leg
    size_rad: float | None
    n: int


@dataclass(slots=True)
class Alternation:
    """Follows the beats of both legs in the order of their times.

    Parameters
    ----------
    context : Context
        Where numbers come from.
    pause_s : float
        Two beats further apart begin anew.
    remarks : bool
        Whether a leg that missed its turn is worth a remark.
    """

    context: Context
    pause_s: float
    remarks: bool = True
    last: tuple[Beat, ...] = ()
    sizes: dict[Leg, list[float]] = field(default_factory=lambda: {"left": [], "right": []})
    waits: dict[Leg, list[float]] = field(default_factory=lambda: {"left": [], "right": []})

    def beat(self, beat: Beat, decided_s: float, *, timed: bool) -> Iterator[Event]:
        """Yield what a beat says about the turns; ``timed`` where the time since the other leg's counts."""
        before = self.last[-1] if self.last else None
        if before is not None and beat.t_s - before.t_s > self.pause_s:
            before, self.last = None, ()
        if beat.size_rad is not None:
            _remember(self.sizes[beat.leg], beat.size_rad)
        if before is not None and before.leg == beat.leg and self._in_turn():
            yield self._missed(before, beat, decided_s)
        in_turn = before is not None and before.leg != beat.leg
        self.last = (*self.last, beat)[-SURE:] if in_turn else (beat,)
        if before is not None and in_turn:
            if timed:
                _remember(self.waits[beat.leg], beat.t_s - before.t_s)
            if beat.n % 2 == 0:
                yield self._asymmetry(beat, decided_s)

    def _in_turn(self) -> bool:
        return self.remarks and len(self.last) == SURE

    def _missed(self, before: Beat, beat: Beat, decided_s: float) -> MissedAlternation:
        return MissedAlternation(
            serial=self.context.take_serial(),
            device=WORKOUT,
            decided_s=decided_s,
            t_s=0.5 * (before.t_s + beat.t_s),
            side=other(beat.leg),
        )

    def _asymmetry(self, beat: Beat, decided_s: float) -> Asymmetry:
        left_rad, right_rad = _middle(self.sizes["left"]), _middle(self.sizes["right"])
        left_s, right_s = _middle(self.waits["left"]), _middle(self.waits["right"])
        sized = left_rad is not None and right_rad is not None
        return Asymmetry(
            serial=self.context.take_serial(),
            device=WORKOUT,
            decided_s=decided_s,
            t_s=beat.t_s,
            n=beat.n,
            left_rad=left_rad,
            right_rad=right_rad,
            left_s=left_s,
            right_s=right_s,
            index=symmetry_index(left_rad, right_rad) if sized else symmetry_index(left_s, right_s),
        )


def _remember(values: list[float], value: float) -> None:
    values.append(value)
    del values[:-REMEMBERED]


def _middle(values: list[float]) -> float | None:
    return median(values) if values else None
