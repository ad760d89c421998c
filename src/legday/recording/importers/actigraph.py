"""ActiGraph: a GT3X file, read by ActiGraph's own pygt3x (the extra ``gt3x``), or ActiLife's raw CSV.

The CSV has ten lines about the device in front of its header; the rate stands in the first of them. In g. A
device in idle sleep repeats its last value; so does the CSV, and what it says is kept.
"""

import re
import zipfile
from typing import Any

import numpy as np

from legday.core.block import STANDARD_GRAVITY
from legday.errors import MissingExtraError, TakeError
from legday.recording.importers._foreign import Foreign
from legday.recording.importers._importer import Imported, Importer, imported
from legday.recording.importers._streams import Stream
from legday.recording.importers._table import read_table

CSV = re.compile(r"^-+ Data File Created By ActiGraph .*?\bat (\d+) Hz", re.IGNORECASE)
HEADER_LINES = 10
GT3X_MEMBERS = {"info.txt", "log.bin"}
AXES_OF_GT3X = slice(1, 4)
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
    acc = _gt3x(foreign) if foreign.is_zip else _csv(foreign)
    return imported(foreign.path, acc.scaled(STANDARD_GRAVITY), None, ["g"])


def _csv(foreign: Foreign) -> Stream:
    text = foreign.text(foreign.names[0])
    found = CSV.match(text)
    rate_hz = float(found.group(1)) if found is not None else 0.0
    table = read_table(foreign.path, text, skip=HEADER_LINES)
    return Stream(np.arange(len(table.rows)) / rate_hz, table.numbers(*AXES))


def _gt3x(foreign: Foreign) -> Stream:
    try:
        from pygt3x.reader import FileReader
    except ImportError as error:
        raise MissingExtraError("gt3x", f"{foreign.path}: reading GT3X") from error
    try:
        with FileReader(str(foreign.path)) as reader:
            force: Any = reader.calibrate_acceleration(reader.acceleration[:, AXES_OF_GT3X])
            times: Any = reader.acceleration[:, 0]
    except (ValueError, KeyError, IndexError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise TakeError(foreign.path, f"cannot be read as GT3X: {error}") from error
    return Stream(np.asarray(times, dtype=float), np.asarray(force, dtype=float))


IMPORTER = Importer("actigraph", "ActiGraph", recognises, read)
