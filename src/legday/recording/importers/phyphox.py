"""phyphox: the zip of CSVs of an export, or one of its CSVs, in any of its five dialects.

Headers carry the unit: ``"Time (s)","Acceleration x (m/s^2)", ...``; the file names depend on the phone's
language and are not looked at. *Linear acceleration* is without gravity and is refused. Times start with the
experiment and go on over pauses.
"""

import re

from legday.errors import TakeError
from legday.recording.importers._foreign import Foreign
from legday.recording.importers._importer import Imported, Importer, imported
from legday.recording.importers._streams import Stream
from legday.recording.importers._table import read_table

TIME = r'"?[^,;\t"]*\(s\)"?[,;\t]'
FORCE = re.compile(rf"^{TIME}\"?(?!Linear )[^,;\t]*x \(m/s\^?2\)", re.IGNORECASE)
LINEAR = re.compile(rf"^{TIME}\"?Linear [^,;\t]*x \(m/s\^?2\)", re.IGNORECASE)
TURNING = re.compile(rf"^{TIME}\"?[^,;\t]*x \(rad/s\)", re.IGNORECASE)


def recognises(foreign: Foreign) -> bool:
    """Return whether a table of accelerations with phyphox's header is there."""
    return foreign.starting(lambda head: bool(FORCE.match(head) or LINEAR.match(head))) is not None


def read(foreign: Foreign) -> Imported:
    """Return the recording.

    Raises
    ------
    TakeError
        Where only acceleration without gravity was recorded.
    """
    force = foreign.starting(lambda head: FORCE.match(head) is not None)
    if force is None:
        raise TakeError(foreign.path, "only linear acceleration; want the experiment 'Acceleration (with g)'")
    turning = foreign.starting(lambda head: TURNING.match(head) is not None)
    gyr = None if turning is None else _stream(foreign, turning)
    return imported(foreign.path, _stream(foreign, force), gyr)


def _stream(foreign: Foreign, name: str) -> Stream:
    table = read_table(foreign.path, foreign.text(name))
    columns = table.numbers(*table.header[:4])
    return Stream(columns[:, 0], columns[:, 1:4])


IMPORTER = Importer("phyphox", "phyphox", recognises, read)
