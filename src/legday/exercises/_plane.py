"""The plane in which a limb is usually lifted, in the sensor frame."""

from dataclasses import dataclass
from math import asin, sqrt
from operator import mul

from legday.exercises._leg import Vector

NEWEST = 0.3  # weight of the latest lift in the usual direction
LEAST_SINE = 0.1  # between gravity and the way up, for the two to span a plane


@dataclass(slots=True)
class Plane:
    """The usual direction in which gravity turns away from its place at rest."""

    usual: Vector = ()

    def add(self, direction: Vector) -> None:
        """Take in the direction of one more lift."""
        if not self.usual:
            self.usual = direction
            return
        pairs = zip(self.usual, direction, strict=True)
        self.usual = tuple((1.0 - NEWEST) * usual + NEWEST * new for usual, new in pairs)

    def departure_rad(self, rest: Vector, direction: Vector) -> float:
        """Return the angle between a lift and the usual plane, rad; 0 while there is none.

        Parameters
        ----------
        rest : (3,)
            Acceleration at rest.
        direction : (3,)
            Unit vector of the lift: from the acceleration at rest to that at the top.
        """
        if not self.usual:
            return 0.0
        (a, b, c), (d, e, f) = rest, self.usual
        normal = (b * f - c * e, c * d - a * f, a * e - b * d)
        length = sqrt(_product(normal, normal))
        spanned = sqrt(_product(rest, rest) * _product(self.usual, self.usual))
        if length < LEAST_SINE * spanned:
            return 0.0
        sine = _product(normal, direction) / length
        return abs(asin(min(max(sine, -1.0), 1.0)))


def _product(a: Vector, b: Vector) -> float:
    product: float = sum(map(mul, a, b))
    return product
