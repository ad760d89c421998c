"""A file is whole or not there: whatever ends the writing early, Ctrl-C too, leaves what was there before."""

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole_file(path: Path, *, lasting: bool = False) -> Iterator[Path]:
    """Give a name beside ``path`` to write under; it takes the place of ``path`` when all has gone well.

    The name ends as the path does, for libraries that tell the format from it. What is ``lasting`` outlives a
    power failure too: the disk has been waited for.
    """
    beside = path.with_name(f".{path.stem}.{os.getpid()}.part{path.suffix}")
    try:
        yield beside
        if lasting:
            put_on_disk(beside)
        beside.replace(path)
        if lasting:
            put_names_on_disk(path.parent)
    finally:
        beside.unlink(missing_ok=True)


def put_on_disk(path: Path) -> None:
    """Wait until the disk has what is in a file."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def put_names_on_disk(folder: Path) -> None:
    """Wait until the disk has the names in a folder, where the system can be asked for that."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
