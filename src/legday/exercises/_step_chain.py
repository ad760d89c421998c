"""Steps from humps and a tempo: each step is looked for where the one before and the tempo expect it.

Where two humps fall into one step the one that is high and punctual wins; where none does, the step is
assumed, provided that the chain goes on behind it within a few steps. A chain starts, back-dated, with a
few humps in a row that fit the tempo.
"""

import math
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from legday.core.events import Quality

EARLY, LATE = 0.5, 0.45
"""A step's hump lies this share of a period behind the last step, or behind its expected time."""
PUNCTUAL = 0.22
"""Standard deviation of a step about its expected time, as a share of the period."""
WIDEST = 0.9
"""A stretch above the level that lasts longer than this share of a period holds more than one step."""
KEPT_HEIGHTS = 6
BACK_S = 5.0
"""How far the first chain may reach back: as long as the tempo needs to be sure."""

Hump = tuple[float, float]
"""Time s and height m/s²."""
Crest = tuple[float, float]
"""Start s and end s."""


def _typical(heights: Iterable[float]) -> float:
    """Return the median, of an even number the upper one."""
    ordered = sorted(heights)
    return ordered[len(ordered) // 2]


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


@dataclass(slots=True)
class StepChain:
    """The chain as it stands.

    ``due_s`` is the time at which the next step can be told; ``owed_s`` are assumed steps that wait for one
    that is seen.
    """

    active: bool = False
    period_s: float = math.nan
    last_s: float = -math.inf
    before_s: float = -math.inf
    seen_s: float = -math.inf
    due_s: float = math.inf
    humps: list[Hump] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)
    owed_s: list[float] = field(default_factory=list)
    crests: list[Crest] = field(default_factory=list)

    def add(self, t_s: float, height: float) -> None:
        """Take in a hump."""
        self.humps.append((t_s, height))
        if not self.active:
            self.humps = [hump for hump in self.humps if hump[0] > t_s - BACK_S]

    def add_crest(self, start_s: float, end_s: float) -> None:
        """Take in a stretch above the level."""
        while self.crests and self.crests[0][1] <= end_s - BACK_S:
            del self.crests[0]
        self.crests.append((start_s, end_s))

    def keep_time(self, period_s: float) -> None:
        """Take over the tempo."""
        self.period_s = period_s
        if self.active:
            self.due_s = self._expected() + LATE * period_s

    def start(self, now_s: float, limits: ChainLimits) -> list[StepSeen]:
        """Start with the humps so far if they form a chain; return its steps."""
        chain = self._backwards(now_s, limits)
        heights = [step.height_m_s2 for step in chain if step.quality == "good"]
        if len(heights) < limits.first or _typical(heights) < limits.height_m_s2:
            return []
        if self.heights and _typical(heights) < limits.weak * _typical(self.heights):
            return []
        self.active = True
        self.heights = heights[-KEPT_HEIGHTS:]
        for step in chain:
            self._step(step.t_s)
        return [step._replace(t_s=self._middle_s(step.t_s)) for step in chain]

    def stop(self) -> None:
        """End the chain; assumed steps that nothing followed are dropped."""
        self.active = False
        self.owed_s = []
        self.due_s = math.inf

    def resolve(self, limits: ChainLimits) -> list[StepSeen]:
        """Decide on the step that is due; return it, behind those that were owed."""
        expected_s = self._expected()
        last_s = expected_s + LATE * self.period_s
        least = limits.weak * _typical(self.heights)
        hump = self._best(self.last_s + EARLY * self.period_s, expected_s, last_s, least)
        if hump is None:
            self.owed_s.append(expected_s)
            self.before_s, self.last_s = self.last_s, expected_s
            self.due_s = self._expected() + LATE * self.period_s
            if len(self.owed_s) > limits.misses:
                self.stop()
            return []
        steps = [StepSeen(t_s, 0.0, "assumed") for t_s in self.owed_s]
        self.owed_s = []
        self.heights = [*self.heights[1 - KEPT_HEIGHTS :], hump[1]]
        self._step(hump[0])
        return [*steps, StepSeen(self._middle_s(hump[0]), hump[1], "good")]

    def _step(self, t_s: float) -> None:
        self.before_s, self.last_s, self.seen_s = self.last_s, t_s, t_s
        self.due_s = self._expected() + LATE * self.period_s
        self.humps = [hump for hump in self.humps if hump[0] > t_s]

    def _middle_s(self, t_s: float) -> float:
        """Return the middle of the stretch above the level around a hump, where it holds no other step.

        It is steadier than the hump's highest point, which jumps between the impact and what follows.
        """
        for start_s, end_s in reversed(self.crests):
            if start_s <= t_s <= end_s:
                return 0.5 * (start_s + end_s) if end_s - start_s < WIDEST * self.period_s else t_s
        return t_s

    def _expected(self) -> float:
        """Return when the next step should come: after the last one, a stride after its foot's last."""
        if self.last_s - self.before_s < 1.6 * self.period_s:
            return 0.5 * (self.last_s + self.before_s + 3.0 * self.period_s)
        return self.last_s + self.period_s

    def _best(self, first_s: float, expected_s: float, last_s: float, least: float) -> Hump | None:
        """Return the best hump of ``[first_s, last_s]``: high and on time."""
        first, end = bisect_left(self.humps, (first_s,)), bisect_right(self.humps, (last_s, math.inf))
        near = [hump for hump in self.humps[first:end] if hump[1] >= least]
        return max(near, key=lambda hump: self._fit(hump, expected_s), default=None)

    def _fit(self, hump: Hump, expected_s: float) -> float:
        late = (hump[0] - expected_s) / (PUNCTUAL * self.period_s)
        return hump[1] * math.exp(-0.5 * late * late)

    def _backwards(self, now_s: float, limits: ChainLimits) -> list[StepSeen]:
        """Return the chain that leads to the newest humps, oldest first."""
        p = self.period_s
        oldest_s = max(now_s - BACK_S, self.seen_s + EARLY * p)
        newest = [hump for hump in self.humps if hump[0] > max(oldest_s, self.humps[-1][0] - EARLY * p)]
        if not newest:
            return []
        chain = [StepSeen(*max(newest, key=lambda hump: hump[1]), "good")]
        heights, missed = [chain[0].height_m_s2], 0
        while missed <= limits.back_misses:
            expected_s = self._expected_before(chain)
            hump = self._best(
                max(oldest_s, expected_s - LATE * p),
                expected_s,
                min(expected_s + LATE * p, chain[-1].t_s - EARLY * p),
                limits.weak * heights[len(heights) // 2],
            )
            if hump is None:
                missed += 1
                chain.append(StepSeen(expected_s, 0.0, "assumed"))
            else:
                missed = 0
                insort(heights, hump[1])
                chain.append(StepSeen(*hump, "good"))
        return chain[: -1 - limits.back_misses][::-1]

    def _expected_before(self, chain: Sequence[StepSeen]) -> float:
        """Return when the step in front of a chain, newest first, should have come."""
        if len(chain) == 1:
            return chain[-1].t_s - self.period_s
        return 0.5 * (chain[-1].t_s + chain[-2].t_s - 3.0 * self.period_s)
