"""What can be searched: a detector's numbers within the bounds of their own model."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legday.errors import TuneError
from legday.exercises import Exercise

WIDE = 20.0
"""A range whose ends differ by more than this factor is searched by factors, not by steps."""

INSIDE = 1e-6
"""Share of the range by which an end that is excluded is missed."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """One parameter: its name, its range, its default, and whether it is searched by factors."""

    name: str
    low: float
    high: float
    default: float
    by_factors: bool
    whole: bool

    def at(self, share: float) -> float:
        """Return the value at a share of the range, 0 to 1."""
        if self.by_factors:
            return float(self.low * (self.high / self.low) ** share)
        return self.low + share * (self.high - self.low)

    def share(self, value: float) -> float:
        """Return where in the range a value lies, 0 to 1."""
        if self.by_factors:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)


def defaults(exercise: Exercise, site: str) -> dict[str, Any]:
    """Return every parameter of an exercise as it stands at a site."""
    return exercise.params(**exercise.sites.get(site, {})).model_dump()


def space(exercise: Exercise, site: str, only: Sequence[str] = ()) -> tuple[Dimension, ...]:
    """Return the numbers that can be searched, in the order of the model.

    Parameters
    ----------
    exercise : Exercise
        Its parameters' model gives the bounds.
    site : str
        Defaults differ by site.
    only : sequence of str
        Names; all numbers that are bounded on both sides otherwise.

    Raises
    ------
    TuneError
        For a name that is none, or a number that lacks a bound.
    """
    values = defaults(exercise, site)
    unknown = [name for name in only if name not in values]
    if unknown:
        raise TuneError(f"{exercise.name} has no parameter {unknown[0]}; known: {', '.join(values)}")
    found = [
        each for name, value in values.items() if (each := _dimension(exercise, name, value)) is not None
    ]
    chosen = tuple(each for each in found if not only or each.name in only)
    if len(chosen) < max(1, len(only)):
        missing = sorted(set(only) - {each.name for each in chosen}) or ["any parameter"]
        raise TuneError(f"{exercise.name}: {missing[0]} has no bounds on both sides and cannot be searched")
    return chosen


def _dimension(exercise: Exercise, name: str, default: Any) -> Dimension | None:
    if isinstance(default, bool) or not isinstance(default, int | float):
        return None
    bounds = _bounds(exercise.params.model_fields[name].metadata)
    low = bounds.get("ge", bounds.get("gt"))
    high = bounds.get("le", bounds.get("lt"))
    if low is None or high is None or not low <= default <= high:
        return None
    margin = INSIDE * (high - low)
    low, high = (low if "ge" in bounds else low + margin), (high if "le" in bounds else high - margin)
    by_factors = low > margin and high / low > WIDE
    return Dimension(name, low, high, float(default), by_factors, isinstance(default, int))


def _bounds(metadata: Sequence[Any]) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for each in metadata:
        for bound in ("ge", "gt", "le", "lt"):
            if (value := getattr(each, bound, None)) is not None:
                found[bound] = float(value)
    return found
