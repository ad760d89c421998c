"""The cadence of both legs together: no leg is taken for granted."""

from collections.abc import Iterator

from legday.core.events import Cadence, Event
from legday.core.workout_events import WORKOUT
from legday.exercises._cadence import Rhythm
from legday.workout.pairing.joint import Context

LEGS = 2


class TrueCadence:
    """Steps per second from the beats of both legs; over whole strides, as legs need not be alike."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._rhythm = Rhythm(context.params.longest_stride_s, beats=LEGS)

    def beat(self, t_s: float, decided_s: float) -> Iterator[Event]:
        """Yield the cadence at a beat; one that was found late changes nothing."""
        if t_s <= self._rhythm.last_s:
            return
        strides_per_s = self._rhythm.beat(t_s, decided_s)
        if strides_per_s is not None:
            yield self._cadence(t_s, decided_s, LEGS * strides_per_s)

    def advance(self, now_s: float) -> Iterator[Event]:
        """Yield the zero that a missing beat decides."""
        deadline_s = self._rhythm.deadline_s
        if deadline_s <= now_s:
            self._rhythm.stop()
            yield self._cadence(deadline_s, deadline_s, 0.0)

    def _cadence(self, t_s: float, decided_s: float, steps_per_s: float) -> Cadence:
        return Cadence(
            serial=self._context.take_serial(),
            device=WORKOUT,
            decided_s=decided_s,
            t_s=t_s,
            steps_per_s=steps_per_s,
        )
