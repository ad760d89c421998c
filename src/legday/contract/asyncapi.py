"""The contract as an AsyncAPI 3 document, for tools that make code, mocks and pages of it."""

import re
from typing import Any

import legday
from legday.contract.schemas import schemas
from legday.contract.topics import TOPICS, VERSION, Topic
from legday.contract.version import SCHEMA

JSON = "application/json"
TEXT = "text/plain"

DESCRIPTION = (
    "What legday says over MQTT and which commands it takes. State is retained and whole; events are facts, "
    "sent at least once, with an id; live and wave are for eyes."
)


def asyncapi() -> dict[str, Any]:
    """Return the document; what legday sends are operations to be received by others, and the other way."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "legday",
            "version": SCHEMA,
            "description": f"{DESCRIPTION} Written by legday {legday.__version__}.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": JSON,
        "servers": {"broker": {"host": "127.0.0.1:1883", "protocol": "mqtt"}},
        "channels": {_identifier(each): _channel(each) for each in TOPICS},
        "operations": {f"{_verb(each)}_{_identifier(each)}": _operation(each) for each in TOPICS},
        "components": {
            "messages": {name: _message(name) for name in schemas()},
            "schemas": {name: _bare(schema) for name, schema in schemas().items()},
        },
    }


def _identifier(topic: Topic) -> str:
    return re.sub(r"\W+", "_", topic.name.replace("{device}/", ""))


def _channel(topic: Topic) -> dict[str, Any]:
    parameters = {"base": {"default": "legday", "description": "First part of every topic."}}
    if "{device}" in topic.name:
        parameters["device"] = {"default": "thigh", "description": "The sensor, or workout; all in commands."}
    return {
        "address": f"{{base}}/{VERSION}/{topic.name}",
        "description": topic.meaning,
        "parameters": parameters,
        "messages": {topic.schema: {"$ref": f"#/components/messages/{topic.schema}"}},
    }


def _verb(topic: Topic) -> str:
    return "receive" if topic.inward else "send"


def _operation(topic: Topic) -> dict[str, Any]:
    channel = f"#/channels/{_identifier(topic)}"
    operation: dict[str, Any] = {
        "action": _verb(topic),
        "channel": {"$ref": channel},
        "bindings": {"mqtt": {"qos": topic.qos, "retain": topic.retain}},
    }
    if topic.inward:
        answer = f"#/channels/{_identifier(topic).replace(_asking(topic), 'response', 1)}"
        operation["reply"] = {"channel": {"$ref": answer}}
    return operation


def _asking(topic: Topic) -> str:
    return "request" if topic.schema == "bridge_request" else "cmd"


def _message(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "contentType": TEXT if name == "status" else JSON,
        "payload": {"$ref": f"#/components/schemas/{name}"},
    }


def _bare(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key != "$schema"}
