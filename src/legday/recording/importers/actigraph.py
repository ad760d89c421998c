"""ActiGraph: a GT3X file, read by ActiGraph's own pygt3x (the extra ``gt3x``), or ActiLife's raw CSV.

The CSV has ten lines about the device in front of its header; the rate stands in the first of them. In g. A
device in idle sleep repeats its last value; so does the CSV, and what it says is kept.
"""

import logging
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from legday.core.block import STANDARD_GRAVITY
from legday.errors import MissingExtraError, TakeError
from legday.recording.importers._foreign import Foreign
from legday.recording.importers._importer import Imported, Importer, imported
from legday.recording.importers._streams import Stream, number_of
from legday.recording.importers._table import guess_separator, read_table

CSV = re.compile(r"^-+ Data File Created By ActiGraph .*?\bat (\d+) Hz", re.IGNORECASE)
HEADER_LINES = 10
GT3X_MEMBERS = {"info.txt", "log.bin"}
AXES_OF_GT3X = slice(1, 4)
SPOILT = (
    ValueError, KeyError, IndexError, OSError, EOFError, ArithmeticError, AttributeError, TypeError,
    NotImplementedError, struct.error, zlib.error, zipfile.BadZipFile,
)  # fmt: skip
"""What pygt3x raises for spoilt files."""

AXES = tuple(f"Accelerometer {axis}" for axis in "XYZ")


def recognises(foreign: Foreign) -> bool:
    """Return whether it is one of the two."""
    if foreign.is_zip:
        return set(foreign.names) >= GT3X_MEMBERS
    return len(foreign.names) == 1 and CSV.match(foreign.head(foreign.names[0])) is not None


def read(foreign: Foreign) -> Imported:
    """Return the recording.

    Raises
    ------
    MissingExtraError
        For a GT3X file, without the extra.
    TakeError
        For a file that cannot be read.
    """
    acc, damaged = _gt3x(foreign) if foreign.is_zip else (_csv(foreign), 0)
    remarks = ["g", *([f"{number_of(damaged, 'damaged record')} left out"] if damaged else [])]
    return imported(foreign.path, acc.scaled(STANDARD_GRAVITY), None, remarks)


def _csv(foreign: Foreign) -> Stream:
    text = foreign.text(foreign.names[0])
    found = CSV.match(text)
    if found is None or (rate_hz := float(found.group(1))) <= 0.0:
        raise TakeError(foreign.path, "want the rate in the first line, got 0 Hz", "line 1")
    table = read_table(foreign.path, text, skip=HEADER_LINES, header=_header(text))
    return Stream(np.arange(len(table.rows)) / rate_hz, table.numbers(*AXES))


def _header(text: str) -> tuple[str, ...] | None:
    """Return the names of the columns where ActiLife left them out, None where they are there."""
    first = "".join(text.splitlines()[HEADER_LINES : HEADER_LINES + 1])
    if not first or any(letter.isalpha() for letter in first):
        return None
    return AXES if first.count(guess_separator(first)) < len(AXES) else ("Timestamp", *AXES)


def _gt3x(foreign: Foreign) -> tuple[Stream, int]:
    """Return what can be read of a GT3X, and how often its reader complained."""
    try:
        from pygt3x.reader import FileReader
    except ImportError as error:
        raise MissingExtraError("gt3x", f"{foreign.path}: reading GT3X") from error
    try:
        with _heard() as complaints, FileReader(str(foreign.path)) as reader:
            force: Any = reader.calibrate_acceleration(reader.acceleration[:, AXES_OF_GT3X])
            times: Any = reader.acceleration[:, 0]
    except SPOILT as error:
        raise TakeError(foreign.path, f"cannot be read as GT3X: {error}") from error
    return Stream(np.asarray(times, dtype=float), np.asarray(force, dtype=float)), len(complaints)


@contextmanager
def _heard() -> Iterator[list[logging.LogRecord]]:
    """Collect what pygt3x has to say, instead of having it printed between our lines."""
    complaints: list[logging.LogRecord] = []
    log = logging.getLogger("pygt3x.reader")

    def hear(record: logging.LogRecord) -> bool:
        complaints.append(record)
        return False

    log.addFilter(hear)
    try:
        with np.errstate(all="ignore"):
            yield complaints
    finally:
        log.removeFilter(hear)


IMPORTER = Importer("actigraph", "ActiGraph", recognises, read)
