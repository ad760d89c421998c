"""Who listens to which characteristic: by signals on the bus, or by a socket of their own."""

import asyncio
import socket
from collections import defaultdict
from collections.abc import Callable

from tests.radio.objects import MTU


class Notifying:
    """Carries notifications.

    Parameters
    ----------
    signal : callable
        Sends a value as a signal: path and bytes.

    Attributes
    ----------
    dropped : int
        Notifications for which a listener's socket had no room.
    """

    def __init__(self, signal: Callable[[str, bytes], None]) -> None:
        self.dropped = 0
        self._signal = signal
        self._listeners: defaultdict[str, set[str]] = defaultdict(set)
        self._sockets: dict[str, socket.socket] = {}

    def is_listening(self, path: str, client: str) -> bool:
        """Return whether a client has turned notifications on."""
        return client in self._listeners[path]

    def start(self, path: str, client: str) -> None:
        """Turn notifications on for a client of the bus."""
        self._listeners[path].add(client)

    def stop(self, path: str, client: str) -> bool:
        """Turn them off and return whether nobody listens any more."""
        self._listeners[path].discard(client)
        return not self._listeners[path]

    def acquire(self, path: str, released: Callable[[], None]) -> tuple[int, int]:
        """Return a descriptor that gives a notification for each read, and the MTU."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        self._sockets[path] = ours

        def closed() -> None:
            self._close(path)
            released()

        asyncio.get_running_loop().add_reader(ours, closed)
        return theirs.detach(), MTU

    def carry(self, path: str, payload: bytes) -> None:
        """Send a notification to whoever listens."""
        if self._listeners[path]:
            self._signal(path, payload)
        if path in self._sockets:
            try:
                self._sockets[path].send(payload)
            except BlockingIOError:
                self.dropped += 1
            except OSError:
                self._close(path)

    def left(self, client: str) -> list[str]:
        """Drop a client of the bus and return what nobody listens to any more."""
        heard = [path for path, clients in self._listeners.items() if client in clients]
        return [path for path in heard if self.stop(path, client)]

    def forget(self, device: str) -> None:
        """Drop everybody who listens to a device."""
        for path in [each for each in self._listeners if each.startswith(device)]:
            del self._listeners[path]
        for path in [each for each in self._sockets if each.startswith(device)]:
            self._close(path)

    def forget_all(self) -> None:
        """Drop everybody."""
        self.forget("/")

    def _close(self, path: str) -> None:
        ours = self._sockets.pop(path, None)
        if ours is not None:
            asyncio.get_running_loop().remove_reader(ours)
            ours.close()
