"""MCAP with decoded samples: JSON with a schema, which Foxglove, Lichtblick, PlotJuggler and Rerun read.

A recording of legday keeps the sensors' own bytes; this one is for looking at. ``/imu/<device>`` carries a
sample a message, ``/event/<type>`` what was found, at the time at which it was decided.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mcap.writer import CompressionType, Writer

from legday.recording.decoded import Decoded
from legday.recording.exporters._exporter import Export, Exporter

ENCODING = "json"
SCHEMA_ENCODING = "jsonschema"
VECTOR = {"type": "object", "properties": {axis: {"type": "number"} for axis in "xyz"}}
IMU = {
    "type": "object",
    "title": "legday.Imu",
    "properties": {
        "timestamp": {
            "type": "object",
            "title": "time",
            "properties": {"sec": {"type": "integer"}, "nsec": {"type": "integer"}},
        },
        "linear_acceleration_m_s2": VECTOR,
        "angular_velocity_rad_s": VECTOR,
        "flags": {"type": "integer"},
    },
}
PLAIN = {bool: "boolean", int: "number", float: "number", str: "string"}


def write(export: Export, stem: Path) -> list[Path]:
    """Write ``<stem>.mcap``."""
    path = stem.with_name(f"{stem.name}.mcap")
    with path.open("wb") as file:
        writer = Writer(file, compression=CompressionType.ZSTD)
        writer.start(library=f"legday {version('legday')}")
        imu = _schema(writer, IMU)
        for device, decoded in export.sensors.items():
            _add(writer, writer.register_channel(f"/imu/{device}", ENCODING, imu), _samples(decoded))
        channels = {
            kind: writer.register_channel(f"/event/{kind}", ENCODING, _schema(writer, schema))
            for kind, schema in _event_schemas(export.messages).items()
        }
        for message in export.messages:
            _add(writer, channels[message["type"]], [(_ns(message["decided_s"]), message)])
        writer.finish()
    return [path]


def _event_schemas(messages: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Return a schema for each type of event: its plain fields, which is all that viewers offer to draw.

    Their parsers refuse a topic whose schema has alternatives, such as "a number or null", as the events' own
    models do. So it is made from the values.
    """
    found: dict[str, dict[str, Any]] = {}
    for message in messages:
        fields = found.setdefault(message["type"], {})
        plain = {name: PLAIN[type(value)] for name, value in message.items() if type(value) in PLAIN}
        fields |= {name: {"type": kind} for name, kind in plain.items()}
    return {
        kind: {"type": "object", "title": f"legday.{kind}", "properties": fields}
        for kind, fields in found.items()
    }


def _schema(writer: Writer, schema: Mapping[str, Any]) -> int:
    text = json.dumps(schema).encode()
    return int(writer.register_schema(str(schema["title"]), SCHEMA_ENCODING, text))


def _samples(decoded: Decoded) -> Iterator[tuple[int, Mapping[str, Any]]]:
    gyr = decoded.gyr
    for index, (t_s, force) in enumerate(zip(decoded.t_s.tolist(), decoded.acc.tolist(), strict=True)):
        at_ns = _ns(t_s)
        body = {
            "timestamp": {"sec": at_ns // 10**9, "nsec": at_ns % 10**9},
            "linear_acceleration_m_s2": dict(zip("xyz", force, strict=True)),
            "flags": int(decoded.flags[index]),
        }
        if gyr is not None:
            body["angular_velocity_rad_s"] = dict(zip("xyz", gyr[index].tolist(), strict=True))
        yield at_ns, body


def _add(writer: Writer, channel: int, messages: Any) -> None:
    for at_ns, body in messages:
        writer.add_message(channel, at_ns, json.dumps(body, allow_nan=False).encode(), at_ns)


def _ns(t_s: float) -> int:
    return max(0, round(t_s * 1e9))


EXPORTER = Exporter("mcap", "MCAP with decoded samples", ".mcap", write)
