"""Swings of a leg about its own axis: with each step of either foot the thigh turns about once.

Whoever sets off or brakes hardly shakes the thigh, so that its first and last steps are not felt; but it
swings all the same, and a gyroscope sees that. The axis is the one about which the leg has turned most in the
last seconds, so no mounting has to be known.

The leg also swings where nobody runs: a crouch in a turn is as wide as a slow step, and as fast, but lasts
longer. Before the first step the push-off is felt like one, without a swing that ends there.

Source: strides as turning points of the thigh's angle. Ten recorded walks with a sensor on the thigh turned
about 168 times in 169 steps.
"""

import cmath
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, starmap, takewhile
from typing import NamedTuple

import numpy as np

from legday.core.block import FloatArray, MotionBlock
from legday.core.crossings import Turns
from legday.core.filters import FilterMemory, lowpass
from legday.exercises._step_chain import StepSeen

GRID_HZ = 50.0
SMOOTH_HZ = 5.0
KEPT_S = 6.0
"""How far back swings can be told: farther than a chain of steps reaches where it starts."""
LEAST_RAD = np.radians(10.0)
"""A swing is at least so wide; a turning hip or a trembling leg swings less."""
LEAD = 0.3
"""How long before a foot meets the ground the thigh turns about, periods: up to 0.5, and 0 at the least."""
ONSET = 0.15
"""A swing lasts while it is so fast, of its own fastest."""
BRISK, BACK_UP, SLOW = 0.2, 0.35, 0.1
"""Pace of a swing: its speed, of the fastest to its side, by its length in periods. A step's is brisk; a slow
swing, such as going down into a crouch, is followed by another that is faster, but no step yet: coming up."""
REST_S = 0.1
"""A swing that has been over for so long is over, whether the leg turns about or rests."""
TOLD = 0.5
"""Least concentration of the leads of steps, from 0 where they are as they come to 1 where all are alike."""
FAR, NEAR = 0.75, 0.3
"""Periods: a turning point farther off is no step's, and a step so near to a time is the one meant."""
LONGEST = 1.8
"""Two turning points of more periods apart are not those of two steps in a row."""


@dataclass(slots=True)
class SwingSignal:
    """The last seconds of the angular rate, rad/s, on a coarse grid.

    ``lead_s`` is how long before it is felt the leg turned about where the chain began, NaN where it did not;
    ``done_s`` is the last turning point that was counted.
    """

    rate_rad_s: FloatArray = field(default_factory=lambda: np.zeros((0, 3)))
    t_s: FloatArray = field(default_factory=lambda: np.zeros(0))
    memory: FilterMemory = None
    seen: int = 0
    lead_s: float = math.nan
    done_s: float = -math.inf


class Swing(NamedTuple):
    """A swing to one side: how long it is fast, its greatest speed, rad/s, its way, and to which side."""

    start_s: float
    end_s: float
    speed: float
    way_rad: float
    forward: bool

    @property
    def length_s(self) -> float:
        """How long it is fast, s."""
        return self.end_s - self.start_s


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
        self, felt: list[StepSeen], period_s: float, now_s: float, signal: SwingSignal
    ) -> list[StepSeen]:
        """Return the steps of a new chain from those ``felt``, oldest first.

        Every turning point is a step, from the first quick swing on; what is felt tells when its foot meets
        the ground. The push-off that sets the leg going is felt, too, but is no step. Where the leg does not
        turn about with what is felt, as in a wide pocket, nothing is changed.
        """
        done_s = signal.done_s + 0.5 * period_s
        turned_s = [t_s for t_s in self._turned_s(period_s, now_s, signal) if t_s > done_s]
        signal.lead_s = _lead_s([step.t_s for step in felt], turned_s, period_s)
        if math.isnan(signal.lead_s):
            return felt
        last = _nearest(turned_s, felt[-1].t_s - signal.lead_s)
        going_s = _in_step(turned_s[last::-1], turned_s[last], period_s)[::-1]
        signal.done_s = going_s[-1]
        return [_told(t_s + signal.lead_s, felt, period_s) for t_s in going_s]

    def end(
        self, felt_s: Sequence[float], period_s: float, now_s: float, signal: SwingSignal
    ) -> list[StepSeen]:
        """Return the steps behind the last one that was felt; ``felt_s`` are the last ones."""
        turned_s = self._turned_s(period_s, now_s, signal)
        lead_s = _lead_s(felt_s, turned_s, period_s)
        if math.isnan(lead_s) or math.isnan(signal.lead_s):
            return []
        lead_s -= period_s * round((lead_s - signal.lead_s) / period_s)
        last = _nearest(turned_s, felt_s[-1] - lead_s)
        going_s = _in_step(turned_s[last + 1 :], turned_s[last], period_s)
        signal.done_s = [turned_s[last], *going_s][-1]
        return [StepSeen(t_s + lead_s, 0.0, "assumed") for t_s in going_s]

    def _turned_s(self, period_s: float, now_s: float, signal: SwingSignal) -> list[float]:
        """Return when the leg turned about, or came to rest, in the seconds up to ``now_s``."""
        end = int(np.searchsorted(signal.t_s, now_s, side="right"))
        rate = np.ascontiguousarray(signal.rate_rad_s[max(0, end - self._kept) : end])
        t_s = signal.t_s[max(0, end - self._kept) : end]
        if len(t_s) < 2:
            return []
        axis = np.linalg.eigh(np.einsum("ij,ik->jk", rate, rate))[1][:, -1]
        speed = np.einsum("ij,j->i", rate, axis)
        path_rad = np.cumsum(speed) * (t_s[1] - t_s[0])
        turned = [int(np.searchsorted(t_s, turn.t_s)) for turn in Turns(LEAST_RAD).update(path_rad, t_s)]
        parts = starmap(slice, pairwise([*turned, len(t_s)]))
        swings = [_swing(speed[part], t_s[part]) for part in parts]
        done_s = float(t_s[-1]) - REST_S
        wide = [swing for swing in swings if swing.way_rad >= LEAST_RAD and swing.end_s <= done_s]
        fastest = {
            side: max((s.speed for s in wide if s.forward is side), default=0.0) for side in (False, True)
        }
        ends_s = [swing.end_s - self._delay_s for swing in _brisk(wide, fastest, period_s)]
        return [end_s for run in _runs(ends_s, period_s) for end_s in _evened(run)]


def _brisk(swings: list[Swing], fastest: dict[bool, float], period_s: float) -> list[Swing]:
    """Return those of the swings that are steps."""
    found, slow_s = [], -math.inf
    for swing in swings:
        pace = swing.speed / fastest[swing.forward] * period_s / max(swing.length_s, 1.0 / GRID_HZ)
        if pace >= (BACK_UP if swing.start_s - slow_s <= period_s else BRISK):
            found.append(swing)
        if pace < SLOW:
            slow_s = swing.end_s
    return found


def _swing(speed: FloatArray, t_s: FloatArray) -> Swing:
    """Return the swing between two turning points; it lasts while it is fast, of its own fastest."""
    forward = bool(speed.sum() > 0.0)
    size = speed if forward else -speed
    top = int(size.argmax())
    fast = np.flatnonzero(size >= ONSET * size[top])
    start, end = int(fast[0]), int(fast[-1])
    way_rad = float(size.sum() * (t_s[1] - t_s[0])) if len(t_s) > 1 else 0.0
    return Swing(float(t_s[start]), float(t_s[end]), float(size[top]), way_rad, forward)


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


def _nearest(times_s: list[float], t_s: float) -> int:
    return min(range(len(times_s)), key=lambda i: abs(times_s[i] - t_s))


def _lead_s(felt_s: Sequence[float], turned_s: list[float], period_s: float) -> float:
    """Return how long before it is felt the leg turns about for a step: a circular mean; NaN if it does not.

    Steps come once a period, so that the lead is known but for whole periods: it is told as the one nearest
    to `LEAD`.
    """
    if not turned_s or not felt_s:
        return math.nan
    late = [(t_s - turned_s[_nearest(turned_s, t_s)]) / period_s for t_s in felt_s]
    mean = sum(cmath.exp(2j * math.pi * (x - LEAD)) for x in late if abs(x) <= FAR) / len(late)
    return (LEAD + cmath.phase(mean) / (2.0 * math.pi)) * period_s if abs(mean) >= TOLD else math.nan


def _told(t_s: float, felt: list[StepSeen], period_s: float) -> StepSeen:
    """Return the step that was felt at about this time, else one that is inferred."""
    near = min(felt, key=lambda step: abs(step.t_s - t_s))
    return near if abs(near.t_s - t_s) <= NEAR * period_s else StepSeen(t_s, 0.0, "assumed")
