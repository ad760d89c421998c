"""The card of a take in a cache: what is known of it without reading it, under a name made of its content."""

import hashlib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from legday.core.setup import SessionSetup
from legday.errors import TakeError
from legday.evaluation.made_by import made_by
from legday.recording.label import Label
from legday.sensors.registry import profile_files


class Card(BaseModel):
    """What is known of a take without reading it: its columns, its setup, what its label says."""

    model_config = ConfigDict(frozen=True)

    columns: str
    setup: SessionSetup
    label: Label
    duration_s: float
    warnings: tuple[str, ...]
    bare_rule: int | None = Field(description="What it counts where nothing was to be counted.")


def read_card(place: Path) -> Card | None:
    """Return a card that lies in the cache; None where there is none, or none that can be read."""
    try:
        return Card.model_validate_json(place.read_bytes())
    except (OSError, ValidationError):
        return None


def stamp(path: Path) -> tuple[int, ...]:
    """Return sizes and times of a take and its label, which differ as soon as one of them is written."""
    found: list[int] = []
    for each in (path, path.with_suffix(".toml")):
        try:
            stat = each.stat()
        except OSError:
            continue
        found += [stat.st_size, stat.st_mtime_ns, stat.st_ino]
    return tuple(found)


def content(path: Path) -> str:
    """Return the name of a take's card: all that reading it follows from."""
    label = path.with_suffix(".toml")
    try:
        parts = [
            made_by().encode(),
            path.name.encode(),
            path.read_bytes(),
            label.read_bytes() if label.exists() else b"",
        ]
    except OSError as error:
        raise TakeError(path, f"cannot be read: {error.strerror}") from error
    if path.suffix == ".mcap":  # the installed profile stands over the recorded one
        parts.append(_profiles())
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


@cache
def _profiles() -> bytes:
    return b"".join(each.read_bytes() for each in profile_files().values())
