"""One process for one sensor: two that use the same link would cut it for each other."""

import errno
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from legday.errors import SensorError
from legday.recording.lock import try_lock

IN_USE = "another legday on this computer uses it: stop that one first"


@contextmanager
def claimed(address: str, title: str) -> Iterator[None]:
    """Hold a sensor for this process while the block runs.

    The claim goes with the process, however that ends. On Linux it is a name among the abstract sockets,
    which leaves no file; elsewhere a lock on an empty file among the temporary ones.

    Raises
    ------
    SensorError
        When another process holds it.
    """
    with _named(address) if sys.platform == "linux" else _locked(address) as held:
        if not held:
            raise SensorError(title, IN_USE)
        yield


@contextmanager
def _named(address: str) -> Iterator[bool]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as claim:
        try:
            claim.bind(f"\0legday-{address.lower()}")
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            yield False
            return
        yield True


@contextmanager
def _locked(address: str) -> Iterator[bool]:
    name = f"legday-{address.lower().replace(':', '-')}.lock"
    with (Path(tempfile.gettempdir()) / name).open("ab") as file:
        yield _lock(file)


def _lock(file: BinaryIO) -> bool:
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    return try_lock(file)


def check_free(address: str, title: str) -> None:
    """See that nobody holds a sensor, before anything is done that its holder could notice.

    Raises
    ------
    SensorError
        When another process holds it.
    """
    with claimed(address, title):
        return
