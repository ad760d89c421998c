"""Live cadence from the times of a repeating moment: a lift, a stride, a step.

The value is that of the last three periods' median, so that one early or late beat does not show, and it
falls to zero once one and a half periods have passed without a beat.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

import numpy as np

from legday.core.block import FloatArray
from legday.core.detector import DetectorState
from legday.core.events import Cadence

PERIODS = 3
SILENT_PERIODS = 1.5


@dataclass(slots=True)
class Rhythm:
    """Beats per second as of now.

    Parameters
    ----------
    longest_s : float
        A longer pause between two beats is no period; the rhythm starts anew.
    last_s : float
        Time of the last beat; NaN while there is no rhythm.
    periods_s : tuple of float
        The last periods, at most three.
    """

    longest_s: float
    last_s: float = math.nan
    periods_s: tuple[float, ...] = ()

    @property
    def deadline_s(self) -> float:
        """When the rhythm ends unless a beat comes; infinite while no cadence stands."""
        if not self.periods_s:
            return math.inf
        return self.last_s + SILENT_PERIODS * median(self.periods_s)

    def beat(self, t_s: float) -> float | None:
        """Take a beat and return beats per second, from the second beat on."""
        period_s = t_s - self.last_s
        self.last_s = t_s
        if not 0.0 < period_s <= self.longest_s:
            self.periods_s = ()
            return None
        self.periods_s = (*self.periods_s, period_s)[-PERIODS:]
        return 1.0 / median(self.periods_s)

    def stop(self) -> None:
        """Let the cadence fall to zero; a beat soon enough starts it anew."""
        self.periods_s = ()


def cadence(state: DetectorState, t_s: float, decided_s: float, steps_per_s: float) -> Cadence:
    """Return the event."""
    return Cadence(serial=state.take_serial(), decided_s=decided_s, t_s=t_s, steps_per_s=steps_per_s)


def silence(state: DetectorState, rhythm: Rhythm, t_s: FloatArray, before_s: float) -> Iterator[Cadence]:
    """Yield the zero that a missing beat decides, where its sample lies before ``before_s``."""
    if not rhythm.deadline_s < before_s:
        return
    i = int(np.searchsorted(t_s, rhythm.deadline_s))
    if i < len(t_s) and t_s[i] < before_s:
        rhythm.stop()
        now_s = float(t_s[i])
        yield cadence(state, now_s, now_s, 0.0)
