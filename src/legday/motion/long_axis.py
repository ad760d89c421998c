"""Which way the segment points: up, in the sensor frame, while the wearer stands."""

import math
from dataclasses import dataclass, field

import numpy as np

from legday.core.block import FloatArray
from legday.motion.cells import Cell
from legday.motion.vectors import dot, length, unit

QUIET_SPREAD = 0.03  # g: about two degrees
QUIET_FORCE_M_S2 = 0.5
NEARBY_COS = math.cos(math.radians(30.0))
FOLLOW = 0.15  # of the way, for each quiet cell: a slipped strap is followed within some seconds of standing
NOTICEABLE_COS = math.cos(math.radians(1.0))
SURE_CELLS = 3
STRIDING_FORCE_M_S2 = 1.5
STRIDING_SPREAD = 0.08  # g: a thigh in tremor shakes as hard as one that walks, but turns less
STRIDING_KEEP = 0.75  # from cell to cell: a mean over the last two seconds
STRIDING_STEADY = 0.92  # length of the mean vector: the thigh swings by no more than about 25 degrees
STRIDING_FAR_COS = math.cos(math.radians(45.0))
STRIDING_CELLS = 6


@dataclass(slots=True)
class LongAxis:
    """Finds the long axis and follows it.

    The attitude of the first sample stands in until the first quiet cell near it, or the first second and a
    half of quiet at any attitude, is taken for standing. Later quiet attitudes within 30 degrees move it
    slowly; others are sitting, lying or a hold and do not. Three seconds of strong but steady shaking at
    another attitude are walking, which nobody does sitting, and replace it.

    Parameters
    ----------
    axis : (3,) float
        Unit vector; zero before the first sample.
    anchored : bool
        A quiet cell has been seen.
    target : (3,) float
        The axis with the last movements that are still too small to be worth a revision.
    """

    axis: FloatArray = field(default_factory=lambda: np.zeros(3))
    anchored: bool = False
    target: FloatArray = field(default_factory=lambda: np.zeros(3))
    stride_mean: FloatArray = field(default_factory=lambda: np.zeros(3))
    stride_cells: int = 0
    quiet_cells: int = 0

    def begin(self, gravity: FloatArray) -> None:
        """Take the first gravity vector (3,) for want of anything better."""
        self.axis = self.target = unit(gravity)

    def take(self, cell: Cell) -> bool:
        """Judge the next cell; return whether it replaced the axis by another attitude."""
        if cell.spread < QUIET_SPREAD and cell.force_spread < QUIET_FORCE_M_S2:
            self.stride_cells = 0
            self.quiet_cells = min(self.quiet_cells + 1, SURE_CELLS)
            return self._settle(unit(cell.mean))
        self.quiet_cells = 0
        return self._walk(cell)

    def forget_anchor(self) -> None:
        """Take the next quiet cell for standing, whatever its attitude."""
        self.anchored = False
        self.quiet_cells = 0

    def after_gap(self) -> None:
        """Forget the signal; the axis stays."""
        self.stride_cells = self.quiet_cells = 0

    def _settle(self, up: FloatArray) -> bool:
        nearby = dot(up, self.target) >= NEARBY_COS
        if not self.anchored:
            self.anchored = nearby or self.quiet_cells == SURE_CELLS
            return self.anchored and self._replace(up)
        if nearby:
            self.target = unit(self.target + FOLLOW * (up - self.target))
            if dot(self.target, self.axis) < NOTICEABLE_COS:
                self.axis = self.target
        return False

    def _walk(self, cell: Cell) -> bool:
        if cell.force_spread < STRIDING_FORCE_M_S2 or cell.spread < STRIDING_SPREAD:
            self.stride_cells = 0
            return False
        mean = cell.mean if self.stride_cells == 0 else self.stride_mean
        self.stride_mean = cell.mean + STRIDING_KEEP * (mean - cell.mean)
        self.stride_cells = min(self.stride_cells + 1, STRIDING_CELLS)
        steady = length(self.stride_mean) >= STRIDING_STEADY * math.hypot(length(cell.mean), cell.spread)
        far = dot(unit(self.stride_mean), self.target) < STRIDING_FAR_COS
        if self.stride_cells == STRIDING_CELLS and steady and (far or not self.anchored):
            self.anchored = True
            return self._replace(unit(self.stride_mean))
        return False

    def _replace(self, up: FloatArray) -> bool:
        self.axis = self.target = up
        return True
