"""Humps of the acceleration's norm: the body is caught once a step, and the low-passed norm shows it."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from legday.core.block import MISSING, FlagArray, FloatArray
from legday.core.filters import FilterMemory, smoother
from legday.core.masks import all_true, any_true, falls, none_set

LEVEL_S = 0.53
AROUND = np.arange(3)[:, None]
"""A local maximum: the sample before it, its own, and the one behind it."""
LEAST_M_S2 = 0.15  # above the level; sensor noise behind the low-pass stays below


class Humps(NamedTuple):
    """Local maxima, one entry each: deciding sample of the block, time s, height above the level m/s²."""

    i: list[int]
    t_s: list[float]
    height_m_s2: list[float]


class Crests(NamedTuple):
    """Stretches above the level, one entry each: deciding sample of the block, start s, end s."""

    i: list[int]
    start_s: list[float]
    end_s: list[float]


NO_HUMPS, NO_CRESTS = Humps([], [], []), Crests([], [], [])


@dataclass(slots=True)
class HumpSignal:
    """What the search remembers: a filter, the last two samples, when the level was last passed upwards."""

    level: FilterMemory = None
    height: FloatArray | None = None
    t_s: FloatArray | None = None
    rose_s: float | None = None


class HumpFinder:
    """Finds the humps.

    Parameters
    ----------
    rate_hz : float
        Rate of the grid.
    """

    def __init__(self, rate_hz: float) -> None:
        self._level = smoother(LEVEL_S, rate_hz)

    def find(
        self, smooth: FloatArray, t_s: FloatArray, flags: FlagArray, signal: HumpSignal
    ) -> tuple[Humps, Crests]:
        """Return what the next samples of the low-passed norm decide; no humps over a hole."""
        level, signal.level = self._level.apply(smooth, signal.level)
        height = smooth - level
        carried = 0 if signal.height is None else len(signal.height)
        if signal.height is not None:
            height = np.concatenate((signal.height, height))
        before_s, signal.height = signal.t_s, height[-2:].copy()
        signal.t_s = t_s[-2:].copy() if len(t_s) > 1 else _joined(before_s, t_s)[-2:]
        rising, above = height[1:] > height[:-1], height > 0.0
        topped, passed = falls(rising), any_true(above) and not all_true(above)
        if not (topped or passed):
            return NO_HUMPS, NO_CRESTS
        t_s = _joined(before_s, t_s)
        humps = _humps(height, rising, t_s, flags, carried) if topped else NO_HUMPS
        return humps, _crests(height, above, t_s, carried, signal) if passed else NO_CRESTS


def _joined(before_s: FloatArray | None, t_s: FloatArray) -> FloatArray:
    return t_s if before_s is None else np.concatenate((before_s, t_s))


def _humps(
    height: FloatArray, rising: NDArray[np.bool_], t_s: FloatArray, flags: FlagArray, carried: int
) -> Humps:
    top = ((rising[:-1] > rising[1:]) & (height[1:-1] > LEAST_M_S2)).nonzero()[0]
    if not none_set(flags):
        top = top[flags[top + 2 - carried] & MISSING == 0]
    if len(top) == 0:
        return NO_HUMPS
    around = top + AROUND
    before, middle, after = height.take(around)
    rise, fall = middle - before, middle - after
    offset = 0.5 * (rise - fall) / (rise + fall)
    top_s, after_s = t_s.take(around[1:])
    at_s = top_s + offset * (after_s - top_s)
    return Humps((around[2] - carried).tolist(), at_s.tolist(), middle.tolist())


def _crests(
    height: FloatArray, above: NDArray[np.bool_], t_s: FloatArray, carried: int, signal: HumpSignal
) -> Crests:
    first = max(carried, 1)
    passed = ((above[first:] != above[first - 1 : -1]).nonzero()[0] + first).tolist()
    if not passed:
        return NO_CRESTS
    # Plain numbers from here on: live there is one at most.
    level_at, time_at = height.item, t_s.item
    passed_s = []
    for i in passed:
        x0, t0 = level_at(i - 1), time_at(i - 1)
        passed_s.append(t0 + (time_at(i) - t0) * x0 / (x0 - level_at(i)))
    # It rises and falls in turn, so that every other crossing is a fall.
    fall = int(above[passed[0]])
    rose_s = passed_s[1 - fall :: 2]
    if not fall and signal.rose_s is not None:
        rose_s = [signal.rose_s, *rose_s]
    elif not fall:
        fall = 2  # nobody saw it rise
    crests = Crests([i - carried for i in passed[fall::2]], rose_s, passed_s[fall::2])
    signal.rose_s = rose_s.pop() if len(rose_s) > len(crests.i) else None
    return crests
