"""The folder that sessions are recorded in: what is there, how much room it takes, what may go."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from legday.errors import RecordingError

MEGABYTE = 1_000_000


class ShelfSettings(BaseModel):
    """Where sessions are recorded, and how much room they may take."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    limit_mb: float | None = Field(
        None,
        gt=0,
        description="Room for recordings; the oldest unlabelled go when it is passed. Without one none.",
    )
    warn_mb: float = Field(500.0, ge=0, description="Warn when less than this is free on the disk.")


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recording on the shelf; ``labelled`` says whether somebody wrote down what happened in it."""

    path: Path
    size: int
    labelled: bool


def recorded(folder: Path) -> list[Recorded]:
    """Return the finished recordings of a folder, the oldest first."""
    files = sorted(folder.glob("*.mcap"), key=lambda path: (path.stat().st_mtime_ns, path.name))
    return [Recorded(path, path.stat().st_size, path.with_suffix(".toml").exists()) for path in files]


def find_recorded(folder: Path, name: str) -> Path:
    """Return the recording of this name, with or without its suffix.

    Raises
    ------
    RecordingError
        When there is none.
    """
    path = folder / f"{name.removesuffix('.mcap')}.mcap"
    if path.parent != folder or not path.exists():
        raise RecordingError(path, "no such take; legday takes lists them")
    return path


def remove(path: Path) -> None:
    """Delete a recording and the label beside it.

    Raises
    ------
    RecordingError
        When it cannot be deleted.
    """
    try:
        path.unlink()
        path.with_suffix(".toml").unlink(missing_ok=True)
    except OSError as error:
        raise RecordingError(path, f"cannot be deleted: {error.strerror}") from error


def make_room(folder: Path, limit_mb: float | None) -> list[Path]:
    """Delete the oldest unlabelled recordings until the rest fit; return what went."""
    if limit_mb is None:
        return []
    shelf = recorded(folder)
    total = sum(each.size for each in shelf)
    gone: list[Path] = []
    for each in shelf:
        if total <= limit_mb * MEGABYTE:
            break
        if not each.labelled:
            remove(each.path)
            gone.append(each.path)
            total -= each.size
    return gone


def free_mb(folder: Path) -> float:
    """Return the room that is left on the folder's disk, MB."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    return shutil.disk_usage(there).free / MEGABYTE
