"""Steps from humps and a tempo: each step is looked for where the one before and the tempo expect it.

Where two humps fall into one step the one that is high and punctual wins; where none does, the step is
assumed, provided that the chain goes on behind it within a few steps. A chain starts, back-dated, with a
few humps in a row that fit the tempo.
"""

import math
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from legday.exercises._hump import Crests, Humps
from legday.exercises._hump_choice import EARLY, LATE, ChainLimits, Hump, StepSeen, best_hump, chain_back

WIDEST = 0.9
"""A stretch above the level that lasts longer than this share of a period holds more than one step."""
KEPT_HEIGHTS = 6
BACK_S = 5.0
"""How far the first chain may reach back: as long as the tempo needs to be sure."""

Crest = tuple[float, float]
"""Start s and end s."""


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

    def add(self, humps: list[Hump]) -> None:
        """Take in the next humps, if any."""
        self.humps += humps
        if humps and not self.active:
            del self.humps[: bisect_right(self.humps, (humps[-1][0] - BACK_S, math.inf))]

    def add_crests(self, crests: list[Crest]) -> None:
        """Take in the next stretches above the level, if any."""
        self.crests += crests
        if crests:
            oldest_s = crests[-1][1] - BACK_S
            del self.crests[: next(k for k, (_, end_s) in enumerate(self.crests) if end_s > oldest_s)]

    def keep_time(self, period_s: float) -> None:
        """Take over the tempo."""
        self.period_s = period_s
        if self.active:
            self.due_s = self._expected() + LATE * period_s

    def start(self, now_s: float, limits: ChainLimits) -> list[StepSeen]:
        """Start with the humps so far if they form a chain; return its steps."""
        oldest_s = max(now_s - BACK_S, self.seen_s + EARLY * self.period_s)
        least = limits.height_m_s2
        if self.heights:
            least = max(least, limits.weak * _typical(self.heights))
        # Half of a chain's humps are as high as the median: where they are not there no chain is looked for.
        high = [hump for hump in self.humps if hump[1] >= least and hump[0] >= oldest_s]
        if len(high) < limits.first - limits.first // 2:
            return []
        chain = chain_back(self.humps, oldest_s, self.period_s, limits)
        heights = [step.height_m_s2 for step in chain if step.quality == "good"]
        if len(heights) < limits.first or _typical(heights) < least:
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
        within_s = (self.last_s + EARLY * self.period_s, last_s)
        hump = best_hump(self.humps, within_s, expected_s, least, self.period_s)
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


class Felt:
    """What was felt in a block, handed to a chain when it next looks at it.

    Parameters
    ----------
    chain : StepChain
        The chain.
    humps, crests
        What was found in the block.
    """

    def __init__(self, chain: StepChain, humps: Humps, crests: Crests) -> None:
        self._chain, self._humps, self._crests = chain, humps, crests
        self._hump = self._crest = 0

    def until(self, i: int) -> None:
        """Hand over what was certain up to sample ``i``."""
        humps, crests = self._humps, self._crests
        first = self._hump
        if first < len(humps.i):
            self._hump = bisect_right(humps.i, i, first)
            part = slice(first, self._hump)
            self._chain.add(list(zip(humps.t_s[part], humps.height_m_s2[part], strict=True)))
        first = self._crest
        if first < len(crests.i):
            self._crest = bisect_right(crests.i, i, first)
            part = slice(first, self._crest)
            self._chain.add_crests(list(zip(crests.start_s[part], crests.end_s[part], strict=True)))


def _typical(heights: Iterable[float]) -> float:
    """Return the median, of an even number the upper one."""
    ordered = sorted(heights)
    return ordered[len(ordered) // 2]
