"""Swings of a leg about its own axis: with each step of either foot the thigh turns about once.

Whoever sets off or brakes hardly shakes the thigh, so that its first and last steps are not felt; but it
swings all the same, and a gyroscope sees that. The axis is the one about which the leg has turned most in the
last seconds, so no mounting has to be known.

Source: strides as turning points of the thigh's angle. Ten recorded walks with a sensor on the thigh turned
about 168 times in 169 steps.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

import numpy as np

from legday.core.block import FloatArray, MotionBlock
from legday.core.crossings import Turns
from legday.core.filters import FilterMemory, lowpass
from legday.exercises._step_chain import StepSeen

GRID_HZ = 25.0
SMOOTH_HZ = 5.0
KEPT_S = 6.0
"""How far back swings can be told: farther than a chain of steps reaches where it starts."""
LEAST_RAD = np.radians(10.0)
"""A swing is at least so wide; a turning hip or a trembling leg swings less."""
LEAD = 0.3
"""How long before a foot meets the ground the thigh turns about, periods: up to 0.5, and 0 at the least."""
BRISK, ONSET = 0.15, 0.1
"""A step's swing is so fast, of the leg's fastest; and it begins where it is so fast, of its own fastest."""
HALF = 0.5
TOLD = 0.7
"""Share of the steps felt at which the leg has to turn about."""
LONGEST = 1.8
"""A swing of more periods is no step."""


@dataclass(slots=True)
class SwingSignal:
    """The last seconds of the angular rate, rad/s, on a coarse grid."""

    rate_rad_s: FloatArray = field(default_factory=lambda: np.zeros((0, 3)))
    t_s: FloatArray = field(default_factory=lambda: np.zeros(0))
    memory: FilterMemory = None
    seen: int = 0


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
        self._delay_s = 2**0.5 / (2.0 * np.pi * SMOOTH_HZ) if self._smooth.sections else 0.0
        self._kept = int(KEPT_S * rate_hz / self._every)

    def take(self, block: MotionBlock, signal: SwingSignal) -> None:
        """Take in the next samples; blocks without a gyroscope swing nowhere."""
        if block.gyr is None:
            return
        smooth, signal.memory = self._smooth.apply(block.gyr, signal.memory)
        fresh = slice(-signal.seen % self._every, None, self._every)
        signal.seen += len(block)
        signal.rate_rad_s = np.concatenate((signal.rate_rad_s, smooth[fresh]))
        signal.t_s = np.concatenate((signal.t_s, block.t_s[fresh]))

    def trim(self, signal: SwingSignal) -> None:
        """Forget what nobody will ask for any more."""
        signal.rate_rad_s = signal.rate_rad_s[-self._kept :].copy()
        signal.t_s = signal.t_s[-self._kept :].copy()

    def begin(
        self, felt: list[StepSeen], after_s: float, period_s: float, now_s: float, signal: SwingSignal
    ) -> list[StepSeen]:
        """Return the steps of a new chain behind ``after_s``, from those ``felt``, oldest first.

        The push-off that sets the leg going is no step, and the first steps may not be felt. Where the leg
        does not turn about with what is felt, as in a wide pocket, nothing is changed.
        """
        turned_s = [t_s for t_s in self._turned_s(period_s, now_s, signal) if t_s > after_s]
        expected_s = [t_s - LEAD * period_s for t_s in _evened([step.t_s for step in felt])]
        told = [any(abs(t_s - at_s) <= HALF * period_s for t_s in turned_s) for at_s in expected_s]
        if sum(told) < TOLD * len(felt):
            return felt
        first = told.index(True)
        early_s = [t_s for t_s in turned_s if t_s < expected_s[first] - HALF * period_s]
        early = _steps(_in_step(early_s[::-1], expected_s[first], period_s), period_s)
        return [*early[::-1], *felt[first:]]

    def end(self, last_s: float, period_s: float, now_s: float, signal: SwingSignal) -> list[StepSeen]:
        """Return the steps behind the last one that was felt."""
        expected_s = last_s - LEAD * period_s
        turned_s = self._turned_s(period_s, now_s, signal)
        late_s = [t_s for t_s in turned_s if t_s > expected_s + HALF * period_s]
        return _steps(_in_step(late_s, expected_s, period_s), period_s)

    def _turned_s(self, period_s: float, now_s: float, signal: SwingSignal) -> list[float]:
        """Return when the leg turned about in the seconds up to ``now_s``, out of a quick swing."""
        end = int(np.searchsorted(signal.t_s, now_s, side="right"))
        rate = np.ascontiguousarray(signal.rate_rad_s[max(0, end - self._kept) : end])
        t_s = signal.t_s[max(0, end - self._kept) : end]
        if len(t_s) < 2:
            return []
        axis = np.linalg.eigh(np.einsum("ij,ik->jk", rate, rate))[1][:, -1]
        speed = np.einsum("ij,j->i", rate, axis)
        path_rad = np.cumsum(speed) * (t_s[1] - t_s[0])
        turned = [int(np.searchsorted(t_s, turn.t_s)) for turn in Turns(LEAST_RAD).update(path_rad, t_s)]
        swung_s = [
            float(t_s[i])
            for last, i in pairwise([0, *turned])
            if _quick(np.abs(speed[last : i + 1]), t_s[last : i + 1], period_s, np.abs(speed).max())
        ]
        return [t_s - self._delay_s for run in _runs(swung_s, period_s) for t_s in _evened(run)]


def _quick(speed: FloatArray, t_s: FloatArray, period_s: float, fastest: float) -> bool:
    """Return whether a swing, from one turning point to the next, is that of a step and not of a crouch."""
    top = int(speed.argmax())
    slow = np.flatnonzero(speed[:top] < ONSET * speed[top])
    start_s = t_s[slow[-1]] if len(slow) else t_s[0]
    return bool(speed[top] >= BRISK * fastest and t_s[-1] - start_s <= LONGEST * period_s)


def _runs(turned_s: list[float], period_s: float) -> list[list[float]]:
    """Return the turning points in runs without a pause."""
    runs: list[list[float]] = []
    for t_s in turned_s:
        if runs and t_s - runs[-1][-1] <= LONGEST * period_s:
            runs[-1].append(t_s)
        else:
            runs.append([t_s])
    return runs


def _evened(times_s: list[float]) -> list[float]:
    """Return alternating times, such as those of a thigh's two turning points, as evenly as they come."""
    if len(times_s) < 3:
        return times_s
    t_s = np.array(times_s)
    sign = np.where(np.arange(len(t_s)) % 2, -1.0, 1.0)
    late_s = 0.5 * float(np.median(sign[1:-1] * (t_s[1:-1] - 0.5 * (t_s[:-2] + t_s[2:]))))
    return list((t_s - sign * late_s).tolist())


def _in_step(turned_s: Iterable[float], from_s: float, period_s: float) -> list[float]:
    """Return the turning points that follow each other from ``from_s`` on, to either side."""
    pairs, last_s = [], from_s
    for t_s in turned_s:
        pairs.append((t_s, abs(t_s - last_s)))
        last_s = t_s
    return [t_s for t_s, gap_s in takewhile(lambda pair: pair[1] <= LONGEST * period_s, pairs)]


def _steps(turned_s: list[float], period_s: float) -> list[StepSeen]:
    return [StepSeen(t_s + LEAD * period_s, 0.0, "assumed") for t_s in turned_s]
