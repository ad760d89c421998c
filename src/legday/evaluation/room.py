"""A limit to what a folder of derived files may hold: what was longest unused goes, what is in use stays."""

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

LEAST_FREE_BYTES = 2_000_000_000
"""So much of a disk stays free, whatever the limit."""

IN_USE_S = 3600.0
"""What was used within this time is not taken away: another search, or another worker, may be at it."""

LOOKED_ANEW = 100
"""After so many files of one's own the folder is looked at again, since others write there too."""


class Room:
    """Keeps the files of a kind in a folder below a size.

    Parameters
    ----------
    folder : Path
        Where.
    suffix : str
        Which files.
    most_bytes : int
        Of them all. Several processes that write at once may go over it by a little.
    """

    def __init__(self, folder: Path, suffix: str, most_bytes: int) -> None:
        self._folder, self._suffix, self._most_bytes = folder, suffix, most_bytes
        self._bytes, self._since = 0, LOOKED_ANEW

    def has(self, size: int) -> bool:
        """Return whether a file of this size may be added, and count it as added; old ones make place."""
        self._since += 1
        if self._since >= LOOKED_ANEW:
            self._look(size)
        if self._bytes + size > self._most_bytes or self._is_full(size):
            return False
        self._bytes += size
        return True

    def _look(self, size: int) -> None:
        """Find out what is there; take away what is old, as far as need be."""
        self._since = 0
        found = sorted((stat.st_mtime, stat.st_size, path) for path, stat in self._files())
        self._bytes = sum(each for _, each, _ in found)
        old = [(each, path) for used_s, each, path in found if time.time() - used_s > IN_USE_S]
        for each, path in old:
            if self._bytes + size <= self._most_bytes and not self._is_full(size):
                return
            try:
                path.unlink(missing_ok=True)
            except OSError:  # Windows, where another process reads it
                continue
            self._bytes -= each

    def _files(self) -> Iterator[tuple[Path, os.stat_result]]:
        for path in self._folder.glob(f"*{self._suffix}"):
            try:
                yield path, path.stat()
            except OSError:
                continue

    def _is_full(self, size: int) -> bool:
        return shutil.disk_usage(self._folder).free - size < LEAST_FREE_BYTES
