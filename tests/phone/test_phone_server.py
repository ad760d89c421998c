"""The phones' server, spoken to without a browser."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conftest import PHONE_HOST

from .conftest import waiting_for

ENOUGH_S = 20
HELLO = f"Host: {PHONE_HOST}\r\nOrigin: https://{PHONE_HOST}\r\n"

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def unchecked() -> ssl.SSLContext:
    """TLS with whatever certificate: who serves is not what is asked here."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


@contextlib.asynccontextmanager
async def connected(address: str) -> AsyncIterator[Connection]:
    port = int(address.rsplit(":", 1)[1])
    async with asyncio.timeout(ENOUGH_S):
        reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=unchecked())
        try:
            yield reader, writer
        finally:
            writer.close()


async def test_a_head_that_never_ends_is_hung_up_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks properly meanwhile is served."""
    monkeypatch.setattr("legday.web._patience.HEAD_S", 1.0)
    async with (
        waiting_for(tmp_path) as waiting,
        connected(waiting.server.address) as (silent, slow),
        connected(waiting.server.address) as (reader, writer),
    ):
        slow.write(f"GET /phone HTTP/1.1\r\n{HELLO}X-Slow: ".encode())
        writer.write(f"GET /phone HTTP/1.1\r\n{HELLO}\r\n".encode())
        assert (await reader.readline()).split()[1] == b"200"
        assert await silent.read() == b""


@pytest.mark.parametrize("path", ["look", "frames"])
async def test_a_body_that_never_ends_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr("legday.web._patience.BODY_S", 0.3)
    async with waiting_for(tmp_path) as waiting, connected(waiting.server.address) as (reader, writer):
        writer.write(f"POST /phone/{path} HTTP/1.1\r\n{HELLO}Content-Length: 50\r\n\r\n{{".encode())
        assert (await reader.readline()).split()[1] == b"408"


async def test_a_link_that_does_not_say_whose_it_is_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("legday.web._phone_routes.HELLO_S", 0.3)
    upgrade = (
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    async with waiting_for(tmp_path) as waiting, connected(waiting.server.address) as (reader, writer):
        writer.write(f"GET /phone/link HTTP/1.1\r\n{HELLO}{upgrade}".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.split()[1] == b"101"
        closing = await reader.readexactly(4)
        assert closing[0] == 0x88  # the last frame, a close
        assert int.from_bytes(closing[2:4], "big") == 1008  # policy violation
