"""Commands as they come over MQTT: ``<base>/v1/<device>/cmd/<name>`` with the value as text."""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from legday.contract.limits import MAX_PLAN_BYTES, MAX_VALUE_BYTES
from legday.contract.payloads import Request
from legday.contract.topics import COMMANDS
from legday.core.inputs import Command
from legday.core.workout_events import WORKOUT
from legday.errors import CommandError

EVERY_DEVICE = "all"
"""In the place of a device: the command is for each of them."""

_SLUG = re.compile(r"[a-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A message on a topic for commands.

    Parameters
    ----------
    topic : str
        Without the base: ``v1/<device>/cmd/<name>``.
    payload : bytes
        The value as plain text, or a JSON object with it as ``value``, and perhaps a ``transaction``.
    retained : bool
        Whether the broker kept it: such a command was meant for another time.
    """

    topic: str
    payload: bytes
    retained: bool = False

    @property
    def can_be_answered(self) -> bool:
        """Whether device and name can stand in the topic of a response."""
        return all(_SLUG.fullmatch(part) for part in (self.device, self.name))

    @property
    def device(self) -> str:
        """The device that the topic names."""
        return self.topic.split("/")[1]

    @property
    def name(self) -> str:
        """The command's name."""
        return self.topic.split("/", 3)[3]


def request(asked: Asked) -> Request:
    """Return value and transaction of a message.

    Raises
    ------
    CommandError
        For one that is too long, or neither text nor a JSON object of this kind.
    """
    payload, topic = asked.payload, asked.topic
    limit = MAX_PLAN_BYTES if asked.name == "plan" else MAX_VALUE_BYTES
    if len(payload) > limit:
        raise CommandError(topic, f"a payload of {len(payload)} bytes, want at most {limit}")
    try:
        text = payload.decode()
        if text.lstrip().startswith("{"):
            return Request.model_validate_json(text, strict=True)
    except (UnicodeDecodeError, ValidationError):
        raise CommandError(
            topic, "want text, or a JSON object with value (text or number) and transaction (text)"
        ) from None
    return Request.model_construct(value=text, transaction="")


def command(asked: Asked, wanted: Request, devices: AbstractSet[str], at_ns: int) -> Command:
    """Return the command that a message carries.

    Parameters
    ----------
    asked, wanted : Asked, Request
        The message, and what it holds.
    devices : set of str
        The session's own.
    at_ns : int
        Host time.

    Raises
    ------
    CommandError
        With the reason, for a message that is no command of this session.
    """
    if asked.retained:
        raise CommandError(asked.topic, "a retained command was meant for another time")
    if asked.device not in {EVERY_DEVICE, WORKOUT, *devices}:
        known = ", ".join((*sorted(devices), WORKOUT, EVERY_DEVICE))
        raise CommandError(asked.topic, f"no such device; known: {known}")
    if asked.name not in COMMANDS:
        raise CommandError(asked.topic, f"no such command; known: {', '.join(COMMANDS)}")
    device = "" if asked.device in {EVERY_DEVICE, WORKOUT} else asked.device
    return Command(at_ns, asked.name, _text(wanted.value), device)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)
