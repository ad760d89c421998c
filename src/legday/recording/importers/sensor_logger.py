"""Sensor Logger (iOS, Android): the zip of an export, its unpacked folder, or one of its CSVs.

``Accelerometer.csv`` is without gravity: ``Gravity.csv`` is added, unless there is ``TotalAcceleration.csv``
(Android). On iOS, accelerometer and gravity have the other sign on all axes unless the app was told to
standardise, which ``Metadata.csv`` says. The uncalibrated accelerometer is in g on iOS. Columns come in the
order z, y, x and are read by name. Source: the app's own pages on units and coordinates
(https://github.com/tszheichoi/awesome-sensor-logger).
"""

import re

from legday.errors import TakeError
from legday.recording.importers._foreign import Foreign
from legday.recording.importers._importer import Imported, Importer, imported
from legday.recording.importers._streams import Stream, in_m_s2, summed
from legday.recording.importers._table import read_table

HEADER = re.compile(r"^time,(?=.*\bseconds_elapsed\b)(?=.*\bx\b)(?=.*\by\b)(?=.*\bz\b)")
MADE_UP = ("Accelerometer.csv", "TotalAcceleration.csv", "AccelerometerUncalibrated.csv")
TRUE = {"true", "1", "yes"}


def recognises(foreign: Foreign) -> bool:
    """Return whether one of its accelerometers is there."""
    name = foreign.find(*MADE_UP)
    return name is not None and HEADER.match(foreign.head(name)) is not None


def read(foreign: Foreign) -> Imported:
    """Return the recording.

    Raises
    ------
    TakeError
        Where gravity was taken out and is not beside it.
    """
    acc, remarks = _force(foreign)
    if _turned(foreign):
        acc, remarks = acc.scaled(-1.0), [*remarks, "signs turned (iOS)"]
    turning = foreign.find("Gyroscope.csv", "GyroscopeUncalibrated.csv")
    return imported(foreign.path, acc, None if turning is None else _stream(foreign, turning), remarks)


def _force(foreign: Foreign) -> tuple[Stream, list[str]]:
    total = foreign.find("TotalAcceleration.csv")
    if total is not None:
        return _stream(foreign, total), []
    moving, gravity = foreign.find("Accelerometer.csv"), foreign.find("Gravity.csv")
    if moving is not None and gravity is not None:
        return summed(_stream(foreign, moving).tidy(), _stream(foreign, gravity).tidy()), ["gravity added"]
    raw = foreign.find("AccelerometerUncalibrated.csv")
    if raw is None:
        wanted = "Accelerometer.csv is without gravity; want Gravity.csv or TotalAcceleration.csv beside it"
        raise TakeError(foreign.path, wanted)
    acc, unit = in_m_s2(_stream(foreign, raw))
    return acc, [f"uncalibrated accelerometer in {unit}"]


def _stream(foreign: Foreign, name: str) -> Stream:
    table = read_table(foreign.path, foreign.text(name), separator=",")
    return Stream(table.numbers("seconds_elapsed")[:, 0], table.numbers("x", "y", "z"))


def _turned(foreign: Foreign) -> bool:
    name = foreign.find("Metadata.csv")
    if name is None:
        return False
    table = read_table(foreign.path, foreign.text(name), separator=",")
    known = dict(zip((each.lower() for each in table.header), table.rows[0], strict=False))
    return known.get("platform", "").lower() == "ios" and known.get("standardisation", "").lower() not in TRUE


IMPORTER = Importer("sensor_logger", "Sensor Logger", recognises, read)
