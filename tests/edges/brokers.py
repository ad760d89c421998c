"""Brokers on loopback, a way to them that can be cut, and somebody who listens."""

import asyncio
import contextlib
import getpass
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import aiomqtt

from legday.broker import BrokerSettings, EmbeddedBroker

from .payloads import check

HOST = "127.0.0.1"
PATIENCE_S = 30.0
"""Far more than anything takes; a busy machine is not a fault."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


async def eventually(condition: Callable[[], bool]) -> None:
    """Wait until it holds, with patience but not for ever."""
    async with asyncio.timeout(PATIENCE_S):
        while not condition():  # noqa: ASYNC110 - what is waited for sets no event
            await asyncio.sleep(0.01)


@contextlib.contextmanager
def mosquitto(
    program: str, folder: Path, extra: str = "allow_anonymous true", port: int = 0
) -> Iterator[int]:
    """Run Debian's broker and yield its port."""
    port = port or free_port()
    configuration = folder / f"mosquitto-{port}.conf"
    lines = [f"listener {port} {HOST}", f"user {getpass.getuser()}", "persistence false", extra, ""]
    configuration.write_text("\n".join(lines))
    process = subprocess.Popen([program, "-c", str(configuration)], stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait_for(port)
        yield port
    finally:
        process.kill()
        process.wait()


LOOSE = "allow_anonymous true\nmax_queued_messages 0"
"""Mosquitto throws away what a slow subscriber leaves lying beyond a thousand messages."""


@contextlib.asynccontextmanager
async def killed_at_the_end(program: str | None, folder: Path, port: int) -> AsyncIterator[None]:
    """Run Debian's broker, or ours without a program, on a port; it ends by ``kill -9``."""
    if program is not None:
        with mosquitto(program, folder, LOOSE, port=port):
            yield
        return
    async with EmbeddedBroker(BrokerSettings(port=port)) as broker:
        yield
        assert broker._process is not None
        broker._process.kill()


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            probe.settimeout(0.05)
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.02)
    raise TimeoutError(port)


@dataclass
class Heard:
    """What a subscriber was sent, in order."""

    messages: list[aiomqtt.Message] = field(default_factory=list)

    def on(self, topic: str) -> list[bytes]:
        return [bytes(each.payload) for each in self.messages if str(each.topic) == topic]

    def topics(self) -> list[str]:
        return [str(each.topic) for each in self.messages]

    async def until(self, topic: str, payload: bytes | None = None, count: int = 1) -> list[bytes]:
        """Wait until so many messages, or this one, have come on a topic."""
        await eventually(lambda: len(self.on(topic)) >= count and payload in {None, *self.on(topic)})
        return self.on(topic)


@contextlib.asynccontextmanager
async def listening(
    port: int, topics: str = "legday/#", protocol: aiomqtt.ProtocolVersion = aiomqtt.ProtocolVersion.V311
) -> AsyncIterator[Heard]:
    """Subscribe to a broker and collect, for as long as it lives; all of it must follow the schemas."""
    heard = Heard()

    async def collect(client: aiomqtt.Client) -> None:
        with contextlib.suppress(aiomqtt.MqttError):
            async for message in client.messages:
                heard.messages.append(message)

    client = aiomqtt.Client(HOST, port, protocol=protocol)
    await client.__aenter__()
    await client.subscribe(topics, qos=1)
    collecting = asyncio.create_task(collect(client))
    try:
        yield heard
    finally:
        collecting.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await collecting
        with contextlib.suppress(aiomqtt.MqttError):
            await client.__aexit__(None, None, None)
    for each in heard.messages:
        check(str(each.topic), bytes(each.payload))


class Wire:
    """A TCP connection to a broker that can be cut and mended."""

    def __init__(self, target: int) -> None:
        self.port = free_port()
        self.stalled = False
        self.swallowed = 0
        self._target = target
        self._server: asyncio.Server | None = None
        self._ends: set[asyncio.StreamWriter] = set()
        self._pipes: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        await self.mend()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.cut()

    async def mend(self) -> None:
        self._server = await asyncio.start_server(self._connect, HOST, self.port)

    async def cut(self) -> None:
        """Break every connection without goodbye and take no more."""
        if self._server is not None:
            self._server.close()
        for end in self._ends:
            end.transport.abort()
        await asyncio.gather(*self._pipes, return_exceptions=True)
        self._ends.clear()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(HOST, self._target)
        self._ends |= {writer, far_writer}
        for source, sink in ((reader, far_writer), (far_reader, writer)):
            task = asyncio.create_task(self._pipe(source, sink))
            self._pipes.add(task)
            task.add_done_callback(self._pipes.discard)

    async def _pipe(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        """Carry what comes; while the wire is ``stalled`` it swallows everything and stays up."""
        with contextlib.suppress(OSError):
            while chunk := await source.read(65536):
                if self.stalled:
                    self.swallowed += len(chunk)
                    continue
                sink.write(chunk)
                await sink.drain()
        sink.close()
