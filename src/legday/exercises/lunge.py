"""Lunges: a long step, the front thigh goes towards horizontal and back; split squats, too.

The sensor sits on one thigh. In front this thigh turns forward by 45° to 90°; behind it turns backward a
little, or forward a little when the rear foot is raised, while the knee goes down. So a repetition in which
the thigh hardly turns forward is one of the other leg: it counts in the total as ``other``, and its quality
is ``assumed``.

Between two lunges of this leg the rear swing is too small for the search. It is looked for when the next
lunge is reported: the thigh some degrees behind upright for a second and more, without a hole; stepping
back takes it there, too, but farther. Those lunges come late, they too are ``assumed``, and without a
signed angle or with an upright rear thigh they are missed. Method: see `_cycle`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from pydantic import Field

from legday.core.block import MISSING, UNALIGNED, UNSIGNED, FloatArray
from legday.core.events import Event, Rep
from legday.exercises._cycle import CycleDetector
from legday.exercises._cycle_params import AWAY_FROM_THE_LEG, CycleParams
from legday.exercises._cycle_state import CycleState
from legday.exercises._exercise import Exercise
from legday.exercises._repetition import Outline, Swing
from legday.exercises._track import ANGLE, FLAGS, PART, TIME, Track

THIGHS = ("thigh", "pocket")
HOLE_S = 0.2


class LungeParams(CycleParams):
    """Parameters of lunges."""

    full_rom_rad: float = Field(0.79, ge=0.0, lt=2.5, description="Range of motion of a full rep, rad.")
    front_rad: float = Field(0.44, gt=0.0, lt=1.2, description="Least forward turn of the front thigh, rad.")
    rear_rad: float = Field(0.12, gt=0.03, lt=0.6, description="Least backward turn of the rear thigh, rad.")
    rear_most_rad: float = Field(0.42, gt=0.1, lt=1.0, description="Farthest backward turn of it, rad.")
    rear_least_s: float = Field(1.0, gt=0.2, lt=3.0, description="Least time behind, s.")
    rear_most_s: float = Field(5.0, gt=1.0, lt=20.0, description="Longest time behind, s.")


@dataclass(slots=True)
class LungeState(CycleState):
    """Remembers when the last lunge of this leg ended, s, and its last angle, rad."""

    own_end_s: float = float("inf")
    own_end_rad: float = 0.0


class Lunge(CycleDetector[LungeParams, LungeState]):
    """Counts lunges, and says which leg was in front."""

    def initial_state(self) -> LungeState:
        """Return the state before the first sample."""
        return LungeState(track=Track.of(self.signal.dimensions))

    def describe(self, swing: Swing, seen: Outline, serial: int, decided_s: float) -> Rep:
        """Return the lunge; one of the other leg is never partial, for its depth is not seen."""
        rep = super().describe(swing, seen, serial, decided_s)
        if not self._is_in_front(seen):
            self.state.own_end_s = float("inf")
            return rep.model_copy(update={"side": "other", "quality": "assumed", "partial": False})
        self.state.own_end_s, self.state.own_end_rad = seen.end_s, seen.end_rad
        return rep

    def inferred_before(self, row: int, until_s: float, decided_s: float) -> Iterator[Event]:
        """Yield the lunges of the other leg since the last one of this leg."""
        since_s = self.state.own_end_s
        self.state.own_end_s = float("inf")
        rows = self.state.track.read(row + 1 - PART, row + 1)
        rows = rows[(rows[:, TIME] >= since_s) & (rows[:, TIME] <= until_s)]
        unsure = np.any(rows[:, FLAGS].astype(np.uint8) & (UNSIGNED | UNALIGNED | MISSING))
        if unsure or np.any(np.diff(rows[:, TIME]) > HOLE_S):
            return
        for start_s, turn_s, end_s in self._stays_behind(rows):
            self.state.count += 1
            yield Rep(
                serial=self.state.take_serial(),
                decided_s=decided_s,
                quality="assumed",
                n=self.state.count,
                start_s=start_s,
                turn_s=turn_s,
                end_s=end_s,
                side="other",
            )

    def _is_in_front(self, seen: Outline) -> bool:
        forward = seen.peak_rad - seen.start_rad if seen.is_signed else seen.rom_rad
        return self.setting.site not in THIGHS or forward >= self.params.front_rad

    def _stays_behind(self, rows: FloatArray) -> Iterator[tuple[float, float, float]]:
        """Yield start, deepest point and end, s, of each stay behind upright."""
        turned = self.state.own_end_rad - rows[:, ANGLE]
        behind = turned >= self.params.rear_rad
        edges = np.flatnonzero(np.diff(behind, prepend=False, append=False)).tolist()
        for first, last in list(pairwise(edges))[::2]:
            stay = rows[first:last]
            took_s = stay[-1, TIME] - stay[0, TIME]
            deep = turned[first:last].max() > self.params.rear_most_rad
            if not deep and self.params.rear_least_s <= took_s <= self.params.rear_most_s:
                turn = stay[np.argmin(stay[:, ANGLE])]
                yield float(stay[0, TIME]), float(turn[TIME]), float(stay[-1, TIME])


EXERCISE = Exercise("lunge", "Lunge", "rep", LungeParams, Lunge, sites=AWAY_FROM_THE_LEG, legs="alternating")
