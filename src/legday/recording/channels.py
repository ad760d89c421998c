"""How inputs lie in an MCAP file: one channel each for what can happen, raw bytes or JSON.

Bytes of notifications are stored as they came, on ``/raw/<device>/<characteristic>``; commands, link changes
and ticks are JSON with a schema, so that Foxglove, Lichtblick or PlotJuggler show them unaided.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from legday.core.inputs import Command, Input, LinkChange, Packet, Tick, time_ns

RAW_ENCODING = "application/octet-stream"
TEXT = {"type": "string"}


@dataclass(frozen=True, slots=True)
class Channel:
    """A topic of the file; ``fields`` tell a packet's device and characteristic."""

    topic: str
    kind: str
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """What messages of a kind of channel look like."""

    encoding: str
    properties: Mapping[str, Any] = field(default_factory=dict)

    @property
    def schema(self) -> bytes:
        """JSON Schema of a message."""
        schema = {"type": "object", "properties": self.properties, "required": sorted(self.properties)}
        return json.dumps(schema).encode()


KINDS = {
    "packet": Kind(RAW_ENCODING),
    "command": Kind("json", {"name": TEXT, "value": TEXT, "device": TEXT}),
    # Foxglove and Lichtblick refuse a topic whose schema has a field without a type.
    "link": Kind("json", {"state": {**TEXT, "enum": ["connected", "disconnected"]}, "device": TEXT}),
    "tick": Kind("json", {"t_s": {"type": "number"}}),
}


def channel_of(item: Input) -> Channel:
    """Return the channel that carries ``item``."""
    match item:
        case Packet():
            fields = (("device", item.device), ("characteristic", item.characteristic))
            return Channel(f"/raw/{item.device}/{item.characteristic}", "packet", fields)
        case Command():
            return Channel("/command", "command")
        case LinkChange():
            return Channel("/link", "link")
        case Tick():
            return Channel("/tick", "tick")


def encode(item: Input) -> bytes:
    """Return the message that carries ``item``; its time is the message's own."""
    match item:
        case Packet():
            return item.payload
        case Command():
            return _json({"name": item.name, "value": item.value, "device": item.device})
        case LinkChange():
            return _json({"state": item.state, "device": item.device})
        case Tick():
            return _json({"t_s": time_ns(item) / 1e9})


def decode(kind: str, fields: Mapping[str, str], at_ns: int, data: bytes) -> Input | None:
    """Return the input that a message carries; None for a channel that is not an input.

    Raises
    ------
    ValueError, KeyError, TypeError
        For a message that is not what its channel says.
    """
    match kind:
        case "packet":
            return Packet(at_ns, fields["characteristic"], data, fields["device"])
        case "command":
            return Command(at_ns, **json.loads(data))
        case "link":
            return LinkChange(at_ns, **json.loads(data))
        case "tick":
            return Tick(at_ns)
    return None


def _json(values: Mapping[str, Any]) -> bytes:
    return json.dumps(values, separators=(",", ":")).encode()
