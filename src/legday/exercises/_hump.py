"""Humps of the acceleration's norm: the body is caught once a step, and the low-passed norm shows it."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from legday.core.block import MISSING, FlagArray, FloatArray
from legday.core.filters import FilterMemory, smoother

LEVEL_S = 0.53
LEAST_M_S2 = 0.15  # above the level; sensor noise behind the low-pass stays below


class Humps(NamedTuple):
    """Local maxima, one entry each: deciding sample of the block, time s, height above the level m/s²."""

    i: list[int]
    t_s: list[float]
    height_m_s2: list[float]


@dataclass(slots=True)
class HumpSignal:
    """What the search remembers: a filter and the last two samples."""

    level: FilterMemory = None
    height: FloatArray | None = None
    t_s: FloatArray | None = None


class HumpFinder:
    """Finds the humps.

    Parameters
    ----------
    rate_hz : float
        Rate of the grid.
    """

    def __init__(self, rate_hz: float) -> None:
        self._level = smoother(LEVEL_S, rate_hz)

    def find(self, smooth: FloatArray, t_s: FloatArray, flags: FlagArray, signal: HumpSignal) -> Humps:
        """Return the humps that the next samples of the low-passed norm decide; none over a hole."""
        level, signal.level = self._level.apply(smooth, signal.level)
        height = smooth - level
        carried = 0 if signal.height is None else len(signal.height)
        if signal.height is not None and signal.t_s is not None:
            height, t_s = np.concatenate([signal.height, height]), np.concatenate([signal.t_s, t_s])
        signal.height, signal.t_s = height[-2:].copy(), t_s[-2:].copy()
        before, middle, after = height[:-2], height[1:-1], height[2:]
        top = np.flatnonzero((middle > before) & (middle >= after) & (middle > LEAST_M_S2))
        i = top + 2 - carried
        top = top[flags[i] & MISSING == 0]
        if len(top) == 0:
            return Humps([], [], [])
        rise, fall = middle[top] - before[top], middle[top] - after[top]
        offset = 0.5 * (rise - fall) / (rise + fall)
        at_s = t_s[top + 1] + offset * (t_s[top + 2] - t_s[top + 1])
        return Humps((top + 2 - carried).tolist(), at_s.tolist(), middle[top].tolist())
