"""A detector's parameters as sliders: their values at a site, their bounds, what they mean."""

from typing import Any

from pydantic.fields import FieldInfo

from legday.core.site import site_of
from legday.exercises import Exercise

UNBOUNDED = 2.0
"""A parameter without an upper bound gets a slider up to this many times its value."""

NEVER = 1e6
"""A parameter of this size switches something off; nobody drags it."""

INSIDE = 1e-3
"""An open bound is kept away from by this share of the range."""


def sliders(exercise: Exercise, site: str) -> list[dict[str, Any]]:
    """Return each number among an exercise's parameters, as it stands for sensors at a site.

    Parameters
    ----------
    exercise : Exercise
        Whose.
    site : str
        Where the sensor sits, in anybody's words.
    """
    standing = exercise.params(**exercise.sites.get(site_of(site), {}))
    found = []
    for name, field in exercise.params.model_fields.items():
        value = getattr(standing, name)
        if isinstance(value, bool) or not isinstance(value, int | float) or value >= NEVER:
            continue
        low, high = _bounds(field, float(value))
        found.append(
            {
                "name": name,
                "value": value,
                "low": low,
                "high": high,
                "whole": isinstance(value, int),
                "description": field.description or "",
            }
        )
    return found


def _bounds(field: FieldInfo, value: float) -> tuple[float, float]:
    above, below = _limit(field, "gt"), _limit(field, "lt")
    low = above if above is not None else _limit(field, "ge") or 0.0
    high = below if below is not None else _limit(field, "le") or (UNBOUNDED * value or 1.0)
    margin = INSIDE * (high - low)
    return low + margin * (above is not None), high - margin * (below is not None)


def _limit(field: FieldInfo, name: str) -> float | None:
    found = (getattr(constraint, name, None) for constraint in field.metadata)
    return next((float(each) for each in found if each is not None), None)
