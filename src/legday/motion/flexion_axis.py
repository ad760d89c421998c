"""Which axis the segment turns about, and which way round is flexion."""

import math
from dataclasses import dataclass, field

import numpy as np

from legday.core.block import FloatArray
from legday.motion.cells import CELL_S, Cell

MOVING_RAD_S = 0.35
MEMORY_S = 15.0  # of movement
LEAST_MOVING_S = 1.0
UPRIGHT_WEIGHT = 0.15  # of the long axis, against the movement
LEAST_RATIO = 2.0  # between the second least and the least direction, to believe in the least
NOTICEABLE_COS = math.cos(math.radians(3.0))
REST_RAD = math.radians(20.0)
EXCURSION_RAD = math.radians(25.0)
SURE_VOTES = math.radians(35.0) ** 2
MOST_VOTES = 4.0  # rad²: about two squats to the contrary revise the sign


@dataclass(slots=True)
class FlexionAxis:
    """Finds the flexion axis, follows it, and finds its sense.

    In bending, the gravity vector runs along an arc in the sensor frame; the axis is the direction in which
    it moves least. A small arc leaves two such directions, so the axis is also held near a right angle to the
    long axis. Velocities are used and not positions: a constant bias of the accelerometer does not count.

    From rest, a thigh flexes further than it extends. Each excursion of more than 25 degrees that begins at
    rest votes with the difference of the squares of what it reached on either side.

    Parameters
    ----------
    axis : (3,) float or None
        Unit vector, flexion right-handed once ``signed``; None while unknown.
    signed : bool
        The votes are plain enough.
    """

    axis: FloatArray | None = None
    signed: bool = False
    scatter: FloatArray = field(default_factory=lambda: np.zeros((3, 3)))
    moving_s: float = 0.0
    armed: bool = False
    votes: float = 0.0

    def take(self, cell: Cell, long_axis: FloatArray) -> None:
        """Judge the next cell."""
        if cell.speed < MOVING_RAD_S:
            self.armed = self.armed or _tilt(cell, long_axis) < REST_RAD
            return
        keep = math.exp(-CELL_S / MEMORY_S)
        self.scatter = keep * self.scatter + cell.scatter
        self.moving_s += CELL_S * (self.moving_s < LEAST_MOVING_S)
        if self.moving_s >= LEAST_MOVING_S:
            self._search(long_axis)
        if self.axis is not None:
            self._vote(cell, long_axis, self.axis)

    def forget_sense(self) -> None:
        """Start the votes anew: angles so far were measured from another attitude."""
        self.votes = 0.0
        self.signed = False
        self.armed = False

    def after_gap(self) -> None:
        """Forget the signal; axis and sense stay."""
        self.armed = False

    def _search(self, long_axis: FloatArray) -> None:
        total = float(self.scatter[0, 0] + self.scatter[1, 1] + self.scatter[2, 2])
        held = self.scatter / total + UPRIGHT_WEIGHT * np.multiply.outer(long_axis, long_axis)
        spreads, directions = np.linalg.eigh(held)
        if spreads[1] < LEAST_RATIO * spreads[0]:
            return
        found = directions[:, 0].copy()
        if self.axis is None:
            self.axis = found
            return
        cosine = float(np.dot(found, self.axis))
        if abs(cosine) < NOTICEABLE_COS:
            self.axis = found if cosine > 0 else -found

    def _vote(self, cell: Cell, long_axis: FloatArray, axis: FloatArray) -> None:
        forward = np.cross(long_axis, axis)
        angle = np.arctan2(
            np.einsum("ij,j->i", cell.gravity, forward), np.einsum("ij,j->i", cell.gravity, long_axis)
        )
        low, high = float(angle.min()), float(angle.max())
        self.armed = self.armed or (low < REST_RAD and high > -REST_RAD)
        if not self.armed or max(high, -low) < EXCURSION_RAD:
            return
        self.armed = False
        self.votes += max(high, 0.0) ** 2 - max(-low, 0.0) ** 2
        self.votes = min(max(self.votes, -MOST_VOTES), MOST_VOTES)
        if self.votes < (-SURE_VOTES if self.signed else 0.0):
            self.axis, self.votes = -axis, -self.votes
        self.signed = self.signed or self.votes >= SURE_VOTES


def _tilt(cell: Cell, long_axis: FloatArray) -> float:
    cosine = float(np.dot(cell.mean, long_axis)) / max(math.sqrt(float(np.dot(cell.mean, cell.mean))), 1e-9)
    return math.acos(min(max(cosine, -1.0), 1.0))
