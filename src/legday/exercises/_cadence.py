"""Live cadence from the times of a repeating moment: a lift, a stride, a step.

The value is that of the last three periods' median, so that one early or late beat does not show, and it
falls to zero once one and a half periods have passed without a beat.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from legday.core.block import FloatArray
from legday.core.detector import DetectorState
from legday.core.events import Cadence

PERIODS = 3
SILENT_PERIODS = 1.5


@dataclass(slots=True)
class Rhythm:
    """Periods per second as of now.

    Parameters
    ----------
    longest_s : float
        A longer period is a pause; the rhythm starts anew.
    beats : int
        Beats in a period: one lift, or the two steps of a stride, whose feet need not be alike.
    times_s : tuple of float
        The last beats, at most as many as a period has.
    periods_s : tuple of float
        The last periods, at most three.
    deadline_s : float
        When the rhythm ends unless a beat comes; infinite while no cadence stands.
    """

    longest_s: float
    beats: int = 1
    times_s: tuple[float, ...] = ()
    periods_s: tuple[float, ...] = ()
    deadline_s: float = math.inf

    @property
    def last_s(self) -> float:
        """Time of the last beat; minus infinity without one."""
        return self.times_s[-1] if self.times_s else -math.inf

    def beat(self, t_s: float, told_s: float) -> float | None:
        """Take a beat, told at ``told_s``; return periods per second, from the end of the first one on."""
        full = len(self.times_s) == self.beats
        period_s = t_s - self.times_s[0] if full else math.inf
        self.times_s = (*self.times_s, t_s)[-self.beats :]
        if period_s > self.longest_s:
            self.stop()
            return None
        self.periods_s = (*self.periods_s, period_s)[-PERIODS:]
        ordered = sorted(self.periods_s)
        usual_s = ordered[len(ordered) // 2]
        # Nothing is decided before the beat was told.
        self.deadline_s = max(t_s + SILENT_PERIODS * usual_s, told_s)
        return 1.0 / usual_s

    def stop(self) -> None:
        """Let the cadence fall to zero; a beat soon enough starts it anew."""
        self.periods_s, self.deadline_s = (), math.inf


def cadence(state: DetectorState, t_s: float, decided_s: float, steps_per_s: float) -> Cadence:
    """Return the event."""
    return Cadence(serial=state.take_serial(), decided_s=decided_s, t_s=t_s, steps_per_s=steps_per_s)


def silence(state: DetectorState, rhythm: Rhythm, t_s: FloatArray, before_s: float) -> Iterator[Cadence]:
    """Yield the zero that a missing beat decides, where its sample lies before ``before_s``."""
    deadline_s = rhythm.deadline_s
    if not deadline_s < before_s or not len(t_s) or t_s[-1] < deadline_s:
        return
    i = int(t_s.searchsorted(deadline_s))
    if t_s[i] < before_s:
        rhythm.stop()
        now_s = float(t_s[i])
        yield cadence(state, now_s, now_s, 0.0)
