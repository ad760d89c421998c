"""rumqttd, from the iotcore wheel, in a process of its own that cannot outlive us."""

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Self

from legday.broker.settings import LOOPBACK, BrokerSettings, Listeners
from legday.errors import BrokerError

START_S = 15.0
"""A Raspberry Pi on a slow card needs some seconds to load the library."""

POLL_S = 0.02
STOP_S = 5.0
LINGER_S = 0.5
"""rumqttd acknowledges before it has delivered: the last ``offline`` may still be on its way."""

FREE_PORT_ATTEMPTS = 3
"""Another program may take a free port between our looking and the broker's binding."""


class EmbeddedBroker:
    """Run rumqttd between entering and leaving.

    It ends when its standard input closes, so it ends with us however we end; a terminal's Ctrl-C alone does
    not end it, so that ``offline`` can still be published.

    Raises
    ------
    BrokerError
        On entering, when it does not come up or a chosen port is taken.
    """

    def __init__(self, settings: BrokerSettings | None = None) -> None:
        self._settings = settings or BrokerSettings()
        self._listeners: Listeners | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def listeners(self) -> Listeners:
        """Where it listens, once it runs."""
        if self._listeners is None:
            raise BrokerError("embedded broker", "it has not been started")
        return self._listeners

    async def __aenter__(self) -> Self:
        for _ in range(FREE_PORT_ATTEMPTS):
            self._listeners = _listeners(self._settings)
            if await self._start():
                return self
            await self._stop()
        raise BrokerError(self.listeners.url, "the embedded broker did not come up")

    async def __aexit__(self, *error: object) -> None:
        await asyncio.sleep(LINGER_S)
        await self._stop()

    async def _start(self) -> bool:
        with tempfile.TemporaryDirectory(prefix="legday-broker-") as folder:
            configuration = Path(folder) / "rumqttd.toml"
            configuration.write_text(self.listeners.configuration(), encoding="utf-8")
            self._process = _serving(configuration)
            return await self._came_up(self._process)

    async def _came_up(self, process: subprocess.Popen[bytes]) -> bool:
        ports = [self.listeners.port, self.listeners.port_v5]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(START_S):
                while ports and process.poll() is None:
                    if await _accepts(ports[0]):
                        ports.pop(0)
                    else:
                        await asyncio.sleep(POLL_S)
        return not ports and process.poll() is None

    async def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None or process.stdin is None:
            return
        process.stdin.close()
        try:
            await asyncio.to_thread(process.wait, STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            await asyncio.to_thread(process.wait)


def _serving(configuration: Path) -> subprocess.Popen[bytes]:
    """Begin the broker's process; not with asyncio's, which a loop that MQTT can use lacks on Windows."""
    command = [sys.executable, "-m", "legday.broker", str(configuration)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)  # noqa: S603 - our own


def _listeners(settings: BrokerSettings) -> Listeners:
    """Return where to listen; ports that were not chosen are free ones."""
    with contextlib.ExitStack() as held:
        ports: list[int] = []
        for wanted in (settings.port, settings.port_v5):
            probe = held.enter_context(socket.socket())
            # connections of an earlier run may linger; on Windows this option would steal the port
            if wanted and os.name == "posix":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((LOOPBACK, wanted))
            except OSError as error:
                url = f"mqtt://{LOOPBACK}:{wanted}"
                raise BrokerError(url, f"the embedded broker cannot listen here: {error.strerror}") from None
            ports.append(probe.getsockname()[1])
    return Listeners(LOOPBACK, *ports)


async def _accepts(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection(LOOPBACK, port)
    except OSError:
        return False
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return True
