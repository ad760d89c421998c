"""Recordings of other programs: one file per format; the registry finds them, there is no list to edit."""

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from legday.errors import TakeError
from legday.recording.importers._foreign import Foreign
from legday.recording.importers._importer import Imported, Importer
from legday.recording.importers._mapping import Mapping, read_mapped, read_mapping


@cache
def importers() -> dict[str, Importer]:
    """Return every registered importer by name, sorted."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name[0] != "_")
    found = [importlib.import_module(f"{__name__}.{name}").IMPORTER for name in names]
    return {importer.name: importer for importer in found}


def recognise(path: Path) -> tuple[Importer, Foreign] | None:
    """Return what reads a file, zip or folder, told from its content; None where nothing does.

    Raises
    ------
    TakeError
        For a path that cannot be read.
    """
    foreign = Foreign(path)
    return next(((each, foreign) for each in importers().values() if each.recognises(foreign)), None)


def recordings_in(path: Path) -> Iterator[Path]:
    """Yield the recordings of a folder: itself where it is one, else each file and folder in it that is.

    Raises
    ------
    TakeError
        For a path that is not there.
    """
    if not path.exists():
        raise TakeError(path, "no such file or folder")
    if not path.is_dir() or _belongs_together(path):
        yield path
        return
    for each in sorted(path.iterdir()):
        if each.is_dir():
            yield from recordings_in(each)
        elif not each.name.startswith(".") and recognise(each) is not None:
            yield each


def _belongs_together(folder: Path) -> bool:
    """Return whether the files of a folder are one recording; a single file stands for itself."""
    return len(Foreign(folder).names) > 1 and recognise(folder) is not None


__all__ = [
    "Foreign",
    "Imported",
    "Importer",
    "Mapping",
    "importers",
    "read_mapped",
    "read_mapping",
    "recognise",
    "recordings_in",
]
