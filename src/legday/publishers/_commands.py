"""Commands as they come over MQTT: ``<base>/v1/<device>/cmd/<name>`` with the value as text."""

import json

from legday.core.inputs import Command
from legday.errors import CommandError

EVERY_DEVICE = "all"
"""In the place of a device: the command is for each of them."""

MAX_VALUE_BYTES = 1024

_DEVICE, _NAME = 2, 4


def command(topic: str, payload: bytes, retained: bool, devices: frozenset[str], at_ns: int) -> Command:
    """Return the command that a message carries.

    Parameters
    ----------
    topic : str
        Without the base: ``v1/<device>/cmd/<name>``.
    payload : bytes
        The value as plain text, or a JSON object with it as ``value``.
    retained : bool
        Whether the broker kept it: such a command was meant for another time.
    devices : frozenset of str
        The session's own.
    at_ns : int
        Host time.

    Raises
    ------
    CommandError
        With the reason, for a message that is no command of this session.
    """
    _, device, _, name = topic.split("/")
    if retained:
        raise CommandError(topic, "a retained command was meant for another time")
    if device != EVERY_DEVICE and device not in devices:
        raise CommandError(topic, f"no such device; known: {', '.join(sorted(devices))}, {EVERY_DEVICE}")
    return Command(at_ns, name, _value(topic, payload), "" if device == EVERY_DEVICE else device)


def _value(topic: str, payload: bytes) -> str:
    if len(payload) > MAX_VALUE_BYTES:
        raise CommandError(topic, f"a value of {len(payload)} bytes, want at most {MAX_VALUE_BYTES}")
    try:
        text = payload.decode()
        if not text.startswith("{"):
            return text
        value = json.loads(text).get("value", "")
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise CommandError(topic, "want text, or a JSON object with the key value") from None
    if value is None:
        return ""
    if not isinstance(value, str | int):
        raise CommandError(topic, "want text as value")
    return str(value)
