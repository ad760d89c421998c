"""A file that keeps in memory what the disk does not take, and writes it when there is room again."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, cast

from legday.recording.lock import try_lock
from legday.whole_file import put_names_on_disk

MOST_KEPT = 64 * 2**20
"""Bytes kept while the disk takes nothing: hours of several sensors, compressed."""

DATA_SYNC: Callable[[int], None] = getattr(os, "fdatasync", os.fsync)
"""Leaves out what is not needed to read the data again; macOS and Windows do not have it."""

Open = Callable[[Path, str], BinaryIO]


def open_raw(path: Path, mode: str) -> BinaryIO:
    """Open a file whose writes go to the operating system at once."""
    return cast("BinaryIO", path.open(mode, buffering=0))


class Spool:
    """A new file, locked while it is open; what a writer writes is never refused.

    Parameters
    ----------
    path : Path
        Must not exist yet.
    open_file : callable
        Opens it unbuffered.

    Attributes
    ----------
    full : bool
        Whether the disk took less than it was given last time.
    """

    def __init__(self, path: Path, open_file: Open = open_raw) -> None:
        self._path = path
        self._open_file = open_file
        self._file = open_file(path, "xb")
        try_lock(self._file)
        self._kept = bytearray()
        self._position = 0
        self.full = False

    def write(self, data: bytes) -> int:
        """Take bytes to be written by the next `flush`."""
        self._kept += data
        self._position += len(data)
        return len(data)

    def tell(self) -> int:
        """Return how many bytes were taken so far."""
        return self._position

    @property
    def name(self) -> str:
        """Where it is now."""
        return str(self._path)

    @property
    def overflows(self) -> bool:
        """Whether more is kept in memory than should be."""
        return len(self._kept) > MOST_KEPT

    @property
    def closed(self) -> bool:
        """Whether nothing more can be written."""
        return self._file.closed

    def flush(self) -> None:
        """Hand what was taken to the operating system; what it does not take is kept.

        Raises
        ------
        OSError
            When it did not take all; ``full`` says so until it does.
        """
        self.full = bool(self._kept)
        while self._kept:
            del self._kept[: self._file.write(self._kept) or 0]
        self.full = False

    def sync(self) -> None:
        """Wait until the disk has everything, and the file's name."""
        self.flush()
        os.fsync(self._file.fileno())
        put_names_on_disk(self._path.parent)

    def wait_for_disk(self) -> None:
        """Wait until the disk has what the operating system was handed; beside writing, in another thread."""
        DATA_SYNC(self._file.fileno())

    def move(self, path: Path) -> None:
        """Put the file in another one's place and go on writing there."""
        self.sync()
        self._file.close()
        self._path.replace(path)
        put_names_on_disk(path.parent)
        self._path = path
        self._file = self._open_file(path, "ab")
        try_lock(self._file)

    def close(self) -> None:
        """Close the file; what the disk has not taken is gone."""
        self._file.close()
