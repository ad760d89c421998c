"""The messages of the app Sensor Logger: JSON with records of several sensors, each with its own time.

Its accelerometer has gravity taken out of it, so that it counts only together with the sensor ``gravity``,
sample by sample at the accelerometer's times. Where there is a sensor that measures both at once that one is
taken: ``totalacceleration``, else ``accelerometeruncalibrated``, whose unit on an iPhone is g.

Source: tszheichoi/awesome-sensor-logger at b10f5c5, PUSHING.md, UNITS.md, CROSSPLATFORM.md.
"""

import json
from typing import Any

import numpy as np

from legday.core.block import STANDARD_GRAVITY, FloatArray
from legday.errors import DecodeError
from legday.sensors.decoders import IntArray, Memory, Reading, TextDecoder
from legday.sensors.decoders._json_text import parsed, rows, whole, xyz

TOTAL, RAW, LINEAR, GRAVITY, GYROSCOPE = (
    "totalacceleration",
    "accelerometeruncalibrated",
    "accelerometer",
    "gravity",
    "gyroscope",
)
IN_G_BELOW = 4.0  # a still phone reads about 1 in g and 9.8 in m/s²
PATIENCE_NS = 1_000_000_000  # an acceleration waits so long for its gravity

Row = tuple[int, float, float, float]


def decode(content: bytes, memory: Memory, profile: str) -> list[Reading]:
    """Return the samples of a message, and those of earlier ones that waited for their gravity."""
    found = _by_sensor(parsed(content, profile), profile)
    readings = [_reading("acc", _acceleration(found, memory))]
    if found.get(GYROSCOPE):
        readings.append(_reading("gyr", found[GYROSCOPE]))
    return [reading for reading in readings if len(reading.ticks)]


def encode(readings: list[Reading]) -> bytes:
    """Return the message of these samples."""
    names = {"acc": TOTAL, "gyr": GYROSCOPE}
    records = [
        {"name": names[reading.vector], "time": tick, "values": dict(zip("xyz", row, strict=True))}
        for reading in readings
        for tick, row in zip(reading.ticks.tolist(), reading.values.tolist(), strict=True)
    ]
    return json.dumps({"messageId": 0, "sessionId": "s", "deviceId": "d", "payload": records}).encode()


def _by_sensor(message: dict[str, Any], profile: str) -> dict[str, list[Row]]:
    """Return the rows of each sensor, in the order of their times."""
    payload = message.get("payload")
    if not isinstance(payload, list):
        raise DecodeError(profile, f"a message with {', '.join(map(str, message))[:40]}", "a list payload")
    found: dict[str, list[Row]] = {}
    for record in payload:
        if not isinstance(record, dict):
            raise DecodeError(profile, f"{str(record)[:40]}", "a record with name, time and values")
        name = str(record.get("name")).lower()
        if name in (TOTAL, RAW, LINEAR, GRAVITY, GYROSCOPE):
            row = (whole(record.get("time"), profile), *xyz(record.get("values"), profile))
            found.setdefault(name, []).append(row)
    return {name: sorted(each) for name, each in found.items()}


def _acceleration(found: dict[str, list[Row]], memory: Memory) -> list[Row]:
    if TOTAL in found or memory.get("source") == TOTAL:
        memory["source"] = TOTAL
        return found.get(TOTAL, [])
    if RAW in found or memory.get("source") == RAW:
        memory["source"] = RAW
        return _in_m_s2(found.get(RAW, []), memory)
    return _with_gravity(found, memory)


def _in_m_s2(raw: list[Row], memory: Memory) -> list[Row]:
    """Tell the unit by the first rows: whatever the phone does then, it is mostly still."""
    if not raw:
        return raw
    if "unit_m_s2" not in memory:
        size = float(np.median(np.linalg.norm(rows([row[1:] for row in raw]), axis=1)))
        memory["unit_m_s2"] = STANDARD_GRAVITY if size < IN_G_BELOW else 1.0
    unit = memory["unit_m_s2"]
    return [(t, x * unit, y * unit, z * unit) for t, x, y, z in raw]


def _with_gravity(found: dict[str, list[Row]], memory: Memory) -> list[Row]:
    """Add gravity, interpolated at the acceleration's own times."""
    waiting: list[Row] = memory.get("waiting", []) + found.get(LINEAR, [])
    gravity: list[Row] = memory.get("gravity", []) + found.get(GRAVITY, [])
    newest = max((row[0] for row in waiting), default=0)
    memory["waiting"] = waiting = [row for row in waiting if row[0] > newest - PATIENCE_NS]
    if not gravity or not waiting:
        memory["gravity"] = gravity[-1:]
        return []
    ready = [row for row in waiting if gravity[0][0] <= row[0] <= gravity[-1][0]]
    memory["waiting"] = [row for row in waiting if row[0] > gravity[-1][0]]
    memory["gravity"] = gravity[-1:]
    return _sum(ready, gravity)


def _sum(linear: list[Row], gravity: list[Row]) -> list[Row]:
    origin = gravity[0][0]
    at = [row[0] - origin for row in linear]
    known = [row[0] - origin for row in gravity]
    parts = [np.interp(at, known, [row[axis] for row in gravity]) for axis in (1, 2, 3)]
    sums = rows([row[1:] for row in linear]) + np.stack(parts, axis=1)
    return [(row[0], *values) for row, values in zip(linear, sums.tolist(), strict=True)]


def _reading(vector: Any, found: list[Row]) -> Reading:
    ticks: IntArray = np.array([row[0] for row in found], np.int64)
    values: FloatArray = rows([row[1:] for row in found])
    return Reading(vector, ticks, values)


DECODER = TextDecoder(decode, encode)
