"""JSON Schema of every payload, made from the models of events and of payloads."""

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any, get_args

from pydantic import BaseModel

from legday.contract.bridge import BridgeEvent, BridgeRequest, BridgeResponse, Devices, Info
from legday.contract.payloads import Availability, Live, Request, Response, State, Wave
from legday.contract.version import MINOR
from legday.core.events import Event, EventBase
from legday.messages import outside_key

DIALECT = "https://json-schema.org/draft/2020-12/schema"

TRAILING_UNIT = re.compile(r", (?:rad|m/s²|m/s|m|s)(?=[.:;])")
"""What a description says of the unit inside; outside, the key says it."""

_PLAIN: Mapping[str, type[BaseModel]] = {
    "status": Availability,
    "info": Info,
    "devices": Devices,
    "bridge_event": BridgeEvent,
    "bridge_request": BridgeRequest,
    "bridge_response": BridgeResponse,
    "state": State,
    "live": Live,
    "wave": Wave,
    "response": Response,
    "command": Request,
}

_AROUND: Mapping[str, Any] = {
    "event_type": {
        "type": "string",
        "description": "The type, as Home Assistant calls it.",
    },
    "id": {"type": "string", "description": "Unique; the same one twice is the same event."},
    "type": {"type": "string"},
    "device": {"type": "string", "description": "The sensor, or workout."},
    "seq": {"type": "integer", "minimum": 0, "description": "Number within the device, without gaps."},
    "t_ms": {"type": ["number", "null"], "description": "When it happened, ms since 1970."},
    "v": {"type": "integer", "minimum": 0, "description": f"Minor version of the contract, now {MINOR}."},
}


def event_models() -> dict[str, type[EventBase]]:
    """Return the model of every event by its type, sorted."""
    kinds: tuple[type[EventBase], ...] = get_args(get_args(Event)[0])
    return {_type(each): each for each in sorted(kinds, key=_type)}


def _type(kind: type[EventBase]) -> str:
    return str(kind.model_fields["type"].default)


def schemas() -> dict[str, dict[str, Any]]:
    """Return the schema of every payload: ``state``, ``event_rep``, ``last_set`` and so on."""
    found = {name: _titled(name, _inlined(model)) for name, model in _PLAIN.items()}
    for name, kind in event_models().items():
        found[f"event_{name}"] = _titled(f"event_{name}", _event(name, kind))
    found["last_set"] = _last("last_set", found["event_set_ended"], "set_ended", "set_corrected")
    found["last_session"] = _last(
        "last_session", found["event_session_ended"], "session_ended", "session_corrected"
    )
    return found


def _titled(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"$schema": DIALECT, "title": name, **{key: schema[key] for key in schema if key != "title"}}


def _event(name: str, kind: type[EventBase]) -> dict[str, Any]:
    """Return an event's schema over MQTT: fields by their outside names, and what is put around."""
    schema = _outside(_inlined(kind))
    own = {
        key: value for key, value in schema["properties"].items() if key not in {"serial", "type", "device"}
    }
    properties = {**deepcopy(dict(_AROUND)), **own}
    for key in ("type", "event_type"):
        properties[key]["const"] = name
    if "retracts" in own:
        properties["retracts"] = {"type": "string", "description": "id of the event that is withdrawn."}
    return {**schema, "properties": properties, "required": sorted(properties)}


def _last(name: str, event: dict[str, Any], *types: str) -> dict[str, Any]:
    """Return the schema of a retained summary: the event that brought it, as it was."""
    schema = {**deepcopy(event), "title": name}
    for key in ("type", "event_type"):
        del schema["properties"][key]["const"]
        schema["properties"][key]["enum"] = list(types)
    return schema


def _outside(schema: Any) -> Any:
    """Return an event's schema with every property under its outside name; bounds are those of inside."""
    if isinstance(schema, list):
        return [_outside(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    renamed = {key: _outside(value) for key, value in schema.items() if key not in {"properties", "required"}}
    if isinstance(renamed.get("description"), str):
        renamed["description"] = TRAILING_UNIT.sub("", renamed["description"])
    if "properties" in schema:
        properties = {outside_key(name): _outside(value) for name, value in schema["properties"].items()}
        renamed |= {"properties": properties, "required": sorted(properties)}
    return renamed


def _inlined(model: type[BaseModel]) -> dict[str, Any]:
    """Return a model's schema without references, so that it can stand in any document."""
    schema = model.model_json_schema(mode="serialization")
    parts = schema.pop("$defs", {})
    return dict(_bare(schema, parts))


def _bare(schema: Any, parts: Mapping[str, Any]) -> Any:
    if isinstance(schema, list):
        return [_bare(each, parts) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        part = parts[schema["$ref"].rsplit("/", 1)[1]]
        return {**_bare(part, parts), **{key: value for key, value in schema.items() if key != "$ref"}}
    left_out = {"additionalProperties", "default"}
    kept = {key: _bare(value, parts) for key, value in schema.items() if key not in left_out}
    if isinstance(kept.get("title"), str):
        del kept["title"]
    return kept
