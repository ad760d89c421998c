"""Movella (Xsens) DOT: the CSV of a recording, with facts about the sensor in front of the header.

``SampleTimeFine`` counts microseconds and wraps at 2³². Acceleration in m/s², rate of turn in °/s.
``FreeAcc`` is without gravity and is refused.
"""

import math

import numpy as np

from legday.core.block import FloatArray
from legday.errors import TakeError
from legday.recording.importers._foreign import Foreign
from legday.recording.importers._importer import Imported, Importer, imported
from legday.recording.importers._streams import Stream
from legday.recording.importers._table import read_table

TIME, ACC, GYR = "SampleTimeFine", ("Acc_X", "Acc_Y", "Acc_Z"), ("Gyr_X", "Gyr_Y", "Gyr_Z")
WRAP_US = 2**32
US = 1e-6


def recognises(foreign: Foreign) -> bool:
    """Return whether the header line of a DOT is in its beginning."""
    return len(foreign.names) == 1 and _header_line(foreign.head(foreign.names[0])) is not None


def read(foreign: Foreign) -> Imported:
    """Return the recording.

    Raises
    ------
    TakeError
        Where only free acceleration was recorded.
    """
    text = foreign.text(foreign.names[0])
    table = read_table(foreign.path, text, separator=",", skip=_header_line(text) or 0)
    if not table.has(*ACC):
        raise TakeError(foreign.path, "without gravity (FreeAcc); want a payload with Acc_X, Acc_Y, Acc_Z")
    t_s = _unwrapped(table.numbers(TIME)[:, 0]) * US
    gyr = Stream(t_s, table.numbers(*GYR)).scaled(math.radians(1.0)) if table.has(*GYR) else None
    return imported(foreign.path, Stream(t_s, table.numbers(*ACC)), gyr)


def _header_line(text: str) -> int | None:
    lines = text[:4096].splitlines()
    return next((i for i, line in enumerate(lines) if line.startswith(f"PacketCounter,{TIME}")), None)


def _unwrapped(us: FloatArray) -> FloatArray:
    wraps: FloatArray = np.cumsum(np.diff(us, prepend=us[:1]) < -WRAP_US / 2)
    return us + WRAP_US * wraps


IMPORTER = Importer("movella_dot", "Movella DOT", recognises, read)
