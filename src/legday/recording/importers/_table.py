"""Tables of text in the dialects that programs write: comma, semicolon or tab, decimal point or comma."""

import csv
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from pathlib import Path

import numpy as np

from legday.core.block import FloatArray
from legday.errors import TakeError

SEPARATORS = ("\t", ";", ",")
DECIMAL_COMMA = re.compile(r"^-?\d+,\d+([eE][-+]?\d+)?$")
LOOKED_AT = 20
"""Rows that tell the decimal mark."""


@dataclass(frozen=True)
class Table:
    """Rows under a header.

    Parameters
    ----------
    path : Path
        For error messages.
    header : tuple of str
        Names of the columns, without blanks around them.
    lines : sequence of str
        Under the header.
    separator : str
        Between cells.
    decimal_comma : bool
        Whether numbers have a comma for the point.
    """

    path: Path
    header: tuple[str, ...]
    lines: Sequence[str]
    separator: str
    decimal_comma: bool = False

    @cached_property
    def rows(self) -> list[list[str]]:
        """The cells.

        Raises
        ------
        TakeError
            Where quotes leave a cell without an end.
        """
        return _cells(self.path, self.lines, self.separator)

    def has(self, *names: str) -> bool:
        """Return whether all of these columns are there."""
        return set(names) <= set(self.header)

    def find(self, pattern: str) -> str | None:
        """Return the first column whose whole name matches, in any case."""
        return next((name for name in self.header if re.fullmatch(pattern, name, re.IGNORECASE)), None)

    def text(self, column: str | int) -> list[str]:
        """Return a column, by its name or place, as text; a row that is too short has nothing there."""
        index = self._index(column)
        return [row[index].strip() if index < len(row) else "" for row in self.rows]

    def numbers(self, *columns: str | int) -> FloatArray:
        """Return columns (n, k), by name or place, as numbers, NaN where there is none.

        Raises
        ------
        TakeError
            When a column is not there, or two have its name.
        """
        places = [self._index(column) for column in columns]
        if not self.lines:
            return np.empty((0, len(places)))
        lines = [line.replace(",", ".") for line in self.lines] if self.decimal_comma else self.lines
        try:
            return np.loadtxt(
                lines, delimiter=self.separator, usecols=places, ndmin=2, comments=None, quotechar='"'
            )
        except ValueError:  # somewhere there is no number
            return self._numbers(places)

    def _numbers(self, places: Sequence[int]) -> FloatArray:
        read = [[self._number(cell) for cell in self.text(place)] for place in places]
        return np.array(read, dtype=float).T.reshape(len(self.rows), len(places))

    def where(self, name: str, value: str) -> "Table":
        """Return the rows that hold this value in a column."""
        if len(self.rows) != len(self.lines):
            raise TakeError(self.path, "want every row on one line, got quotes around several")
        kept = [line for line, cell in zip(self.lines, self.text(name), strict=True) if cell == value]
        return replace(self, lines=kept)

    def _index(self, column: str | int) -> int:
        if isinstance(column, int):
            if not 0 <= column < len(self.header):
                got = f"got {len(self.header)} columns"
                raise TakeError(self.path, f"want a column number {column}, counted from 0, {got}")
            return column
        if column not in self.header:
            got = ",".join(self.header)[:120]
            raise TakeError(self.path, f"want the column {column!r}, got {got}")
        if self.header.count(column) > 1:
            raise TakeError(self.path, f"want one column {column!r}, got {self.header.count(column)}")
        return self.header.index(column)

    def _number(self, cell: str) -> float:
        try:
            return float(cell.replace(",", ".") if self.decimal_comma else cell)
        except ValueError:
            return math.nan


def read_table(
    path: Path,
    text: str,
    *,
    separator: str | None = None,
    skip: int = 0,
    header: Sequence[str] | None = None,
    comments: Sequence[str] = (),
) -> Table:
    """Return a table from text.

    Parameters
    ----------
    path : Path
        For error messages.
    text : str
        All of it.
    separator : str, optional
        Between cells; guessed from the first line otherwise.
    skip : int
        Lines in front of the header.
    header : sequence of str, optional
        Names of the columns where the text has no line with them.
    comments : sequence of str
        Beginnings of lines to leave out.

    Raises
    ------
    TakeError
        When there is not one row of samples, or the header does not fit the rows.
    """
    lines = _lines(text, skip, tuple(comments))
    if len(lines) < (2 if header is None else 1):
        raise TakeError(path, "want at least one line of samples")
    separator = separator or guess_separator(lines[0])
    first = _cells(path, lines[: LOOKED_AT + 1], separator)
    names = [name.strip() for name in (first.pop(0) if header is None else header)]
    if separator == "," and _are_too_long(first, len(names)):
        raise TakeError(path, f"got {len(first[0])} cells in a row of {len(names)} columns; decimal commas?")
    under = lines[1:] if header is None else lines
    return Table(path, tuple(names), under, separator, _has_decimal_comma(separator, first))


def _cells(path: Path, lines: Sequence[str], separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=separator))
    except csv.Error as error:
        raise TakeError(path, f"cannot be read as a table: {error}") from error


def guess_separator(line: str) -> str:
    """Return the separator that a line uses most; a tab or semicolon counts before a comma."""
    return next((each for each in SEPARATORS if each in line), ",")


def _lines(text: str, skip: int, comments: tuple[str, ...]) -> list[str]:
    lines = islice(text.splitlines(), skip, None)
    return [line for line in lines if line.strip() and not (comments and line.startswith(comments))]


def _are_too_long(rows: Iterable[Sequence[str]], columns: int) -> bool:
    """Return whether each row goes on behind the header, by more than the one cell some programs leave."""
    return all("".join(row[columns + 1 :]).strip() for row in rows)


def _has_decimal_comma(separator: str, rows: Iterable[Sequence[str]]) -> bool:
    if separator == ",":
        return False
    return any(DECIMAL_COMMA.match(cell.strip()) for row in rows for cell in row)
