"""Sensor Logger's JSON export: a list of ``{sensor, time, seconds_elapsed, x, y, z}``, numbers as text.

Gravity and signs are in ``_sensor_logger``; the platform stands in the record of the sensor ``Metadata``.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from legday.errors import TakeError
from legday.recording.importers._foreign import Foreign
from legday.recording.importers._importer import Imported, Importer
from legday.recording.importers._sensor_logger import understood
from legday.recording.importers._streams import Stream

HEAD = re.compile(r'^\s*\[\s*\{[^}]*"sensor"\s*:', re.DOTALL)

Records = Mapping[str, Sequence[Mapping[str, Any]]]


def recognises(foreign: Foreign) -> bool:
    """Return whether it is a list of records of sensors."""
    return len(foreign.names) == 1 and HEAD.match(foreign.head(foreign.names[0])) is not None


def read(foreign: Foreign) -> Imported:
    """Return the recording.

    Raises
    ------
    TakeError
        For text that is no JSON, or an accelerometer without gravity.
    """
    records = _by_sensor(foreign)
    facts = (records.get("metadata") or [{}])[0]

    def find(sensor: str) -> Stream | None:
        found = records.get(sensor.lower())
        return None if found is None else _stream(found)

    return understood(foreign.path, find, {key.lower(): str(value) for key, value in facts.items()})


def _by_sensor(foreign: Foreign) -> Records:
    try:
        records = json.loads(foreign.text(foreign.names[0]))
        found: dict[str, list[Mapping[str, Any]]] = {}
        for record in records:
            found.setdefault(str(record["sensor"]).lower(), []).append(record)
    except (json.JSONDecodeError, TypeError, KeyError, RecursionError) as error:
        raise TakeError(foreign.path, f"want a list of records with the key sensor: {error}") from error
    return found


def _stream(records: Sequence[Mapping[str, Any]]) -> Stream:
    rows = [[_number(record.get(key)) for key in ("seconds_elapsed", "x", "y", "z")] for record in records]
    columns = np.array(rows, dtype=float)
    return Stream(columns[:, 0], columns[:, 1:])


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return float("nan")


IMPORTER = Importer("sensor_logger_json", "Sensor Logger (JSON)", recognises, read)
