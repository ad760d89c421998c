"""``events.md``: every event as JSON lines and MQTT carry it."""

import re
from typing import Any, get_args

from pydantic import BaseModel

from legday.cli.reference.markdown import GENERATED, prose, table
from legday.core.events import Event, EventBase, Phase
from legday.core.workout_events import CadencePoint, SetSummary
from legday.messages import outside_key

HEAD = """\
# Events

What a session finds, one JSON object each: a line of `legday replay --format jsonl`, or a message on a
broker. The unit stands in the key.

**The count** of a set or a take is all events of the type that its exercise counts
([exercises](exercises.md)), without those that a later `retracted` withdraws. Partial repetitions count.

**Times** (`t_s`, `start_s`, `end_s`, `decided_s` ...) are seconds of the sensor's own clock; for a CSV take
those of its column `t_s`. `decided_s` is the time of the sample that decided the event: what lies between it
and the event itself is the latency. An `exercise` chosen before the first sample carries 0, since no time is
known yet.

**null** says that the sensor cannot support the figure, or that it was not seen; no key is ever left out.
Where "or null" is not written, there is always a value.

**`quality`** is `good`; `low` where the sensor only just supports the figures; `assumed` where the event was
inferred and not seen, such as the step of the leg without a sensor.

## Every event
"""

COMMON = (
    ("`take`", "text", "Name of the file, in JSON lines only."),
    ("`t_ms`", "number, ms", "Time since 1970, over MQTT only."),
    ("`id`", "text", "`<recording>.<device>.<number>`: the same in every replay, unique within a recording."),
    ("`type`", "text", "What happened: the headings below."),
    ("`device`", "text", "The sensor within the session, or `workout` for what concerns all of them."),
)

UNITS = {"_deg": "°", "_g": "g", "_per_min": "per minute", "_m_s": "m/s", "_m": "m", "_s": "s"}
_TRAILING_UNIT = re.compile(r", (?:rad|m/s²|m/s|m|s)(?=[.:])")
_HIDDEN = {"type", "device", "serial"}


def events_page() -> str:
    """Return the page."""
    parts = [GENERATED, HEAD, table(("key", "value", ""), [*COMMON, *_rows(EventBase)])]
    parts += [_section(kind) for kind in get_args(get_args(Event)[0])]
    parts.append("## Parts of a `rep`\n\nEach of `phases` is an object.\n\n" + _table(Phase))
    parts.append("## Points of `cadence`\n\nIn the summary of a set.\n\n" + _table(CadencePoint))
    parts.append("## Sets of a `session_ended`\n\nEach of `sets` is an object.\n\n" + _table(SetSummary))
    return "\n".join(parts)


def _section(kind: type[EventBase]) -> str:
    name = kind.model_fields["type"].default
    return f"## `{name}`\n\n{prose(kind.__doc__ or '')}\n\n" + _table(kind)


def _table(model: type[BaseModel]) -> str:
    return table(("key", "value", ""), _rows(model))


def _rows(model: type[BaseModel]) -> list[tuple[str, str, str]]:
    properties: dict[str, Any] = model.model_json_schema()["properties"]
    left_out = _HIDDEN | (set(EventBase.model_fields) if model is not EventBase else set())
    return [
        (f"`{outside_key(name)}`", _value(outside_key(name), schema), _meaning(model, name))
        for name, schema in properties.items()
        if name not in left_out
    ]


def _meaning(model: type[BaseModel], name: str) -> str:
    if name == "retracts":
        return "`id` of the event that is withdrawn."
    return prose(_TRAILING_UNIT.sub("", model.model_fields[name].description or ""))


def _value(key: str, schema: dict[str, Any]) -> str:
    if key == "retracts":
        return "text"
    choices = schema.get("anyOf", [schema])
    kinds = [_kind(key, choice) for choice in choices if choice.get("type") != "null"]
    return " or ".join(kinds) + (" or null" if {"type": "null"} in choices else "")


def _kind(key: str, schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return ", ".join(f"`{each}`" for each in schema["enum"])
    match schema.get("type"):
        case "array":
            return "list"
        case "string":
            return "text"
        case "boolean":
            return "true, false"
    unit = next((unit for suffix, unit in UNITS.items() if key.endswith(suffix)), "")
    return str(schema.get("type", "")) + (f", {unit}" if unit else "")
