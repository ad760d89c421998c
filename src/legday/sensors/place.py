"""The line of a TOML file on which a key stands: the parser does not tell."""

import tomllib
from collections.abc import Sequence
from typing import Any


def line_of(key: str, text: str) -> int | None:
    """Return the line, from 1, of a dotted key such as ``packet.0.samples``, or of the nearest around it.

    None where nothing of the key is there. The file is read up to each line in turn: the key stands where
    it is first there.
    """
    parts = key.split(".") if key else []
    wanted = _depth(tomllib.loads(text), parts) if parts else 0
    lines, read = text.splitlines(), 0
    for number in range(1, len(lines) + 1) if wanted else ():
        table = _read(lines[:number])
        if table is None:
            continue
        if _depth(table, parts) == wanted:
            return _within(lines, read, number, parts, wanted)
        read = number
    return None


def _within(lines: list[str], read: int, last: int, parts: Sequence[str], wanted: int) -> int:
    """Return the line of an array over several that holds the key, else the first of the statement."""
    for number in range(read + 1, last):
        table = _read([*lines[:number], "]"])
        if table is not None and _depth(table, parts) == wanted:
            return number
    said = [number for number in range(read + 1, last + 1) if lines[number - 1].strip()[:1] not in ("", "#")]
    return said[0] if said else last


def _read(lines: list[str]) -> dict[str, Any] | None:
    try:
        return tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError:
        return None


def _depth(node: Any, parts: Sequence[str]) -> int:
    """Return how many parts of a key are there; those that only name a kind of entry are passed over."""
    found = 0
    for part in parts:
        if isinstance(node, dict) and part in node:
            node = node[part]
        elif isinstance(node, list) and part.isdigit() and int(part) < len(node):
            node = node[int(part)]
        else:
            continue
        found += 1
    return found
