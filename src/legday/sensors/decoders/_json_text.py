"""JSON as phones' apps send it: objects, whole numbers of any length, vectors."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from legday.core.block import FloatArray
from legday.errors import DecodeError

LARGEST_TICK = 2**63 - 1


def parsed(content: bytes, profile: str) -> dict[str, Any]:
    """Return the JSON object of a text; its whole numbers stay exact, however long they are.

    Raises
    ------
    DecodeError
        Where it is something else.
    """
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise DecodeError(profile, f"{content[:40]!r}", "a JSON object")
    return found


def whole(value: object, profile: str) -> int:
    """Return a time that must be a whole number.

    Raises
    ------
    DecodeError
        For anything else, and for one that does not fit 64 bits.
    """
    if isinstance(value, int) and 0 <= value <= LARGEST_TICK:
        return value
    raise DecodeError(profile, f"a time of {str(value)[:40]}", "a whole number of nanoseconds")


def xyz(values: object, profile: str) -> tuple[float, float, float]:
    """Return the three numbers of ``{"x": .., "y": .., "z": ..}`` or ``[x, y, z]``.

    Raises
    ------
    DecodeError
        For anything else.
    """
    row: Sequence[object] = ()
    if isinstance(values, Mapping):
        row = [values.get(axis) for axis in "xyz"]
    elif isinstance(values, list):
        row = values
    if len(row) != 3 or not all(isinstance(each, int | float) for each in row):
        raise DecodeError(profile, f"{str(values)[:40]}", "three numbers")
    x, y, z = (number(each, profile) for each in row)
    return x, y, z


def number(value: object, profile: str) -> float:
    """Return a number as a float.

    Raises
    ------
    DecodeError
        For what is none, or too large for one.
    """
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        raise DecodeError(profile, f"{str(value)[:40]}", "a number") from None


def rows(values: Sequence[tuple[float, float, float]]) -> FloatArray:
    """Return (n, 3) values."""
    return np.array(values, np.float64).reshape(-1, 3)
