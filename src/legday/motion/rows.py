"""Samples on their way into cells."""

from typing import NamedTuple

import numpy as np

from legday.core.block import FloatArray


class Rows(NamedTuple):
    """What the mounting is judged by.

    Parameters
    ----------
    gravity : (n, 3) float
        Up vector in the sensor frame, in g.
    force : (n,) float
        Norm of the specific force, m/s².
    gyr : (n, 3) float or None
        Rate of turn, rad/s.
    """

    gravity: FloatArray
    force: FloatArray
    gyr: FloatArray | None

    def part(self, chosen: slice) -> "Rows":
        """Return some of them."""
        return Rows(self.gravity[chosen], self.force[chosen], None if self.gyr is None else self.gyr[chosen])

    def copy(self) -> "Rows":
        """Return the same in memory of their own."""
        return Rows(self.gravity.copy(), self.force.copy(), None if self.gyr is None else self.gyr.copy())


def joined(pieces: list[Rows]) -> Rows:
    """Return rows that follow each other as one; a single piece as it is."""
    if len(pieces) == 1:
        return pieces[0]
    gyr = [piece.gyr for piece in pieces if piece.gyr is not None]
    return Rows(
        np.concatenate([piece.gravity for piece in pieces]),
        np.concatenate([piece.force for piece in pieces]),
        np.concatenate(gyr) if gyr else None,
    )
