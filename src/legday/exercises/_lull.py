"""Lulls of the free-fall norm that end in the rise of a landing."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from legday.core.block import FloatArray
from legday.core.masks import all_true, any_true

LONGEST_S = 1.2  # no leg jump stays up longer; what does is a fall, or a sensor laid aside


@dataclass(frozen=True, slots=True)
class Levels:
    """What makes a lull; norms in units of gravity.

    Parameters
    ----------
    lull, contact : float
        The norm falls below ``lull`` and then rises through ``contact``.
    least_s, contact_within_s : float
        At least so long below, and at most so long from the last sample below to the rise.
    """

    lull: float
    contact: float
    least_s: float
    contact_within_s: float


class Lull(NamedTuple):
    """A lull, in samples since the stream began.

    ``first`` is its first sample below the level, ``up`` the first above it behind the last one below,
    ``rise`` the first at the contact's level; what rings in between, as a phone in its pocket does, is part
    of it.
    """

    first: int
    up: int
    rise: int


@dataclass(slots=True)
class OpenLull:
    """A lull that has not ended: where it began, last fell and last rose, and how many samples were below."""

    first: int
    down: int
    up: int
    below: int = 0


@dataclass(slots=True)
class LullState:
    """The level of the last sample (0 lull, 1 between, 2 contact) and the open lull."""

    level: int = 1
    open: OpenLull | None = None


class LullFinder:
    """Walks through the changes of level; a sample that changes nothing costs next to nothing."""

    def __init__(self, levels: Levels, rate_hz: float) -> None:
        self._levels = levels
        self._least = levels.least_s * rate_hz
        self._within = levels.contact_within_s * rate_hz
        self._longest = LONGEST_S * rate_hz

    def update(self, state: LullState, norm: FloatArray, start: int) -> list[Lull]:
        """Take the next samples of the norm, the first of which is ``start``; return the lulls they end."""
        levels = self._levels
        above, contact = norm >= levels.lull, norm >= levels.contact
        if all_true(above) and (state.open is None or (state.level and not any_true(contact))):
            # None begins, and none comes up or ends.
            state.level = 1 + contact.item(-1)
            return []
        level = above.view(np.int8) + contact
        before = np.empty_like(level)
        before[0], before[1:] = state.level, level[:-1]
        state.level = int(level[-1])
        # Beginnings and ends of lulls, and rises to the contact; not falls from it.
        changes = ((level != before) & ((level != 1) | (before == 0))).nonzero()[0]
        if len(changes) == 0:
            return []
        found = []
        columns = (changes + start).tolist(), before[changes].tolist(), level[changes].tolist()
        for i, old, new in zip(*columns, strict=True):
            if new == 0:
                self._fall(state, i)
            elif state.open is not None:
                if old == 0:
                    state.open.below += i - state.open.down
                    state.open.up = i
                if new == 2:
                    found += self._ended(state.open, i)
                    state.open = None
        return found

    def _fall(self, state: LullState, i: int) -> None:
        if state.open is not None and i - state.open.up <= self._within:
            state.open.down = i
        else:
            state.open = OpenLull(i, i, i)

    def _ended(self, lull: OpenLull, rise: int) -> list[Lull]:
        long_enough = lull.below >= self._least and rise - lull.first <= self._longest
        return [Lull(lull.first, lull.up, rise)] if long_enough and rise - lull.up <= self._within else []
