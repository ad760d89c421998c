"""Sensor Logger (iOS, Android): the zip of an export, its unpacked folder, or one of its CSVs.

Columns come in the order z, y, x and are read by name; the rest is in ``_sensor_logger``.
"""

import re

from legday.recording.importers._foreign import Foreign
from legday.recording.importers._importer import Imported, Importer
from legday.recording.importers._sensor_logger import understood
from legday.recording.importers._streams import Stream
from legday.recording.importers._table import read_table

HEADER = re.compile(r"^time,(?=.*\bseconds_elapsed\b)(?=.*\bx\b)(?=.*\by\b)(?=.*\bz\b)")
MADE_UP = ("Accelerometer.csv", "TotalAcceleration.csv", "AccelerometerUncalibrated.csv")


def recognises(foreign: Foreign) -> bool:
    """Return whether one of its accelerometers is there, or a zip of other sensors of it."""
    name = foreign.find(*MADE_UP)
    if name is None:
        return foreign.is_zip and bool(foreign.all_starting(HEADER))
    return HEADER.match(foreign.head(name)) is not None


def read(foreign: Foreign) -> Imported:
    """Return the recording.

    Raises
    ------
    TakeError
        Where no accelerometer is there, or gravity was taken out and is not beside it.
    """

    def find(sensor: str) -> Stream | None:
        name = foreign.find(f"{sensor}.csv")
        return None if name is None else _stream(foreign, name)

    return understood(foreign.path, find, _facts(foreign))


def _stream(foreign: Foreign, name: str) -> Stream:
    table = read_table(foreign.path, foreign.text(name), separator=",")
    return Stream(table.numbers("seconds_elapsed")[:, 0], table.numbers("x", "y", "z"))


def _facts(foreign: Foreign) -> dict[str, str]:
    name = foreign.find("Metadata.csv")
    if name is None:
        return {}
    table = read_table(foreign.path, foreign.text(name), separator=",")
    return dict(zip((each.lower() for each in table.header), table.rows[0], strict=False))


IMPORTER = Importer("sensor_logger", "Sensor Logger", recognises, read)
