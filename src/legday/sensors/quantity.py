"""Raw numbers of one vector to SI units and back, with axes, scale and the ends of the range."""

import math
from collections.abc import Mapping

import numpy as np

from legday.core.block import STANDARD_GRAVITY, FloatArray
from legday.sensors.choice import RangeChoice, Ranges
from legday.sensors.fields import SampleField, size_of
from legday.sensors.scaling import RawArray, Scaling

UNITS = {
    "m/s2": 1.0,
    "g": STANDARD_GRAVITY,
    "mg": STANDARD_GRAVITY / 1000.0,
    "rad/s": 1.0,
    "deg/s": math.radians(1.0),
}
BEYOND = 4.0  # a value of more than so many ranges is no measurement
NO_SENSOR = 1e5  # nor is one that no sensor on a body reads, where the range is not known, m/s² or rad/s
FLOAT_END = 0.999  # a float this close to the end of its range is clipped


class Quantity:
    """One vector of a layout with its scale, for one choice of range.

    Parameters
    ----------
    field : SampleField
        Type, unit and scale.
    axes : tuple of str
        Chip axis behind each axis of the case, such as ``("+y", "-x", "+z")``.
    ranges : Ranges or None
        What the sensor offers.
    choice : RangeChoice or None
        What was chosen of it.

    Attributes
    ----------
    scaling : Scaling
        What its raw numbers become, but for a factor of the start response.
    """

    def __init__(
        self,
        field: SampleField,
        axes: tuple[str, str, str],
        ranges: Ranges | None,
        choice: RangeChoice | None,
    ) -> None:
        self.name = field.name
        self.unit = field.unit or ""
        self.factor = f"{field.name}_factor" if field.factor else None
        self.range_si = math.inf
        step = field.multiply / field.divide * UNITS[self.unit]
        if ranges is not None and choice is not None:
            self.range_si = choice.value * UNITS[ranges.unit]
            step = step * choice.value / choice.full_scale if field.by_range else step
        order = ["xyz".index(axis[1]) for axis in axes]
        self._back = np.argsort(order)
        signs = np.array([-1.0 if axis[0] == "-" else 1.0 for axis in axes])
        self.scaling = Scaling(order, signs * step, field.type)
        self._step = step
        self._float = field.type[0] == "f"
        self._bounds = _bounds(field)
        self._end = self._bounds[1]
        if field.by_range and choice is not None:
            self._end = min(self._end, choice.full_scale - 1.0)
        self._limits = self._limits_for(1.0)

    def to_si(self, raw: RawArray, facts: Mapping[str, float]) -> FloatArray:
        """Return (n, 3) raw numbers in SI units along the axes of the case.

        What is no number, or too large for one, comes out as NaN or infinity for the caller to refuse.
        """
        return self.scaling.to_si(raw, self._factor_of(facts))

    def to_raw(self, values: FloatArray, facts: Mapping[str, float]) -> RawArray:
        """Return what the sensor would send for (n, 3) values, saturated at the ends of range and type."""
        limited = np.clip(values, -self.range_si, self.range_si)
        raw = (limited / (self.scaling.scale * self._factor_of(facts)))[:, self._back]
        if self._float:
            return raw
        low, high = self._bounds
        return np.clip(np.rint(raw), low, high).astype(np.int64)

    def limits(self, facts: Mapping[str, float]) -> tuple[float, float]:
        """Return the value from which a sample is clipped, and the one beyond which it is no measurement."""
        if self.factor is None:
            return self._limits
        return self._limits_for(self._factor_of(facts))

    def _limits_for(self, factor: float) -> tuple[float, float]:
        beyond = min(BEYOND * self.range_si, NO_SENSOR)
        if self._float:
            return FLOAT_END * self.range_si, beyond
        step = abs(self._step * factor)
        return min(self.range_si, self._end * step) - 0.5 * step, beyond

    def _factor_of(self, facts: Mapping[str, float]) -> float:
        return facts.get(self.factor, 1.0) if self.factor is not None else 1.0


def _bounds(field: SampleField) -> tuple[float, float]:
    bits = 8 * size_of(field.type)
    if field.type[0] == "f":
        return (-math.inf, math.inf)
    return (0.0, 2.0**bits - 1.0) if field.type[0] == "u" else (-(2.0 ** (bits - 1)), 2.0 ** (bits - 1) - 1.0)
