"""One process for one sensor: two that use the same link would cut it for each other."""

import errno
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from legday.errors import SensorError

IN_USE = "another legday on this computer uses it: stop that one first"


@contextmanager
def claimed(address: str, title: str) -> Iterator[None]:
    """Hold a sensor for this process while the block runs.

    The claim is a name among Linux's abstract sockets: it goes with the process, however that ends, and
    leaves no file. Other systems give each program a link of its own, and need no claim.

    Raises
    ------
    SensorError
        When another process holds it.
    """
    if sys.platform != "linux":
        yield
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as claim:
        try:
            claim.bind(f"\0legday-{address.lower()}")
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            raise SensorError(title, IN_USE) from None
        yield


def check_free(address: str, title: str) -> None:
    """See that nobody holds a sensor, before anything is done that its holder could notice.

    Raises
    ------
    SensorError
        When another process holds it.
    """
    with claimed(address, title):
        return
