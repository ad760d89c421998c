"""Recordings of other programs: one file per format; the registry finds them, there is no list to edit."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
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


def recordings_in(path: Path, left: Callable[[Path], None] = lambda _: None) -> Iterator[Path]:
    """Yield the recordings of a folder: itself where it is one, else each file and folder in it that is.

    A damaged one is among them, since who reads it can say so.

    Parameters
    ----------
    path : Path
        A file, which is yielded whatever it is, or a folder.
    left : callable
        Told of each file that is no recording by itself.

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
            if each.resolve() in {path.resolve(), *path.resolve().parents}:
                continue
            yield from recordings_in(each, left)
        elif not each.name.startswith("."):
            if each.is_file() and _may_be_one(each):
                yield each
            else:
                left(each)


def _may_be_one(path: Path) -> bool:
    try:
        return recognise(path) is not None
    except TakeError:
        return True


MOST_TOGETHER = 50
"""No program stores one recording in more files."""


def _belongs_together(folder: Path) -> bool:
    """Return whether the files of a folder are one recording; a single file stands for itself.

    They are not where one of them by itself is a recording of another program.
    """
    foreign = Foreign(folder)
    if not 1 < len(foreign.names) <= MOST_TOGETHER or (whole := recognise(folder)) is None:
        return False
    try:
        alone = [recognise(folder / name) for name in foreign.names]
    except TakeError:
        return False
    return all(found is None or found[0] is whole[0] for found in alone)


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
