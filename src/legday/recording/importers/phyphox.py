"""phyphox: the zip of CSVs of an export, or one of its CSVs, in any of its five dialects.

Headers carry the unit: ``"Time (s)","Acceleration x (m/s^2)", ...``; names depend on the phone's language,
and those of files are not looked at. *Linear acceleration*, in any language that writes it so, is without
gravity and is refused. Times start with the experiment and go on over pauses.
"""

import re

from legday.errors import TakeError
from legday.recording.importers._foreign import Foreign
from legday.recording.importers._importer import Imported, Importer, imported
from legday.recording.importers._streams import Stream
from legday.recording.importers._table import read_table

TIME = r'"?[^,;\t"]*\(s\)"?[,;\t]'
LINEAR_WORD = r"[^,;\t]*\b(lin[eéi]|лине)"
FORCE = re.compile(rf"^{TIME}\"?(?!{LINEAR_WORD})[^,;\t]*x \(m/s\^?[2²]\)", re.IGNORECASE)
LINEAR = re.compile(rf"^{TIME}\"?(?={LINEAR_WORD})[^,;\t]*x \(m/s\^?[2²]\)", re.IGNORECASE)
TURNING = re.compile(rf"^{TIME}\"?[^,;\t]*x \(rad/s\)", re.IGNORECASE)


def recognises(foreign: Foreign) -> bool:
    """Return whether phyphox's tables are there, in a folder those of one recording."""
    if foreign.path.is_dir() and len(foreign.all_starting(FORCE)) > 1:
        return False
    return bool(foreign.all_starting(FORCE) or foreign.all_starting(LINEAR))


def read(foreign: Foreign) -> Imported:
    """Return the recording.

    Raises
    ------
    TakeError
        Where only acceleration without gravity was recorded, or several recordings lie in one zip.
    """
    forces, turning = foreign.all_starting(FORCE), foreign.all_starting(TURNING)
    if not forces:
        raise TakeError(foreign.path, "only linear acceleration; want the experiment 'Acceleration (with g)'")
    if len(forces) > 1:
        raise TakeError(
            foreign.path, f"want one recording, got {' and '.join(forces)}; unpack them and import each"
        )
    gyr = _stream(foreign, turning[0]) if turning else None
    return imported(foreign.path, _stream(foreign, forces[0]), gyr)


def _stream(foreign: Foreign, name: str) -> Stream:
    table = read_table(foreign.path, foreign.text(name))
    columns = table.numbers(0, 1, 2, 3)
    return Stream(columns[:, 0], columns[:, 1:4])


IMPORTER = Importer("phyphox", "phyphox", recognises, read)
