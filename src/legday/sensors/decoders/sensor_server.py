"""The messages of the app SensorServer: one sample of one sensor as JSON, with the time in ns.

Source: umer0586/SensorServer at f68c375, README.
"""

import json

import numpy as np

from legday.sensors.decoders import Memory, Reading, TextDecoder
from legday.sensors.decoders._json_text import parsed, rows, whole, xyz

ACCELEROMETER, GYROSCOPE = "android.sensor.accelerometer", "android.sensor.gyroscope"


def decode(content: bytes, memory: Memory, profile: str) -> list[Reading]:  # noqa: ARG001
    """Return the sample of a message; without a type it is the accelerometer's, the only one asked for."""
    message = parsed(content, profile)
    kind = message.get("type", ACCELEROMETER)
    if kind not in (ACCELEROMETER, GYROSCOPE):
        return []
    ticks = np.array([whole(message.get("timestamp"), profile)], np.int64)
    values = rows([xyz(message.get("values"), profile)])
    return [Reading("acc" if kind == ACCELEROMETER else "gyr", ticks, values)]


def encode(readings: list[Reading]) -> bytes:
    """Return the message of one sample."""
    (reading,) = readings
    message = {
        "type": ACCELEROMETER if reading.vector == "acc" else GYROSCOPE,
        "accuracy": 3,
        "timestamp": int(reading.ticks[0]),
        "values": reading.values[0].tolist(),
    }
    return json.dumps(message).encode()


DECODER = TextDecoder(decode, encode)
