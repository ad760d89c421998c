"""Swings of a leg about its own axis: with each step of either foot the thigh turns about once.

Whoever sets off or brakes hardly shakes the thigh, so that its first and last steps are not felt; but it
swings all the same, and a gyroscope sees that. The axis is the one about which the leg has turned most in the
last seconds, so no mounting has to be known.

The leg also swings where nobody runs: a crouch in a turn is as wide as a slow step, and as fast, but lasts
longer. Before the first step the push-off is felt like one, without a swing that ends there.

Source: strides as turning points of the thigh's angle. Ten recorded walks with a sensor on the thigh turned
about 168 times in 169 steps.
"""

import math
from bisect import bisect_left
from statistics import median
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from legday.core.block import FloatArray
from legday.core.crossings import Turns

LEAST_RAD = math.radians(10.0)
"""A swing is at least so wide; a turning hip or a trembling leg swings less."""
ONSET = 0.15
"""A swing lasts while it is so fast, of its own fastest."""
BRISK, BACK_UP, SLOW = 0.2, 0.35, 0.1
"""Pace of a swing: its speed, of the fastest to its side, by its length in periods. A step's is brisk; a slow
swing, such as going down into a crouch, is followed by another that is faster, but no step yet: coming up."""
SHORTEST_S = 0.02
"""No swing is taken to be shorter."""
REST_S = 0.1
"""A swing that has been over for so long is over, whether the leg turns about or rests."""
LONGEST = 1.8
"""Two turning points of more periods apart are not those of two steps in a row."""


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


def turned_s(rate: FloatArray, t_s: FloatArray, period_s: float) -> list[float]:
    """Return when a leg turned about, or came to rest, out of swings that are those of steps.

    Parameters
    ----------
    rate : (n, 3) float
        Low-passed angular rate, rad/s.
    t_s : (n,) float
        Its times, evenly spaced, s.
    period_s : float
        Time of a step, s.
    """
    if len(t_s) < 2:
        return []
    axis = np.linalg.eigh(np.einsum("ij,ik->jk", rate, rate))[1][:, -1]
    speed = np.einsum("ij,j->i", rate, axis)
    path_rad = np.cumsum(speed) * (t_s[1] - t_s[0])
    times_s = t_s.tolist()
    turned = [bisect_left(times_s, turn.t_s) for turn in Turns(LEAST_RAD).update(path_rad, t_s)]
    swings = _swings(speed, np.array(turned), times_s) if turned else []
    done_s = times_s[-1] - REST_S
    ends_s = [swing.end_s for swing in _brisk([s for s in swings if s.end_s <= done_s], period_s)]
    return [end_s for run in _runs(ends_s, period_s) for end_s in _evened(run)]


def _brisk(swings: list[Swing], period_s: float) -> list[Swing]:
    """Return those of the swings that are steps."""
    wide = [swing for swing in swings if swing.way_rad >= LEAST_RAD]
    fastest = {side: max((s.speed for s in wide if s.forward is side), default=0.0) for side in (False, True)}
    found, slow_s = [], -math.inf
    for swing in wide:
        pace = swing.speed / fastest[swing.forward] * period_s / max(swing.length_s, SHORTEST_S)
        if pace >= (BACK_UP if swing.start_s - slow_s <= period_s else BRISK):
            found.append(swing)
        if pace < SLOW:
            slow_s = swing.end_s
    return found


def _swings(speed: FloatArray, turned: NDArray[np.intp], times_s: list[float]) -> list[Swing]:
    """Return the swings between turning points; each lasts while it is fast, of its own fastest."""
    ends = np.append(turned[1:], len(speed))
    way = np.add.reduceat(speed, turned)
    forward = way > 0.0
    size = np.where(forward, 1.0, -1.0).repeat(ends - turned) * speed[turned[0] :]
    top = np.maximum.reduceat(size, turned - turned[0])
    fast = (size >= (ONSET * top).repeat(ends - turned)).nonzero()[0] + turned[0]
    start, end = fast[np.searchsorted(fast, turned)], fast[np.searchsorted(fast, ends) - 1]
    way_rad = np.where(ends - turned > 1, np.abs(way) * (times_s[1] - times_s[0]), 0.0)
    columns = (start, end, top, way_rad, forward)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return [Swing(times_s[first], times_s[last], *rest) for first, last, *rest in rows]


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
    late_s = 0.5 * median((sign[1:-1] * (t_s[1:-1] - 0.5 * (t_s[:-2] + t_s[2:]))).tolist())
    return list((t_s - sign * late_s).tolist())
