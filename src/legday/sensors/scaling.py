"""Raw numbers to SI units along the axes of the case: which column goes where, and times what."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from legday.core.block import FloatArray
from legday.sensors.fields import NumberType

RawArray = NDArray[Any]
FLOAT = np.dtype(np.float64)


class Scaling:
    """What turns the columns of a vector, or of two side by side, into SI units.

    Parameters
    ----------
    order : list of int
        Column of the chip behind each axis of the case.
    scale : (k,) float
        What each axis of the case is multiplied by.
    type : str
        Kind and bytes of the raw numbers.
    """

    def __init__(self, order: list[int], scale: FloatArray, type: NumberType) -> None:  # noqa: A002
        self.order = order
        self.scale = scale
        self.type = type
        self._order = None if order == list(range(len(order))) else np.array(order)
        self._is_copied = type == "f8" and bool((scale == 1.0).all())

    def beside(self, other: "Scaling") -> "Scaling":
        """Return the scaling of both in one call; the other's columns lie behind these."""
        order = self.order + [len(self.order) + column for column in other.order]
        return Scaling(order, np.concatenate((self.scale, other.scale)), self.type)

    def to_si(self, raw: RawArray, factor: float = 1.0) -> FloatArray:
        """Return (n, k) raw numbers in SI units, times ``factor``, in memory of their own.

        What is no number, or too large for one, comes out as NaN or infinity for the caller to refuse.
        """
        if self._order is not None:
            raw = raw[:, self._order]
        if self._is_copied and factor == 1.0:
            return raw.astype(FLOAT)
        scale = self.scale if factor == 1.0 else self.scale * factor
        if self.type[0] != "f":
            return np.multiply(raw, scale, dtype=np.float64)
        with np.errstate(invalid="ignore", over="ignore"):
            return np.multiply(raw, scale, dtype=np.float64)
