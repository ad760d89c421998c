"""Polar Sensor Logger: a text file a stream, ``Phone timestamp;sensor timestamp [ns];X [mg];Y [mg];Z [mg]``.

The sensor's own time is used. The gyroscope's file, in °/s, lies beside the accelerometer's with ``GYRO`` for
``ACC`` in its name.
"""

import math
import re
from pathlib import Path

from legday.core.block import STANDARD_GRAVITY
from legday.recording.importers._foreign import Foreign
from legday.recording.importers._importer import Imported, Importer, imported
from legday.recording.importers._streams import Stream
from legday.recording.importers._table import read_table

HEAD = re.compile(r"^Phone timestamp;\s*sensor timestamp \[ns\];.*X \[mg\]", re.IGNORECASE)
NS = 1e-9


def recognises(foreign: Foreign) -> bool:
    """Return whether it is a stream of accelerations in mg."""
    return len(foreign.names) == 1 and HEAD.match(foreign.head(foreign.names[0])) is not None


def read(foreign: Foreign) -> Imported:
    """Return the recording, with the gyroscope's file where it lies beside."""
    beside = _gyroscope_of(foreign.path)
    gyr = None if beside is None else _stream(Foreign(beside), r"\[dps\]").scaled(math.radians(1.0))
    remarks = [] if beside is None else [f"with {beside.name}"]
    acc = _stream(foreign, r"\[mg\]").scaled(STANDARD_GRAVITY / 1000.0)
    return imported(foreign.path, acc, gyr, ["mg", *remarks])


def _gyroscope_of(path: Path) -> Path | None:
    beside = path.with_name(path.name.replace("ACC", "GYRO"))
    return beside if beside != path and beside.is_file() else None


def _stream(foreign: Foreign, unit: str) -> Stream:
    table = read_table(foreign.path, foreign.text(foreign.names[0]), separator=";")
    time = table.find(r"sensor timestamp \[ns\]") or "sensor timestamp [ns]"
    axes = (table.find(rf"{axis} {unit}") or f"{axis} {unit}" for axis in "XYZ")
    return Stream(table.numbers(time)[:, 0] * NS, table.numbers(*axes))


IMPORTER = Importer("polar_sensor_logger", "Polar Sensor Logger", recognises, read)
