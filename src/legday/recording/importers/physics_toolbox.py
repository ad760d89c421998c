"""Physics Toolbox: a CSV of the G-Force meter, ``time,gFx,gFy,gFz``, with the gyroscope's ``wx,wy,wz``.

In g, with gravity; rate of turn in rad/s. The time is in seconds, or a time of day such as ``10:31:04:512``.
"""

import re

import numpy as np

from legday.core.block import STANDARD_GRAVITY, FloatArray
from legday.errors import TakeError
from legday.recording.importers._foreign import Foreign
from legday.recording.importers._importer import Imported, Importer, imported
from legday.recording.importers._streams import Stream
from legday.recording.importers._table import Table, read_table

HEAD = re.compile(r"^\"?time\"?[,;].*\bgFx\b[,;]\"?gFy\b", re.IGNORECASE)
CLOCK = re.compile(r"^(\d+):(\d+):(\d+)[:.](\d+)$")
ACC, GYR = ("gFx", "gFy", "gFz"), ("wx", "wy", "wz")
DAY_S = 86_400.0


def recognises(foreign: Foreign) -> bool:
    """Return whether the header has its names of the g-force."""
    return len(foreign.names) == 1 and HEAD.match(foreign.head(foreign.names[0])) is not None


def read(foreign: Foreign) -> Imported:
    """Return the recording.

    Raises
    ------
    TakeError
        For a time in no known form.
    """
    table = read_table(foreign.path, foreign.text(foreign.names[0]))
    t_s = _times(foreign, table)
    gyr = Stream(t_s, table.numbers(*GYR)) if table.has(*GYR) else None
    return imported(foreign.path, Stream(t_s, table.numbers(*ACC)).scaled(STANDARD_GRAVITY), gyr, ["g"])


def _times(foreign: Foreign, table: Table) -> FloatArray:
    cells = table.text(table.header[0])
    if CLOCK.match(cells[0]) is None:
        return table.numbers(table.header[0])[:, 0]
    t_s = np.array([_of_day(foreign, cell) for cell in cells])
    midnights: FloatArray = np.cumsum(np.diff(t_s, prepend=t_s[:1]) < -DAY_S / 2)
    return t_s + DAY_S * midnights


def _of_day(foreign: Foreign, cell: str) -> float:
    found = CLOCK.match(cell)
    if found is None:
        raise TakeError(foreign.path, f"got the time {cell!r}, want one such as 10:31:04:512")
    hours, minutes, seconds, fraction = found.groups()
    return 3600.0 * int(hours) + 60.0 * int(minutes) + int(seconds) + float(f"0.{fraction}")


IMPORTER = Importer("physics_toolbox", "Physics Toolbox", recognises, read)
