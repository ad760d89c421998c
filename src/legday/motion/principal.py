"""The axis that a symmetric matrix stretches most, on plain numbers: a tenth of a general solver's time."""

import math
from collections.abc import Sequence

from legday.motion.vectors import Vector

Symmetric = Sequence[float]
"""xx, yy, zz, xy, xz, yz of a symmetric matrix of three by three."""

NO_TURNING: Symmetric = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def principal(matrix: Symmetric, least_lead: float) -> Vector | None:
    """Return the eigenvector of length one of the greatest eigenvalue.

    Its sense is arbitrary. The eigenvalues follow from the trigonometric solution of the cubic (O. K. Smith,
    Communications of the ACM 4, 1961, 168, https://doi.org/10.1145/355578.366316).

    Parameters
    ----------
    matrix : Symmetric
        The six entries.
    least_lead : float
        What the greatest eigenvalue must be ahead of the next, more than nought; None where it is not.
    """
    xx, yy, zz, xy, xz, yz = matrix
    mean = (xx + yy + zz) / 3.0
    x, y, z = xx - mean, yy - mean, zz - mean
    scale = math.sqrt((x * x + y * y + z * z + 2.0 * (xy * xy + xz * xz + yz * yz)) / 6.0)
    if scale == 0.0:
        return None
    determinant = x * (y * z - yz * yz) - xy * (xy * z - yz * xz) + xz * (xy * yz - y * xz)
    third = math.acos(min(max(0.5 * determinant / scale**3, -1.0), 1.0)) / 3.0
    greatest = 2.0 * scale * math.cos(third)
    if greatest - 2.0 * scale * math.cos(third - 2.0 * math.pi / 3.0) < least_lead:
        return None
    return _kernel(x - greatest, y - greatest, z - greatest, xy, xz, yz)


def _kernel(x: float, y: float, z: float, xy: float, xz: float, yz: float) -> Vector:
    """Return the direction at right angles to the rows of a matrix, of which two are independent.

    It is the longest of the rows' vector products: of the first and second, the first and third, the second
    and third.
    """
    a, b, c = xy * yz - xz * y, xz * xy - x * yz, x * y - xy * xy
    longest = a * a + b * b + c * c
    d, e, f = xy * z - xz * yz, xz * xz - x * z, x * yz - xy * xz
    if (square := d * d + e * e + f * f) > longest:
        a, b, c, longest = d, e, f, square
    d, e, f = y * z - yz * yz, yz * xz - xy * z, xy * yz - y * xz
    if (square := d * d + e * e + f * f) > longest:
        a, b, c, longest = d, e, f, square
    by = 1.0 / math.sqrt(longest)
    return a * by, b * by, c * by
