"""A private D-Bus daemon, and what is sent over it."""

import asyncio
import select
import socket
import subprocess
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dbus_fast import Message
from dbus_fast.aio import MessageBus

CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path={socket}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow own="*"/>
    <allow eavesdrop="true"/>
    <allow user="*"/>
  </policy>
</busconfig>
"""
SEND_BUFFER = 4 * 1024 * 1024
FULL_S = 0.0005
"""Wait for room in a full socket."""


@contextmanager
def private_bus(program: str, folder: Path) -> Iterator[str]:
    """Run a D-Bus daemon of our own and give its address."""
    configuration = folder / "bus.conf"
    configuration.write_text(CONFIGURATION.format(socket=folder / "bus.socket"), encoding="utf-8")
    command = [program, f"--config-file={configuration}", "--nofork", "--print-address=1"]
    daemon = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)  # noqa: S603
    assert daemon.stdout is not None
    try:
        yield daemon.stdout.readline().strip()
    finally:
        daemon.terminate()
        daemon.wait(5.0)
        daemon.stdout.close()


class Outbox:
    """Sends messages in their order, and waits while the socket is full.

    dbus-fast takes a full socket for a broken one and closes the bus, so nothing is handed to it before there
    is room.
    """

    def __init__(self, bus: MessageBus) -> None:
        self._bus = bus
        self._socket: socket.socket = bus._sock
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        self._waiting: deque[Message] = deque()
        self._retrying = False

    def put(self, message: Message) -> None:
        """Send a message as soon as there is room."""
        self._waiting.append(message)
        if not self._retrying:
            self._send()

    def _send(self) -> None:
        self._retrying = False
        while self._waiting and self._bus.connected:
            if not select.select([], [self._socket], [], 0)[1]:
                self._retrying = True
                asyncio.get_running_loop().call_later(FULL_S, self._send)
                return
            self._bus.send(self._waiting.popleft())
