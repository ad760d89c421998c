"""The same-origin way to the broker: ``/mqtt``, a WebSocket piped to its MQTT 5 port, through a gate."""

import asyncio
import contextlib
import socket

from aiohttp import WSCloseCode, WSMsgType, web

from legday.contract.limits import MAX_PACKET_BYTES
from legday.errors import BridgeError
from legday.web._gate import Gate
from legday.web._packets import Splitter

SUBPROTOCOL = "mqtt"
CHUNK_BYTES = 65_536
TOGETHER_S = 0.015
"""What comes within this time of the last message goes to the page as one: about a frame of its screen."""

HEARTBEAT_S = 20.0
"""A page that vanished without goodbye is noticed after this long."""


class Bridge:
    """Pipes pages to the broker.

    Parameters
    ----------
    host, port : str, int
        The broker's MQTT 5 listener.
    root : str
        What every public topic starts with.
    """

    def __init__(self, host: str, port: int, root: str) -> None:
        self._host = host
        self._port = port
        self._root = root
        self._open: set[web.WebSocketResponse] = set()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one page until either end closes."""
        page = web.WebSocketResponse(
            protocols=(SUBPROTOCOL,), max_msg_size=MAX_PACKET_BYTES, heartbeat=HEARTBEAT_S, compress=False
        )
        await page.prepare(request)
        self._open.add(page)
        try:
            await self._pipe(page)
        finally:
            self._open.discard(page)
        return page

    async def close(self) -> None:
        """Say goodbye to every page."""
        for page in list(self._open):
            await page.close(code=WSCloseCode.GOING_AWAY, message=b"legday has ended")

    async def _pipe(self, page: web.WebSocketResponse) -> None:
        try:
            reader, writer = await asyncio.open_connection(self._host, self._port)
        except OSError:
            await page.close(code=WSCloseCode.TRY_AGAIN_LATER, message=b"the broker is not there")
            return
        writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        inwards = asyncio.create_task(self._from_page(page, writer))
        outwards = asyncio.create_task(_to_page(reader, page))
        try:
            await asyncio.wait({inwards, outwards}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (inwards, outwards):
                task.cancel()
            await asyncio.gather(inwards, outwards, return_exceptions=True)
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
        await page.close()

    async def _from_page(self, page: web.WebSocketResponse, writer: asyncio.StreamWriter) -> None:
        splitter, gate = Splitter(), Gate(self._root)
        async for message in page:
            if message.type is not WSMsgType.BINARY:
                return
            try:
                for frame in splitter.feed(message.data):
                    gate.check(frame)
                    writer.write(frame.raw)
            except BridgeError as refusal:
                await page.close(code=WSCloseCode.POLICY_VIOLATION, message=_short(str(refusal)))
                return
            await writer.drain()


async def _to_page(reader: asyncio.StreamReader, page: web.WebSocketResponse) -> None:
    while chunk := await reader.read(CHUNK_BYTES):
        await page.send_bytes(chunk)
        await asyncio.sleep(TOGETHER_S)


def _short(reason: str) -> bytes:
    """Return a reason as a close frame holds it: at most 123 bytes (RFC 6455, section 5.5)."""
    return reason.encode()[:123].decode(errors="ignore").encode()
