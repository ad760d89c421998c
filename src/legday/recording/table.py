"""Columns of numbers from a CSV, fast where it is sound and exact about the place where it is not."""

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from legday.core.block import FloatArray
from legday.errors import TakeError

LARGEST = 1e11
"""No sensor writes more: a time of that size is not in seconds, and its fractions would be lost."""


def read_columns(path: Path, required: Sequence[str], optional: Sequence[str], rising: str) -> FloatArray:
    """Return the ``required`` columns of a CSV, and the ``optional`` ones if all of them are there.

    Parameters
    ----------
    path : Path
        A CSV with a header line, commas and decimal points, in UTF-8; columns in any order.
    required, optional : sequence of str
        Names of columns, in the order of the result.
    rising : str
        The required column that must not decrease.

    Returns
    -------
    (n, columns) float
        At least one row; every number finite and below `LARGEST`.

    Raises
    ------
    TakeError
        Naming the line and column at fault.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = [name.strip() for name in file.readline().strip().split(",")]
            names = _names(path, header, required, optional)
            wanted = [header.index(name) for name in names]
            lines = file.read()
        return _numbers(path, lines, names, wanted, rising)
    except OSError as error:
        raise TakeError(path, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise TakeError(path, "want UTF-8 text", f"byte {error.start}") from error


def _names(path: Path, header: list[str], required: Sequence[str], optional: Sequence[str]) -> list[str]:
    if header == [""]:
        raise TakeError(path, f"empty, want the columns {','.join(required)}", "line 1")
    present = [name for name in optional if name in header]
    wanted = [*required, *(optional if present else ())]
    missing = [name for name in wanted if name not in header]
    if missing:
        got = ",".join(header)[:120]
        raise TakeError(path, f"want the column(s) {','.join(missing)}, got {got}", "line 1")
    return wanted


def _numbers(path: Path, lines: str, names: list[str], wanted: list[int], rising: str) -> FloatArray:
    rows = lines.splitlines()
    if not any(row.strip() for row in rows):
        raise TakeError(path, "want at least one line of samples", "line 2")
    try:
        columns = np.loadtxt(rows, delimiter=",", usecols=wanted, ndmin=2, comments=None)
    except ValueError:
        columns = None
    if columns is None or not (np.abs(columns) < LARGEST).all():
        raise _first_fault(path, rows, names, wanted)
    backwards = np.flatnonzero(np.diff(columns[:, names.index(rising)]) < 0)
    if len(backwards):
        raise _backwards(path, rows, columns[:, names.index(rising)], int(backwards[0]) + 1, rising)
    return columns


def _first_fault(path: Path, rows: list[str], names: list[str], wanted: list[int]) -> TakeError:
    """Return the error for the first cell that is not a number a sensor can write."""
    for line, cells in enumerate(csv.reader(rows), start=2):
        for name, column in zip(names, wanted, strict=True):
            text = cells[column].strip() if column < len(cells) else ""
            if cells and not _usable(text):
                fault = f"got {text[:40]!r}, want a number below {LARGEST:g}"
                return TakeError(path, fault, f"line {line}, column {name}")
    return TakeError(path, f"want the numbers {','.join(names)} in every line")


def _usable(text: str) -> bool:
    try:
        return abs(float(text)) < LARGEST
    except ValueError:
        return False


def _backwards(path: Path, rows: list[str], times: FloatArray, row: int, name: str) -> TakeError:
    filled = [line for line, text in enumerate(rows, start=2) if text.strip()]
    got = f"time goes backwards from {times[row - 1]:.6g} to {times[row]:.6g}, want times that rise"
    return TakeError(path, got, f"line {filled[row]}, column {name}")
