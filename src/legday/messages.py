"""Events as people and machines read them: one JSON object each, with the unit in every key.

Inside, legday counts in SI units and radians; out here it is degrees, g and steps per minute. The rule is by
the suffix of a field, so that a new event needs no line here.
"""

import math
from functools import cache
from typing import Any, NamedTuple

from legday.core.block import STANDARD_GRAVITY
from legday.core.events import Event, EventBase, Retracted


class _Unit(NamedTuple):
    """Suffix of a field inside and of its key outside, what it is multiplied by, decimals that are kept."""

    inside: str
    outside: str
    factor: float
    decimals: int


_UNITS = (
    _Unit("_rad", "_deg", 180.0 / math.pi, 2),
    _Unit("_m_s2", "_g", 1.0 / STANDARD_GRAVITY, 3),
    _Unit("_per_s", "_per_min", 60.0, 2),
    _Unit("_m_s", "_m_s", 1.0, 3),
    _Unit("_m", "_m", 1.0, 4),
    _Unit("_s", "_s", 1.0, 4),
)


def outside_key(field: str) -> str:
    """Return the key that a field of an event has in messages: ``rom_deg`` for ``rom_rad``."""
    unit = _unit(field)
    return field if unit is None else field.removesuffix(unit.inside) + unit.outside


def event_id(recording: str, device: str, serial: int) -> str:
    """Return the id of an event: no clock and no random number, the same in every replay."""
    return f"{recording}.{device}.{serial}"


def serial(identifier: str) -> int:
    """Return the number within its device that an event's id ends in: it counts up by one, without gaps."""
    return int(identifier.rsplit(".", 1)[1])


def message(event: Event, recording: str) -> dict[str, Any]:
    """Return an event as a JSON-ready mapping.

    Parameters
    ----------
    event : Event
        Of a session.
    recording : str
        The session's name, the first part of every id.

    Returns
    -------
    dict
        ``id``, ``type``, ``device`` and the event's own fields; ``decided_s`` always, unknown figures null.
    """
    outside: dict[str, Any] = {
        "id": event_id(recording, event.device, event.serial),
        "type": event.type,
        "device": event.device,
    }
    for field, key, unit in _fields(type(event)):
        value = getattr(event, field)
        if isinstance(value, float):
            outside[key] = float(value) if unit is None else _number(value, unit.factor, unit.decimals)
        elif value is None or isinstance(value, (int, str)):
            outside[key] = value
        else:
            outside[key] = _outside(field, event.model_dump(mode="json", include={field})[field])[1]
    if isinstance(event, Retracted):
        outside["retracts"] = event_id(recording, event.device, event.retracts)
    return outside


@cache
def _fields(kind: type[EventBase]) -> tuple[tuple[str, str, _Unit | None], ...]:
    """Return the fields of an event that follow id, type and device: inside, outside, and with which unit."""
    own = [field for field in kind.model_fields if field not in {"serial", "type", "device"}]
    return tuple((field, outside_key(field), _unit(field)) for field in own)


def _outside(key: str, value: Any) -> tuple[str, Any]:
    if isinstance(value, dict):
        return key, dict(_outside(*item) for item in value.items())
    if isinstance(value, list):
        return key, [_outside(key, item)[1] for item in value]
    unit = _unit(key)
    return (key, value) if unit is None else (outside_key(key), _number(value, unit.factor, unit.decimals))


def _unit(key: str) -> _Unit | None:
    return next((unit for unit in _UNITS if key.endswith(unit.inside)), None)


def _number(value: Any, factor: float, decimals: int) -> Any:
    if not isinstance(value, float) or not math.isfinite(value):
        return None if isinstance(value, float) else value
    return round(float(value) * factor, decimals)
