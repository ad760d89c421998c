"""The first and last steps of a run, which are hardly felt, told by the swings of the leg.

Source: see `_swing`.
"""

import cmath
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

import numpy as np

from legday.core.block import FloatArray, MotionBlock
from legday.core.filters import FilterMemory, lowpass, lowpass_delay_s
from legday.exercises._hump_choice import StepSeen
from legday.exercises._swing import LONGEST, turned_s

GRID_HZ = 50.0
SMOOTH_HZ = 5.0
KEPT_S = 6.0
"""How far back swings can be told: farther than a chain of steps reaches where it starts."""
TOGETHER = 64
"""So many samples are smoothed at once: it is quicker, and what they tell is seldom asked for."""
LEAD = 0.3
"""How long before a foot meets the ground the thigh turns about, periods: up to 0.5, and 0 at the least."""
TOLD = 0.5
"""Least concentration of the leads of steps, from 0 where they are as they come to 1 where all are alike."""
FAR, NEAR = 0.75, 0.3
"""Periods: a turning point farther off is no step's, and a step so near to a time is the one meant."""


@dataclass(slots=True)
class SwingSignal:
    """The last seconds of the angular rate, rad/s, on a coarse grid, and the newest of it as it came.

    ``lead_s`` is how long before it is felt the leg turned about where the chain began, NaN where it did not;
    ``done_s`` is the last turning point that was counted.
    """

    rate_rad_s: FloatArray = field(default_factory=lambda: np.zeros((0, 3)))
    t_s: FloatArray = field(default_factory=lambda: np.zeros(0))
    raw_rad_s: FloatArray = field(default_factory=lambda: np.zeros((0, 3)))
    raw_s: FloatArray = field(default_factory=lambda: np.zeros(0))
    memory: FilterMemory = None
    seen: int = 0
    lead_s: float = math.nan
    done_s: float = -math.inf


class SwingFinder:
    """Tells the steps in front of a chain of steps and behind it.

    Parameters
    ----------
    rate_hz : float
        Rate of the grid.
    """

    def __init__(self, rate_hz: float) -> None:
        self._every = max(1, round(rate_hz / GRID_HZ))
        self._smooth = lowpass(SMOOTH_HZ, rate_hz)
        # group delay of a 2nd-order Butterworth low-pass at low frequencies
        self._delay_s = lowpass_delay_s(SMOOTH_HZ, rate_hz)
        self._kept = int(KEPT_S * rate_hz / self._every)

    def take(self, block: MotionBlock, signal: SwingSignal) -> None:
        """Take in the next samples; blocks without a gyroscope swing nowhere."""
        if block.gyr is None:
            return
        signal.raw_rad_s = np.concatenate((signal.raw_rad_s, block.gyr))
        signal.raw_s = np.concatenate((signal.raw_s, block.t_s))
        count = len(signal.raw_s) // TOGETHER * TOGETHER
        if count:
            signal.rate_rad_s, signal.t_s, signal.memory = self._smoothed(signal, count)
            signal.raw_rad_s, signal.raw_s = signal.raw_rad_s[count:].copy(), signal.raw_s[count:].copy()
            signal.seen += count

    def _smoothed(self, signal: SwingSignal, count: int) -> tuple[FloatArray, FloatArray, FilterMemory]:
        """Return the grid with so many of the newest samples, its times, and the filter's memory."""
        smooth, memory = self._smooth.apply(signal.raw_rad_s[:count], signal.memory)
        fresh = slice(-signal.seen % self._every, None, self._every)
        rate = np.concatenate((signal.rate_rad_s, smooth[fresh]))
        return rate, np.concatenate((signal.t_s, signal.raw_s[:count][fresh])), memory

    def trim(self, signal: SwingSignal) -> None:
        """Forget what nobody will ask for any more."""
        signal.rate_rad_s, signal.t_s = signal.rate_rad_s[-self._kept :], signal.t_s[-self._kept :]

    def begin(
        self, felt: list[StepSeen], period_s: float, now_s: float, signal: SwingSignal
    ) -> list[StepSeen]:
        """Return the steps of a new chain from those ``felt``, oldest first.

        Every turning point is a step, from the first quick swing on; what is felt tells when its foot meets
        the ground. The push-off that sets the leg going is felt, too, but is no step. Where the leg does not
        turn about with what is felt, as in a wide pocket, nothing is changed.
        """
        done_s = signal.done_s + 0.5 * period_s
        turns_s = [t_s for t_s in self._turned_s(period_s, now_s, signal) if t_s > done_s]
        signal.lead_s = _lead_s([step.t_s for step in felt], turns_s, period_s)
        if math.isnan(signal.lead_s):
            return felt
        last = _nearest(turns_s, felt[-1].t_s - signal.lead_s)
        going_s = _in_step(turns_s[last::-1], turns_s[last], period_s)[::-1]
        signal.done_s = going_s[-1]
        return [_told(t_s + signal.lead_s, felt, period_s) for t_s in going_s]

    def end(
        self, felt_s: Sequence[float], period_s: float, now_s: float, signal: SwingSignal
    ) -> list[StepSeen]:
        """Return the steps behind the last one that was felt; ``felt_s`` are the last ones."""
        turns_s = self._turned_s(period_s, now_s, signal)
        lead_s = _lead_s(felt_s, turns_s, period_s)
        if math.isnan(lead_s) or math.isnan(signal.lead_s):
            return []
        lead_s -= period_s * round((lead_s - signal.lead_s) / period_s)
        last = _nearest(turns_s, felt_s[-1] - lead_s)
        going_s = _in_step(turns_s[last + 1 :], turns_s[last], period_s)
        signal.done_s = [turns_s[last], *going_s][-1]
        return [StepSeen(t_s + lead_s, 0.0, "assumed") for t_s in going_s]

    def _turned_s(self, period_s: float, now_s: float, signal: SwingSignal) -> list[float]:
        """Return when the leg turned about in the seconds up to ``now_s``."""
        rate, t_s, _ = self._smoothed(signal, len(signal.raw_s))
        end = int(np.searchsorted(t_s, now_s, side="right"))
        kept = slice(max(0, end - self._kept), end)
        turned = turned_s(np.ascontiguousarray(rate[kept]), t_s[kept], period_s)
        return [turn_s - self._delay_s for turn_s in turned]


def _in_step(turns_s: Iterable[float], from_s: float, period_s: float) -> list[float]:
    """Return the turning points that follow each other from ``from_s`` on, to either side."""
    pairs, last_s = [], from_s
    for t_s in turns_s:
        pairs.append((t_s, abs(t_s - last_s)))
        last_s = t_s
    return [t_s for t_s, gap_s in takewhile(lambda pair: pair[1] <= LONGEST * period_s, pairs)]


def _nearest(times_s: list[float], t_s: float) -> int:
    off_s = [abs(time_s - t_s) for time_s in times_s]
    return off_s.index(min(off_s))


def _lead_s(felt_s: Sequence[float], turns_s: list[float], period_s: float) -> float:
    """Return how long before it is felt the leg turns about for a step: a circular mean; NaN if it does not.

    Steps come once a period, so that the lead is known but for whole periods: it is told as the one nearest
    to `LEAD`.
    """
    if not turns_s or not felt_s:
        return math.nan
    late = [(t_s - turns_s[_nearest(turns_s, t_s)]) / period_s for t_s in felt_s]
    mean = sum(cmath.exp(2j * math.pi * (x - LEAD)) for x in late if abs(x) <= FAR) / len(late)
    return (LEAD + cmath.phase(mean) / (2.0 * math.pi)) * period_s if abs(mean) >= TOLD else math.nan


def _told(t_s: float, felt: list[StepSeen], period_s: float) -> StepSeen:
    """Return the step that was felt at about this time, else one that is inferred."""
    near = min(felt, key=lambda step: abs(step.t_s - t_s))
    return near if abs(near.t_s - t_s) <= NEAR * period_s else StepSeen(t_s, 0.0, "assumed")
