"""The answers of phyphox to ``/get``: buffers by name, times in seconds since the experiment was started.

Source: phyphox/phyphox-android at cb5f8d8, RemoteServer.java; Staacks/phyphox-experiments.
"""

import json
from typing import Any, Literal

import numpy as np

from legday.core.block import FloatArray
from legday.errors import DecodeError
from legday.sensors.decoders import Memory, Reading, TextDecoder
from legday.sensors.decoders._json_text import number, parsed

Vector = Literal["acc", "gyr"]
BUFFERS: dict[Vector, tuple[str, ...]] = {
    "acc": ("acc_time", "accX", "accY", "accZ"),
    "gyr": ("gyr_time", "gyrX", "gyrY", "gyrZ"),
}
"""Of the experiments that come with the app: the times, then x, y and z."""


def decode(content: bytes, memory: Memory, profile: str) -> list[Reading]:  # noqa: ARG001
    """Return what the buffers hold; rows in which the app has no number are left out."""
    buffers = parsed(content, profile).get("buffer")
    if not isinstance(buffers, dict):
        raise DecodeError(profile, f"{content[:40]!r}", "an answer with buffers")
    return [
        _reading(vector, [_numbers(buffers[name], profile) for name in names])
        for vector, names in BUFFERS.items()
        if all(name in buffers for name in names)
    ]


def encode(readings: list[Reading]) -> bytes:
    """Return the answer that holds these samples."""
    buffers: dict[str, Any] = {}
    for reading in readings:
        columns = [reading.ticks.astype(np.float64), *reading.values.T]
        for name, column in zip(BUFFERS[reading.vector], columns, strict=True):
            buffers[name] = {"size": 0, "updateMode": "partial", "buffer": column.tolist()}
    status = {"session": "s", "measuring": True, "timedRun": False, "countDown": 0}
    return json.dumps({"buffer": buffers, "status": status}).encode()


def _reading(vector: Vector, columns: list[FloatArray]) -> Reading:
    count = min(len(column) for column in columns)
    table = np.stack([column[:count] for column in columns], axis=1)
    table = table[np.isfinite(table).all(axis=1)]
    return Reading(vector, table[:, 0], table[:, 1:])


def _numbers(buffer: object, profile: str) -> FloatArray:
    """Return a buffer's numbers, NaN for null."""
    values = buffer.get("buffer") if isinstance(buffer, dict) else None
    if not isinstance(values, list):
        raise DecodeError(profile, f"{str(buffer)[:40]}", "a buffer")
    return np.array([np.nan if each is None else number(each, profile) for each in values], np.float64)


DECODER = TextDecoder(decode, encode)
