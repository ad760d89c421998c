"""What makes a turn, the pieces it is found in, and what the search for turns remembers."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from legday.core.block import FloatArray
from legday.exercises._heading import HeadingSignal

QUICKEST_S = 0.2
"""Shortest turn that is believed."""


class TurnSeen(NamedTuple):
    """A turn: deciding sample and its time, extent, angle (positive to the left)."""

    i: int
    decided_s: float
    start_s: float
    end_s: float
    angle_rad: float


class Rows(NamedTuple):
    """Rows of heading: the sample of the block that ends the first one, times, and the path behind each.

    ``every`` is how many samples make a row; the path begins with what was kept from before.
    """

    start: int
    every: int
    t_s: FloatArray
    path: FloatArray

    def sample(self, i: int) -> int:
        """Return the sample of the block that ends row ``i``."""
        return self.start + i * self.every


@dataclass(frozen=True, slots=True)
class TurnLimits:
    """What makes a turn.

    Parameters
    ----------
    stride_rad : float
        Least change of heading within a stride.
    least_rad : float
        Least change of heading in all.
    sure_rad : float
        From here on no further piece is waited for.
    longest_s : float
        Longest turn.
    join_s : float
        Pieces of one direction closer than this are one turn.
    apart_s : float
        Least time between two turns.
    """

    stride_rad: float
    least_rad: float
    sure_rad: float
    longest_s: float
    join_s: float
    apart_s: float


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of samples that turn one way: when the change passed the level, heading before and behind.

    ``stride`` is how many rows of heading a stride had where it ended.
    """

    sign: int
    on_s: float
    off_s: float
    before_rad: float
    behind_rad: float
    stride: int

    @property
    def angle_rad(self) -> float:
        """Change of heading over the piece."""
        return self.behind_rad - self.before_rad

    def extent(self, stride_rad: float, period_s: float) -> tuple[float, float]:
        """Return middle and length of a turn at even speed, s; ``period_s`` is the time of a row.

        The change over a stride passes the level a little behind the turn's start and a stride, less as much,
        behind its end.
        """
        inner_s = self.off_s - self.on_s - self.stride * period_s
        length_s = inner_s / (1.0 - 2.0 * stride_rad / abs(self.angle_rad))
        return self.on_s + 0.5 * inner_s, max(length_s, QUICKEST_S)


@dataclass(slots=True)
class TurnSignal:
    """What the search remembers: two longest strides of heading, the open piece, the piece that waits.

    ``change_rad`` is the last change of heading over a stride.
    """

    heading: FloatArray
    stride: int
    change_rad: float = 0.0
    turned: HeadingSignal = field(default_factory=HeadingSignal)
    sign: int = 0
    on_s: float = 0.0
    before_rad: float = 0.0
    waiting: Piece | None = None
    last_s: float = -np.inf
