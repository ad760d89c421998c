"""``mqtt-payloads.md``: topics and payloads, from the same models as the schemas."""

from typing import Any

from legday.cli.reference.markdown import GENERATED, table
from legday.contract.schemas import schemas
from legday.contract.topics import TOPICS, Topic
from legday.contract.version import SCHEMA

HEAD = f"""\
# MQTT payloads

Topics and payloads of version {SCHEMA} of the contract; what they are for says [MQTT](mqtt.md). The same for
programs: a [JSON Schema](schemas) of each payload and an [AsyncAPI 3 document](asyncapi.json), both in the
wheel too, below `legday/contract`.

## Topics

Below `<base>/v1/`.
"""

SHOWN = (
    *("state", "live", "wave", "info", "devices", "bridge_event", "bridge_response", "bridge_request"),
    *("response", "command"),
)
ASKED = frozenset({"command", "response", "bridge_request", "bridge_response"})
"""Payloads of many topics, which are one row each."""


def payloads_page() -> str:
    """Return the page."""
    rows = [_row(each) for each in TOPICS if not _folded(each)]
    known = schemas()
    sections = [_section(name, known[name]) for name in SHOWN]
    return "\n".join([GENERATED, HEAD, table(("topic", "retained", "QoS", "payload", ""), rows), *sections])


def _folded(topic: Topic) -> bool:
    """Commands and their answers are one row each, under the first of them."""
    firsts = {each.schema: each for each in reversed(TOPICS)}
    return topic.schema in ASKED and firsts[topic.schema] is not topic


def _row(topic: Topic) -> tuple[str, ...]:
    name = topic.name.replace("{device}", "<device>")
    if topic.schema in ASKED:
        name = f"{name.rsplit('/', 1)[0]}/<name>"
    return (
        f"`{name}`",
        "yes" if topic.retain else "no",
        str(topic.qos),
        f"[`{topic.schema}`](schemas/{topic.schema}.json)",
        topic.meaning,
    )


def _section(name: str, schema: dict[str, Any]) -> str:
    inside = schema.get("items", schema)
    rows = list(_rows("", inside))
    text = schema.get("description", "").split("\n")[0]
    return f"## `{name}`\n\n{text}\n\n{table(('key', 'value', ''), rows)}"


def _rows(prefix: str, schema: dict[str, Any]) -> list[tuple[str, str, str]]:
    rows: list[tuple[str, str, str]] = []
    for key, value in schema.get("properties", {}).items():
        rows.append((f"`{prefix}{key}`", _kind(value), value.get("description", "")))
        for choice in value.get("anyOf", [value]):
            rows += _rows(f"{prefix}{key}.", choice)
    return rows


def _kind(schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        return " or ".join(_kind(choice) for choice in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(f"`{each}`" for each in schema["enum"])
    names = {"string": "text", "boolean": "true, false", "array": "list"}
    kind = str(schema.get("type", ""))
    return names.get(kind, kind)
