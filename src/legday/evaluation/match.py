"""Pair found events with true ones, one to one, within a tolerance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from legday.core.block import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Matching:
    """Which found event stands for which true one.

    Parameters
    ----------
    pairs : (k, 2) int
        Index of the found and of the true event.
    found, true : int
        How many there were of each.
    error_s : (k,) float
        Found minus true, s.
    """

    pairs: NDArray[np.int64]
    found: int
    true: int
    error_s: FloatArray

    @property
    def missed(self) -> int:
        """True events without a partner."""
        return self.true - len(self.pairs)

    @property
    def extra(self) -> int:
        """Found events without a partner."""
        return self.found - len(self.pairs)


def f1(hits: float, missed: float, extra: float) -> float | None:
    """Return the harmonic mean of precision and recall; None where nothing was there and nothing found."""
    total = 2 * hits + missed + extra
    return 2 * hits / total if total else None


def match(found_s: FloatArray, true_s: FloatArray, tolerance_s: FloatArray | float) -> Matching:
    """Pair as many events as possible, and among such pairings take the one of the smallest total error.

    Parameters
    ----------
    found_s : (m,) float
        Times found, s.
    true_s : (n,) float
        True times, s.
    tolerance_s : float or (n,) float
        How far a found time may lie from the true one, s.
    """
    error_s = found_s[:, np.newaxis] - true_s[np.newaxis, :]
    return _assign(error_s, np.abs(error_s) <= tolerance_s)


def match_within(found_s: FloatArray, intervals_s: FloatArray, margin_s: float) -> Matching:
    """Pair events with the intervals in which they lie; the error is the distance from the middle.

    Parameters
    ----------
    found_s : (m,) float
        Times found, s.
    intervals_s : (n, 2) float
        Start and end of each true event, s.
    margin_s : float
        How far outside its interval an event may lie, s.
    """
    start_s, end_s = intervals_s.reshape(-1, 2).T
    error_s = found_s[:, np.newaxis] - (start_s + end_s) / 2
    inside = (found_s[:, np.newaxis] >= start_s - margin_s) & (found_s[:, np.newaxis] <= end_s + margin_s)
    return _assign(error_s, inside)


def _assign(error_s: FloatArray, allowed: NDArray[np.bool_]) -> Matching:
    """Solve the assignment; a forbidden pair costs more than all allowed ones together."""
    size = np.abs(error_s)
    forbidden = float(size[allowed].sum()) + 1.0
    rows, columns = linear_sum_assignment(np.where(allowed, size, forbidden))
    kept = allowed[rows, columns]
    pairs = np.column_stack([rows[kept], columns[kept]]).astype(np.int64)
    found, true = error_s.shape
    return Matching(pairs, found, true, error_s[pairs[:, 0], pairs[:, 1]])
