"""Axivity CWA: the binary file of an AX3 or AX6, read by scikit-digital-health (the extra ``wearables``)."""

import math
import warnings
from typing import Any

import numpy as np

from legday.core.block import STANDARD_GRAVITY
from legday.errors import MissingExtraError, TakeError
from legday.recording.importers._foreign import Foreign
from legday.recording.importers._importer import Imported, Importer, imported
from legday.recording.importers._streams import Stream

MAGIC = "MD"
SUFFIX = ".cwa"
BAD_BLOCKS = "Bad data blocks"


def recognises(foreign: Foreign) -> bool:
    """Return whether it begins as a CWA does; two letters are little, so the name has to agree."""
    name = foreign.names[0] if len(foreign.names) == 1 else ""
    return name.lower().endswith(SUFFIX) and foreign.head(name).startswith(MAGIC)


def read(foreign: Foreign) -> Imported:
    """Return the recording.

    Raises
    ------
    MissingExtraError
        Without the extra.
    TakeError
        For a file that its reader cannot read.
    """
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        found = _read(foreign)
    damaged = any(BAD_BLOCKS in str(each.message) for each in heard)
    t_s = np.asarray(found["time"], dtype=float)
    gyr = None
    if found.get("gyro") is not None:
        gyr = Stream(t_s, np.asarray(found["gyro"], dtype=float)).scaled(math.radians(1.0))
    acc = Stream(t_s, np.asarray(found["accel"], dtype=float)).scaled(STANDARD_GRAVITY)
    return imported(foreign.path, acc, gyr, ["g", *(["its reader found damaged blocks"] if damaged else [])])


def _read(foreign: Foreign) -> dict[str, Any]:
    try:
        from skdh.io import ReadCwa
        from skdh.io.axivity import UnexpectedAxesError
        from skdh.utility.exceptions import FileSizeError
    except ImportError as error:
        raise MissingExtraError("wearables", f"{foreign.path}: reading CWA") from error
    try:
        found: dict[str, Any] = ReadCwa(ext_error="skip").predict(file=str(foreign.path), tz_name="UTC")
    except (
        RuntimeError, ValueError, OSError, KeyError, IndexError, UnexpectedAxesError, FileSizeError
    ) as error:  # fmt: skip
        raise TakeError(foreign.path, f"cannot be read as CWA: {error}") from error
    return found


IMPORTER = Importer("axivity", "Axivity CWA", recognises, read)
