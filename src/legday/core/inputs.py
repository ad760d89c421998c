"""Everything that can happen to a session: it is recorded in this form and replayed in this form."""

from dataclasses import dataclass
from typing import Literal

LinkState = Literal["connected", "disconnected"]

COMMANDS = ("adjust", "calibrate", "exercise", "pause", "plan", "session", "set", "undo")
"""Names of the commands that a session knows."""


@dataclass(frozen=True, slots=True)
class Packet:
    """One notification, exactly as it came.

    ``device`` names the sensor within the session; ``characteristic`` is a UUID, or a channel name for
    sensors that are not on Bluetooth.
    """

    arrival_ns: int
    characteristic: str
    payload: bytes
    device: str = "thigh"


@dataclass(frozen=True, slots=True)
class Command:
    """Something a person or a program asked for while the session ran.

    ``name`` is one of `COMMANDS`; ``value`` is its argument as text. An empty ``device`` means every device.
    """

    at_ns: int
    name: str
    value: str = ""
    device: str = ""


@dataclass(frozen=True, slots=True)
class LinkChange:
    """The radio link of a device came up or went down."""

    at_ns: int
    state: LinkState
    device: str = "thigh"


@dataclass(frozen=True, slots=True)
class Tick:
    """Time passed: the service inserts one each second, so that silence can be noticed."""

    at_ns: int


Input = Packet | Command | LinkChange | Tick


def time_ns(item: Input) -> int:
    """Host time of an input, ns."""
    return item.arrival_ns if isinstance(item, Packet) else item.at_ns
