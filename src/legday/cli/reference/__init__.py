"""The pages of the reference that are made from the code itself, so that they cannot drift from it.

``python -m legday.cli.reference docs/reference`` writes them; a test fails where one is stale.
"""

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from legday.cli.reference.command_line import command_line_page
from legday.cli.reference.events import events_page
from legday.cli.reference.exercises import exercises_page
from legday.cli.reference.payloads import payloads_page
from legday.cli.reference.plans import plans_page
from legday.cli.reference.sensors import sensors_page
from legday.contract.asyncapi import asyncapi
from legday.contract.schemas import schemas


def _json(document: Mapping[str, Any]) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "command-line.md": command_line_page,
    "events.md": events_page,
    "exercises.md": exercises_page,
    "plans.md": plans_page,
    "mqtt-payloads.md": payloads_page,
    "sensors.md": sensors_page,
    "asyncapi.json": lambda: _json(asyncapi()),
    **{f"schemas/{name}.json": partial(_json, schema) for name, schema in schemas().items()},
}
"""Name of each page and what writes it."""

__all__ = ["PAGES"]
