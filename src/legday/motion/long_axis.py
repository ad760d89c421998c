"""Which way the segment points: up, in the sensor frame, while the wearer stands."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from legday.motion.cells import Cells
from legday.motion.vectors import Vector, dot, length, towards, unit

QUIET_SPREAD = 0.03**2  # g²: about two degrees
QUIET_SHAKING = 0.5**2  # (m/s²)²
STRIDING_SPREAD = 0.08**2  # g²: a thigh in tremor shakes as hard as one that walks, but turns less
STRIDING_SHAKING = 1.5**2  # (m/s²)²
SAME_COS = math.cos(math.radians(2.0))
NEARBY_COS = math.cos(math.radians(30.0))
SURE_CELLS = 3
SETTLED_CELLS = 12  # hardly anybody pauses for six seconds within a repetition
FOLLOW = 0.3  # of the way, for each cell of a settled rest
NOTICEABLE_COS = math.cos(math.radians(1.0))
STRIDING_KEEP = 0.75  # from cell to cell: a mean over the last two seconds
STRIDING_STEADY = 0.92  # length of the mean vector: the thigh swings by no more than about 25 degrees
STRIDING_FAR_COS = math.cos(math.radians(45.0))
STRIDING_CELLS = 6
FIRST_STRIDING_CELLS = 2
NOWHERE: Vector = (0.0, 0.0, 0.0)


class Revision(NamedTuple):
    """The cell that revised the axis, what it is since, and whether that is another attitude."""

    cell: int
    axis: Vector
    elsewhere: bool


@dataclass(slots=True)
class LongAxis:
    """Finds the long axis and follows it.

    The attitude of the first sample stands in until the first quiet cell near it, or the first second and a
    half of quiet at any attitude, is taken for standing. Later, six seconds of quiet within 30 degrees move
    it, so that a slipped strap is followed; quiet further away is sitting, lying or a hold. Three seconds of
    strong but steady shaking at another attitude are walking, which nobody does sitting, and replace it.

    Parameters
    ----------
    axis : vector
        Of length one; zero before the first sample.
    anchored : bool
        Standing or walking has been seen.
    target : vector
        The axis with the last movements that are still too small to be worth a revision.
    quiet_up : vector
        Attitude at which the present quiet began; ``quiet_cells`` is how long it has lasted.
    stride_mean : vector
        Mean gravity over the present walking; ``stride_cells`` is how long it has lasted.
    """

    axis: Vector = NOWHERE
    anchored: bool = False
    target: Vector = NOWHERE
    quiet_up: Vector = NOWHERE
    quiet_cells: int = 0
    stride_mean: Vector = NOWHERE
    stride_cells: int = 0

    def begin(self, gravity: Vector) -> None:
        """Take the first gravity vector for want of anything better."""
        self.axis = self.target = unit(gravity)

    def follow(self, cells: Cells) -> list[Revision]:
        """Judge the next cells and return those that revise the axis."""
        revisions = []
        for cell, (spread, shaking) in enumerate(zip(cells.spread, cells.shaking, strict=True)):
            before, elsewhere = self.axis, False
            if spread < QUIET_SPREAD and shaking < QUIET_SHAKING:
                self.stride_cells = 0
                elsewhere = self._rest(cells.mean[cell])
            elif spread > STRIDING_SPREAD and shaking > STRIDING_SHAKING:
                self.quiet_cells = 0
                elsewhere = self._stride(cells.mean[cell], cells.size[cell])
            else:
                self.stride_cells = self.quiet_cells = 0
            if self.axis is not before:
                revisions.append(Revision(cell, self.axis, elsewhere))
        return revisions

    def forget_anchor(self) -> None:
        """Take the next second and a half of quiet for standing, whatever its attitude."""
        self.anchored = False
        self.quiet_cells = 0

    def after_gap(self) -> None:
        """Forget the signal; the axis stays."""
        self.stride_cells = self.quiet_cells = 0

    def _rest(self, gravity: Sequence[float]) -> bool:
        up = unit(gravity)
        if self.quiet_cells == 0 or dot(up, self.quiet_up) < SAME_COS:
            self.quiet_up, self.quiet_cells = up, 0
        if self.quiet_cells < SETTLED_CELLS:
            self.quiet_cells += 1
        if not self.anchored:
            nearby = dot(up, self.target) >= NEARBY_COS
            return (nearby or self.quiet_cells >= SURE_CELLS) and self._replace(up)
        if self.quiet_cells == SETTLED_CELLS and dot(up, self.target) >= NEARBY_COS:
            self.target = unit(towards(self.target, up, FOLLOW))
            if dot(self.target, self.axis) < NOTICEABLE_COS:
                self.axis = self.target
        return False

    def _stride(self, gravity: Sequence[float], size: float) -> bool:
        """Take a cell's mean gravity, and how long that would be had the thigh not swung."""
        mean = gravity if self.stride_cells == 0 else self.stride_mean
        self.stride_mean = towards(gravity, mean, STRIDING_KEEP)
        if self.stride_cells < STRIDING_CELLS:
            self.stride_cells += 1
        if self.stride_cells < (STRIDING_CELLS if self.anchored else FIRST_STRIDING_CELLS):
            return False
        up = unit(self.stride_mean)
        if self.anchored and dot(up, self.target) >= STRIDING_FAR_COS:
            return False
        return length(self.stride_mean) >= STRIDING_STEADY * size and self._replace(up)

    def _replace(self, up: Vector) -> bool:
        elsewhere = dot(up, self.target) < NEARBY_COS
        self.axis = self.target = up
        self.anchored = True
        return elsewhere
