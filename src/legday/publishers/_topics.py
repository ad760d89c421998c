"""The MQTT topics: version 1 of the tree, and what is said on each.

State is retained and whole; events are facts, never retained, at least once; ``live`` is for eyes.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from legday.contract import MINOR
from legday.contract.topics import VERSION
from legday.messages import serial
from legday.publishers._message import Message

LIVE_EXPIRY_S = 2
"""A live message that could not be delivered for this long is of no use to anybody."""

JSON = "application/json"
TEXT = "text/plain"

ONLINE = b"online"
OFFLINE = b"offline"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message as it goes to the broker.

    ``expiry_s`` 0 never expires; ``correlation`` is what a request of MQTT 5 wants back.
    """

    topic: str
    payload: bytes
    qos: int
    retain: bool
    expiry_s: int = 0
    content_type: str = JSON
    correlation: bytes = b""


compact = json.JSONEncoder(allow_nan=False, check_circular=False, separators=(",", ":")).encode
"""Returns JSON without spaces, by an encoder that is made once."""


def root(base: str) -> str:
    """Return what every topic of a base starts with, such as ``legday/v1``."""
    return f"{base}/{VERSION}"


def delivery(base: str, message: Message) -> Delivery:
    """Return where and how a message goes."""
    topic = f"{root(base)}/{message.device}"
    body = _around(message)
    match message.kind:
        case "event":
            return Delivery(f"{topic}/event/{message.body['type']}", encode(body), qos=1, retain=False)
        case "state":
            return Delivery(f"{topic}/state", encode(body), qos=1, retain=True)
        case "live" | "wave":
            return Delivery(
                f"{topic}/{message.kind}", encode(body), qos=0, retain=False, expiry_s=LIVE_EXPIRY_S
            )
        case "status":
            return device_status(base, message.device, str(message.body["status"]).encode())
        case "bridge":
            return Delivery(f"{root(base)}/bridge/event", encode(body), qos=1, retain=False)


def summary(base: str, message: Message, name: str) -> Delivery:
    """Return the retained summary ``last/<name>`` that an event brings."""
    topic = f"{root(base)}/{message.device}/last/{name}"
    return Delivery(topic, encode(_around(message)), qos=1, retain=True)


def _around(message: Message) -> dict[str, Any]:
    """Return a body with what is added to it over MQTT."""
    body = {**message.body, "t_ms": message.t_ms, "v": MINOR}
    if message.kind != "event":
        return body
    kind = message.body["type"]
    return {"event_type": kind, **body, "seq": serial(message.body["id"])}


def bridge(base: str, name: str, body: Mapping[str, Any] | list[Any]) -> Delivery:
    """Return a retained message about the service itself, such as ``bridge/info``."""
    return Delivery(f"{root(base)}/bridge/{name}", encode(body), qos=1, retain=True)


def bridge_status(base: str, status: bytes) -> Delivery:
    """Return the service's own availability: its birth, its last will, its farewell."""
    return _status(f"{root(base)}/bridge", status)


def device_status(base: str, device: str, status: bytes) -> Delivery:
    """Return a device's availability."""
    return _status(f"{root(base)}/{device}", status)


def _status(topic: str, status: bytes) -> Delivery:
    return Delivery(f"{topic}/status", status, qos=1, retain=True, content_type=TEXT)


def encode(body: Mapping[str, Any] | list[Any]) -> bytes:
    """Return compact JSON; a number that JSON has no word for is an error, never ``NaN``."""
    return compact(body).encode()
