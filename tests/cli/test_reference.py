"""The pages made from the code are those in the repository, and say what messages really hold."""

import re
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest

from legday.cli.reference import PAGES
from legday.core.events import Event, EventBase, Phase
from legday.messages import message

from .test_jsonl import KEYS

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference"
KINDS: tuple[type[EventBase], ...] = get_args(get_args(Event)[0])
ONLY_OUTSIDE = {"take", "t_ms"}


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_stale(name: str) -> None:
    written = (FOLDER / name).read_text(encoding="utf-8")
    assert written == PAGES[name](), "run: python -m legday.cli.reference docs/reference"


def keys_under(heading: str) -> dict[str, str]:
    """Keys of the table under a heading of the events page, with what their values are."""
    text = (FOLDER / "events.md").read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    assert found is not None, heading
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \|", found[1], re.MULTILINE)
    return dict(rows)


def example(kind: type[EventBase]) -> EventBase:
    """An event with every wanted field filled in and every other one at its default."""
    wanted = {name: field.annotation for name, field in kind.model_fields.items() if field.is_required()}
    return kind(**{name: _some(annotation) for name, annotation in wanted.items()})


def _some(annotation: Any) -> Any:
    if get_origin(annotation) is Literal:
        return get_args(annotation)[0]
    return {int: 1, float: 1.0, str: "x", bool: True}.get(annotation)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_the_page_has_the_keys_of_the_messages(kind: type[EventBase]) -> None:
    name = kind.model_fields["type"].default
    body = message(example(kind), "monday")
    page = keys_under("Every event") | keys_under(f"`{name}`")
    assert page.keys() - ONLY_OUTSIDE == body.keys()
    nulls = {key for key, value in body.items() if value is None}
    assert nulls <= {key for key, value in page.items() if value.endswith("null")}


@pytest.mark.parametrize("name", KEYS)
def test_the_page_promises_what_programs_rely_on(name: str) -> None:
    assert keys_under(f"`{name}`").keys() | keys_under("Every event").keys() >= KEYS[name]


def test_a_height_may_be_unknown_and_a_count_may_not() -> None:
    jump = keys_under("`jump`")
    assert jump["height_m"] == "number, m or null"
    assert jump["n"] == "integer"
    assert jump["landing_s"] == "number, s"
    assert keys_under("`rep`")["rom_deg"] == "number, ° or null"


@pytest.mark.parametrize("kind", [*KINDS, Phase], ids=lambda kind: kind.__name__)
def test_every_field_is_explained(kind: type[Any]) -> None:
    unsaid = {name for name, field in kind.model_fields.items() if not field.description}
    assert unsaid <= {"type"}
