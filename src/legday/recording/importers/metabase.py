"""MetaBase (MbientLab): a CSV per sensor, ``..._Accelerometer_100.000Hz_....csv`` and ``..._Gyroscope_...``.

Acceleration in g and rate of turn in °/s under headers whose first columns changed with the years. The
gyroscope's file is found beside the accelerometer's by what stands in front of the sensor's name.
"""

import math
import re
from pathlib import Path

from legday.core.block import STANDARD_GRAVITY
from legday.recording.importers._foreign import Foreign
from legday.recording.importers._importer import Imported, Importer, imported
from legday.recording.importers._streams import Stream
from legday.recording.importers._table import read_table

HEAD = re.compile(r"^epoch? \(ms\),.*elapsed \(s\),x-axis \(g\),", re.IGNORECASE)
FORCE_NAME, TURNING_NAME = "_Accelerometer_", "_Gyroscope_"


def recognises(foreign: Foreign) -> bool:
    """Return whether it is a table of accelerations in g."""
    return len(foreign.names) == 1 and HEAD.match(foreign.head(foreign.names[0])) is not None


def read(foreign: Foreign) -> Imported:
    """Return the recording, with the gyroscope's file where it lies beside."""
    beside = _gyroscope_of(foreign.path)
    gyr = None if beside is None else _stream(Foreign(beside), "deg/s").scaled(math.radians(1.0))
    remarks = [] if beside is None else [f"with {beside.name}"]
    acc = _stream(foreign, "g").scaled(STANDARD_GRAVITY)
    return imported(foreign.path, acc, gyr, ["g", *remarks])


def _gyroscope_of(path: Path) -> Path | None:
    if FORCE_NAME not in path.name:
        return None
    front = path.name.split(FORCE_NAME)[0] + TURNING_NAME
    return next((each for each in sorted(path.parent.iterdir()) if each.name.startswith(front)), None)


def _stream(foreign: Foreign, unit: str) -> Stream:
    table = read_table(foreign.path, foreign.text(foreign.names[0]), separator=",")
    time = table.find(r"epoch? \(ms\)") or "epoch (ms)"
    axes = (f"{axis}-axis ({unit})" for axis in "xyz")
    return Stream(table.numbers(time)[:, 0] / 1000.0, table.numbers(*axes))


IMPORTER = Importer("metabase", "MetaBase", recognises, read)
