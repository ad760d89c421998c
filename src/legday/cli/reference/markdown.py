"""The little Markdown that the pages need."""

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

GENERATED = "<!-- Made from the code by `python -m legday.cli.reference docs/reference`. -->\n"

_SIGNS = {"gt": ">", "ge": "≥", "lt": "<", "le": "≤"}


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; bars in cells are escaped."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def prose(docstring: str) -> str:
    """Return a docstring as Markdown: code is written with one backtick there."""
    return docstring.replace("``", "`").strip()


def default(field: FieldInfo) -> str:
    """Return what holds where nothing is given; empty where something must be."""
    value: Any = field.get_default(call_default_factory=True)
    if value is PydanticUndefined:
        return ""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)


def bounds(field: FieldInfo) -> str:
    """Return the bounds of a number, such as ``> 0, ≤ 5``."""
    found = [
        f"{sign} {getattr(limit, name):g}"
        for limit in field.metadata
        for name, sign in _SIGNS.items()
        if getattr(limit, name, None) is not None
    ]
    return ", ".join(found)


def parameter_rows(model: type[BaseModel]) -> list[tuple[str, str, str, str]]:
    """Return of each of a model's fields its name, default, bounds and meaning."""
    return [
        (name, default(field), bounds(field), field.description or "")
        for name, field in model.model_fields.items()
    ]


def parameters(model: type[BaseModel]) -> str:
    """Return the table of a model's fields: name, default, bounds, meaning."""
    rows = [
        (f"`{name}`", given, limits, prose(meaning)) for name, given, limits, meaning in parameter_rows(model)
    ]
    return table(("parameter", "default", "bounds", "meaning"), rows)
