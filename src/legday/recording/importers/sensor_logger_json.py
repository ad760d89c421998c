"""Sensor Logger's JSON export: a list of ``{sensor, time, seconds_elapsed, x, y, z}``, numbers as text.

Gravity and signs as in the CSVs; the platform stands in the record of the sensor ``Metadata``.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from legday.errors import TakeError
from legday.recording.importers._foreign import Foreign
from legday.recording.importers._importer import Imported, Importer, imported
from legday.recording.importers._streams import Stream, in_m_s2, summed

HEAD = re.compile(r'^\s*\[\s*\{[^}]*"sensor"\s*:', re.DOTALL)
TRUE = {"true", "1", "yes"}

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
    acc, remarks = _force(foreign, records)
    facts = (records.get("metadata") or [{}])[0]
    if str(facts.get("platform", "")).lower() == "ios" and str(facts.get("standardisation", "")) not in TRUE:
        acc, remarks = acc.scaled(-1.0), [*remarks, "signs turned (iOS)"]
    turning = records.get("gyroscope") or records.get("gyroscopeuncalibrated")
    return imported(foreign.path, acc, None if turning is None else _stream(turning), remarks)


def _by_sensor(foreign: Foreign) -> Records:
    try:
        records = json.loads(foreign.text(foreign.names[0]))
        found: dict[str, list[Mapping[str, Any]]] = {}
        for record in records:
            found.setdefault(str(record["sensor"]).lower(), []).append(record)
    except (json.JSONDecodeError, TypeError, KeyError) as error:
        raise TakeError(foreign.path, f"want a list of records with the key sensor: {error}") from error
    return found


def _force(foreign: Foreign, records: Records) -> tuple[Stream, list[str]]:
    if "totalacceleration" in records:
        return _stream(records["totalacceleration"]), []
    if "accelerometer" in records and "gravity" in records:
        moving, gravity = _stream(records["accelerometer"]), _stream(records["gravity"])
        return summed(moving.tidy(), gravity.tidy()), ["gravity added"]
    if "accelerometeruncalibrated" not in records:
        raise TakeError(foreign.path, "want the sensors accelerometer and gravity, or totalacceleration")
    acc, unit = in_m_s2(_stream(records["accelerometeruncalibrated"]))
    return acc, [f"uncalibrated accelerometer in {unit}"]


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
