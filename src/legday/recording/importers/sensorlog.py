"""SensorLog (iOS): one CSV with a column per figure and the unit in brackets.

The accelerometer is in g with Apple's sign, the opposite of specific force. Rows repeat a sensor's last
reading while another one was read; they are told by its own time stamp.
"""

import re

from legday.core.block import STANDARD_GRAVITY
from legday.errors import TakeError
from legday.recording.importers._foreign import Foreign
from legday.recording.importers._importer import Imported, Importer, imported
from legday.recording.importers._streams import Stream
from legday.recording.importers._table import Table, read_table

HEAD = re.compile(r"^.*(accelerometerAccelerationX|motionUserAccelerationX)", re.IGNORECASE)
TURNED_G = -STANDARD_GRAVITY


def recognises(foreign: Foreign) -> bool:
    """Return whether the header has SensorLog's names."""
    return len(foreign.names) == 1 and HEAD.match(foreign.head(foreign.names[0])) is not None


def read(foreign: Foreign) -> Imported:
    """Return the recording.

    Raises
    ------
    TakeError
        Where neither the accelerometer nor motion with gravity was recorded.
    """
    table = read_table(foreign.path, foreign.text(foreign.names[0]))
    acc, how = _force(foreign, table)
    gyr = _axes(table, "motionRotationRate", "motion") or _axes(table, "gyroRotation", "gyro")
    return imported(foreign.path, acc.scaled(TURNED_G), gyr, [how, "g, signs turned (iOS)"])


def _force(foreign: Foreign, table: Table) -> tuple[Stream, str]:
    raw = _axes(table, "accelerometerAcceleration", "accelerometer")
    if raw is not None:
        return raw, "accelerometer"
    moving, gravity = (
        _axes(table, "motionUserAcceleration", "motion"),
        _axes(table, "motionGravity", "motion"),
    )
    if moving is None or gravity is None:
        raise TakeError(
            foreign.path, "want accelerometerAcceleration, or motionUserAcceleration and motionGravity"
        )
    return Stream(moving.t_s, moving.xyz + gravity.xyz), "gravity added"


def _axes(table: Table, figure: str, clock: str) -> Stream | None:
    """Return three columns by their sensor's own time; None where it was not recorded."""
    axes = [table.find(rf"{figure}{axis}(\(.*\))?") for axis in "XYZ"]
    time = table.find(rf"{clock}Timestamp_sinceReboot(\(s\))?") or table.find(r"accelerometerTimestamp_.*")
    x, y, z = axes
    if x is None or y is None or z is None or time is None:
        return None
    return Stream(table.numbers(time)[:, 0], table.numbers(x, y, z))


IMPORTER = Importer("sensorlog", "SensorLog", recognises, read)
