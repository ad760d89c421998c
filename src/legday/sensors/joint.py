"""Acceleration and angular rate that lie side by side in a sample: scaled and looked at together.

A call of numpy costs the same for three columns as for six, and live that is most of what decoding costs.
"""

import numpy as np

from legday.core.block import FloatArray
from legday.core.masks import all_true
from legday.sensors.quantity import Quantity
from legday.sensors.scaling import RawArray


class Joint:
    """Two vectors whose raw numbers are six columns.

    Parameters
    ----------
    acc, gyr : Quantity
        The vectors; neither has a factor of the start response.
    """

    def __init__(self, acc: Quantity, gyr: Quantity) -> None:
        self._scaling = acc.scaling.beside(gyr.scaling)
        self._least = min(*acc.limits({}), *gyr.limits({}))

    def to_si(self, raw: RawArray) -> FloatArray:
        """Return (n, 6) raw numbers in SI units along the axes of the case."""
        return self._scaling.to_si(raw)

    def is_within(self, values: FloatArray) -> bool:
        """Return whether all are below the limits of either vector; where not, each has to be asked."""
        return all_true(np.abs(values) < self._least)
