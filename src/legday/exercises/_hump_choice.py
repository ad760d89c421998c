"""Which hump is a step: the one that is high and on time, step by step or back from the newest."""

import math
from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from legday.core.events import Quality

EARLY, LATE = 0.5, 0.45
"""A step's hump lies this share of a period behind the last step, or behind its expected time."""
PUNCTUAL = 0.22
"""Standard deviation of a step about its expected time, as a share of the period."""

Hump = tuple[float, float]
"""Time s and height m/s²."""


class StepSeen(NamedTuple):
    """A step: time and height of its hump, and whether it was seen or inferred."""

    t_s: float
    height_m_s2: float
    quality: Quality


@dataclass(frozen=True, slots=True)
class ChainLimits:
    """What makes a chain.

    Parameters
    ----------
    first : int
        Humps in a row that start it.
    weak : float
        Least height of a hump, as a share of the median of the last ones.
    misses : int
        Steps in a row that may be assumed.
    back_misses : int
        The same where it starts.
    height_m_s2 : float
        Least median height of the humps that start it.
    """

    first: int
    weak: float
    misses: int
    back_misses: int
    height_m_s2: float


def best_hump(
    humps: Sequence[Hump], within_s: tuple[float, float], expected_s: float, least: float, period_s: float
) -> Hump | None:
    """Return the best hump of ``within_s``, both ends included: high and on time."""
    first_s, last_s = within_s
    first, end = bisect_left(humps, (first_s,)), bisect_right(humps, (last_s, math.inf))
    near = [hump for hump in humps[first:end] if hump[1] >= least]
    return max(near, key=lambda hump: _fit(hump, expected_s, period_s), default=None)


def _fit(hump: Hump, expected_s: float, period_s: float) -> float:
    late = (hump[0] - expected_s) / (PUNCTUAL * period_s)
    return hump[1] * math.exp(-0.5 * late * late)


def chain_back(
    humps: Sequence[Hump], oldest_s: float, period_s: float, limits: ChainLimits
) -> list[StepSeen]:
    """Return the chain that leads to the newest humps, oldest first; none of it before ``oldest_s``."""
    p = period_s
    newest = [hump for hump in humps if hump[0] > max(oldest_s, humps[-1][0] - EARLY * p)]
    if not newest:
        return []
    chain = [StepSeen(*max(newest, key=lambda hump: hump[1]), "good")]
    heights, missed = [chain[0].height_m_s2], 0
    while missed <= limits.back_misses:
        expected_s = _expected_before(chain, p)
        within_s = (
            max(oldest_s, expected_s - LATE * p),
            min(expected_s + LATE * p, chain[-1].t_s - EARLY * p),
        )
        hump = best_hump(humps, within_s, expected_s, limits.weak * heights[len(heights) // 2], p)
        if hump is None:
            missed += 1
            chain.append(StepSeen(expected_s, 0.0, "assumed"))
        else:
            missed = 0
            insort(heights, hump[1])
            chain.append(StepSeen(*hump, "good"))
    return chain[: -1 - limits.back_misses][::-1]


def _expected_before(chain: Sequence[StepSeen], period_s: float) -> float:
    """Return when the step in front of a chain, newest first, should have come."""
    if len(chain) == 1:
        return chain[-1].t_s - period_s
    return 0.5 * (chain[-1].t_s + chain[-2].t_s - 3.0 * period_s)
