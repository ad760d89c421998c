"""Arithmetic on single vectors, on plain numbers: numpy's own takes ten times as long on three of them."""

import math
from collections.abc import Sequence

Vector = tuple[float, float, float]


def dot(a: Sequence[float], b: Sequence[float]) -> float:
    """Return the scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def length(a: Sequence[float]) -> float:
    """Return the Euclidean norm."""
    return math.sqrt(dot(a, a))


def scaled(a: Vector, by: float) -> Vector:
    """Return ``a`` times a number."""
    return a[0] * by, a[1] * by, a[2] * by


def towards(a: Sequence[float], b: Sequence[float], share: float) -> Vector:
    """Return the point so far on the way from ``a`` to ``b``."""
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]), a[2] + share * (b[2] - a[2])


def unit(a: Sequence[float]) -> Vector:
    """Return ``a`` with length one; zero stays zero."""
    x, y, z = a
    size = math.sqrt(x * x + y * y + z * z)
    return (x / size, y / size, z / size) if size > 0 else (x, y, z)


def cross(a: Vector, b: Vector) -> Vector:
    """Return the vector product."""
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
