"""Movesense: the JSON that its apps store, and the Showcase app's CSV ``timestamp,x,y,z``.

JSON: one object or one a line, ``{"Meas": {"IMU6": {"Timestamp": ms, "ArrayAcc": [{x, y, z}], "ArrayGyro":
...}}}``, or a list of such under ``data``. One time stands for a whole array, that of its first sample; those
behind it are spread evenly up to the next. Acceleration in m/s², rate of turn in °/s.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from legday.errors import TakeError
from legday.recording.importers._foreign import Foreign
from legday.recording.importers._importer import Imported, Importer, imported
from legday.recording.importers._streams import Stream
from legday.recording.importers._table import read_table

CSV = re.compile(r"^timestamp,x,y,z\s*$", re.IGNORECASE | re.MULTILINE)
JSON = re.compile(r'"Array(Acc|Gyro)"', re.IGNORECASE)
MS = 1e-3

Notification = Mapping[str, Any]


def recognises(foreign: Foreign) -> bool:
    """Return whether it is one of the two."""
    if len(foreign.names) != 1:
        return False
    head = foreign.head(foreign.names[0])
    return CSV.match(head) is not None or (head.lstrip()[:1] in {"{", "["} and bool(JSON.search(head)))


def read(foreign: Foreign) -> Imported:
    """Return the recording.

    Raises
    ------
    TakeError
        For text that is neither, or holds no acceleration.
    """
    text = foreign.text(foreign.names[0])
    if text.lstrip()[:1] not in {"{", "["}:
        table = read_table(foreign.path, text, separator=",")
        return imported(foreign.path, Stream(table.numbers(0)[:, 0] * MS, table.numbers(1, 2, 3)), None)
    try:
        notifications = list(_notifications(foreign, text))
        acc, gyr = _stream(notifications, "ArrayAcc"), _stream(notifications, "ArrayGyro")
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise TakeError(foreign.path, f"want Timestamp and lists of x, y, z in numbers: {error}") from error
    if acc is None:
        raise TakeError(foreign.path, "want ArrayAcc with Timestamp, found none")
    return imported(foreign.path, acc, None if gyr is None else gyr.scaled(math.radians(1.0)))


def _notifications(foreign: Foreign, text: str) -> Iterator[Notification]:
    """Yield every object with a time and an array, however deep it lies."""
    try:
        whole = [json.loads(text)]
    except json.JSONDecodeError:
        whole = _by_line(foreign, text)
    for each in whole:
        yield from _within(each)


def _by_line(foreign: Foreign, text: str) -> list[Any]:
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            found += [json.loads(line)] if line.strip() else []
        except json.JSONDecodeError as error:
            raise TakeError(foreign.path, f"want JSON: {error.msg}", f"line {number}") from error
    return found


def _within(value: Any) -> Iterator[Notification]:
    if isinstance(value, Mapping):
        if "Timestamp" in value:
            yield value
        else:
            for inner in value.values():
                yield from _within(inner)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for inner in value:
            yield from _within(inner)


def _stream(notifications: Sequence[Notification], key: str) -> Stream | None:
    mine = [each for each in notifications if each.get(key)]
    if not mine:
        return None
    starts_s = [MS * float(each["Timestamp"]) for each in mine]
    counts = [len(each[key]) for each in mine]
    steps_s = _steps(starts_s, counts)
    times = [start + step * np.arange(n) for start, step, n in zip(starts_s, steps_s, counts, strict=True)]
    rows = [[float(sample[axis]) for axis in "xyz"] for each in mine for sample in each[key]]
    return Stream(np.concatenate(times), np.array(rows))


def _steps(starts_s: Sequence[float], counts: Sequence[int]) -> list[float]:
    """Return the time between samples within each array; a hole behind one does not stretch it."""
    spans = [(after - start) / n for start, after, n in zip(starts_s, starts_s[1:], counts, strict=False)]
    usual = float(np.median(spans)) if spans else 0.0
    return [min(span, usual * 1.5) for span in spans] + [usual]


IMPORTER = Importer("movesense", "Movesense", recognises, read)
