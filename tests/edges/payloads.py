"""Whole payloads for tests, and the check that whatever is published follows its schema."""

import json
from functools import cache
from typing import Any

import jsonschema

from legday.contract import MINOR
from legday.contract.schemas import schemas
from legday.contract.topics import VERSION, schema_of
from legday.core.events import Rep
from legday.messages import message
from legday.publishers import Message
from legday.scoreboard import Scoreboard

AROUND = {"v": MINOR}


def rep(n: int, recording: str = "test") -> dict[str, Any]:
    """The body of a repetition."""
    found = Rep(serial=n, device="thigh", decided_s=n + 0.5, start_s=n, end_s=n + 0.5, n=max(1, n), turn_s=n)
    return message(found, recording)


def event(n: int) -> Message:
    return Message("event", "thigh", rep(n), 1000.0 + n)


def state(count: int) -> Message:
    board = Scoreboard(["thigh"]).state("thigh", 0.0)
    del board["phase_ends_s"]
    del board["count_since_s"]
    body = {
        **board,
        "phase_ends_ms": None,
        "count_since_ms": None,
        "sensor": None,
        "lost_inputs": 0,
        "lost_events": 0,
        "storage": "disk",
        "count": count,
    }
    return Message("state", "thigh", body, 1234.5)


def live(seq: int) -> Message:
    return Message("live", "thigh", {"seq": seq, "t_s": [0.5], "angle_deg": [None], "force_g": [1.0]}, 1234.5)


@cache
def _validators() -> dict[str, Any]:
    return {name: jsonschema.Draft202012Validator(_closed(schema)) for name, schema in schemas().items()}


def _closed(schema: Any) -> Any:
    """A schema that refuses unknown keys: readers ignore them, we say all that we send."""
    if isinstance(schema, list):
        return [_closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(value) for key, value in schema.items()}
    return {**closed, "additionalProperties": False} if isinstance(schema.get("properties"), dict) else closed


def check(topic: str, payload: bytes) -> None:
    """Hold a payload against the schema of its topic; what others publish is left alone."""
    _, found, below = topic.partition(f"/{VERSION}/")
    if not found or "/cmd/" in below or below.startswith("bridge/request/"):
        return
    name = schema_of(below)
    assert name is not None, f"{topic} is on no page"
    body = payload.decode() if name == "status" else json.loads(payload)
    errors = [f"{error.json_path}: {error.message}" for error in _validators()[name].iter_errors(body)]
    assert not errors, f"{topic}: {errors}"
