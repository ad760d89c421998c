"""The phones' server, spoken to without a browser."""

import asyncio
import contextlib
import json
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from legday.sources.phone.seat import LARGEST_FRAME_BYTES
from legday.web._phone_routes import LARGEST_BODY_BYTES
from tests.conftest import PHONE_HOST

from .conftest import Waiting, eventually, waiting_for

ENOUGH_S = 20
HELLO = f"Host: {PHONE_HOST}\r\nOrigin: https://{PHONE_HOST}\r\n"
UPGRADE = (
    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)

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
    async with waiting_for(tmp_path) as waiting, connected(waiting.server.address) as (reader, writer):
        writer.write(f"GET /phone/link HTTP/1.1\r\n{HELLO}{UPGRADE}".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.split()[1] == b"101"
        closing = await reader.readexactly(4)
        assert closing[0] == 0x88  # the last frame, a close
        assert int.from_bytes(closing[2:4], "big") == 1008  # policy violation


async def asked(address: str, request: str, *, path_as_is: str) -> tuple[bytes, bytes]:
    """Return status and all that an answer says, to a request whose path nobody tidies up."""
    async with connected(address) as (reader, writer):
        writer.write(f"{request} {path_as_is} HTTP/1.1\r\n{HELLO}Connection: close\r\n\r\n".encode())
        answer = await reader.read()
    return answer.split()[1], answer


@pytest.mark.parametrize(
    "path",
    [
        "/static/phone/../live/main.js",
        "/static/phone/%2e%2e/live/main.js",
        "/static/phone/..%2f..%2f_phone.py",
        "/static/phone//etc/passwd",
        "/../../../../etc/passwd",
    ],
)
async def test_no_path_leads_out_of_the_phones_folder(tmp_path: Path, path: str) -> None:
    async with waiting_for(tmp_path) as waiting:
        status, answer = await asked(waiting.server.address, "GET", path_as_is=path)
    assert status in {b"400", b"403", b"404"}
    assert b"root:" not in answer
    assert b"import" not in answer


async def test_the_phones_page_is_bound_to_its_own_origin_and_holds_no_key(tmp_path: Path) -> None:
    async with waiting_for(tmp_path) as waiting:
        key = waiting.server.url.partition("#")[2]
        for path in ("/phone", "/trust", "/trust/authority.json", "/nowhere"):
            _, answer = await asked(waiting.server.address, "GET", path_as_is=path)
            policy = answer.partition(b"Content-Security-Policy: ")[2].partition(b"\r\n")[0]
            assert b"default-src 'none'" in policy
            assert b"script-src 'self';" in policy
            assert b"unsafe" not in policy
            assert key.encode() not in answer


@pytest.mark.parametrize("origin", ["Origin: https://evil.example\r\n", "Origin: null\r\n", ""])
async def test_a_link_from_another_site_is_refused(tmp_path: Path, origin: str) -> None:
    async with waiting_for(tmp_path) as waiting, connected(waiting.server.address) as (reader, writer):
        writer.write(f"GET /phone/link HTTP/1.1\r\nHost: {PHONE_HOST}\r\n{origin}{UPGRADE}".encode())
        assert (await reader.readline()).split()[1] == b"403"


async def test_too_large_a_body_is_refused(tmp_path: Path) -> None:
    body = b"x" * (LARGEST_BODY_BYTES + 1)
    head = f"POST /phone/frames HTTP/1.1\r\n{HELLO}Content-Length: {len(body)}\r\n\r\n"
    async with waiting_for(tmp_path) as waiting, connected(waiting.server.address) as (reader, writer):
        writer.write(head.encode() + body)
        assert (await reader.readline()).split()[1] == b"413"


async def test_too_large_a_frame_ends_the_link(tmp_path: Path) -> None:
    length = LARGEST_FRAME_BYTES + 1
    head = bytes([0x82, 0x80 | 127]) + length.to_bytes(8, "big") + b"mask"
    async with waiting_for(tmp_path) as waiting, connected(waiting.server.address) as (reader, writer):
        writer.write(f"GET /phone/link HTTP/1.1\r\n{HELLO}{UPGRADE}".encode())
        await reader.readuntil(b"\r\n\r\n")
        writer.write(head)
        closing = await reader.readexactly(4)
        assert closing[0] == 0x88  # the last frame, a close
        assert int.from_bytes(closing[2:4], "big") in {1008, 1009}


def masked(opcode: int, payload: bytes) -> bytes:
    """Return a short frame as browsers send it, under a mask of zeros."""
    return bytes([0x80 | opcode, 0x80 | len(payload)]) + bytes(4) + payload


@contextlib.asynccontextmanager
async def linked(waiting: Waiting) -> AsyncIterator[Connection]:
    """A phone that has been let in and has read its first answer."""
    hello = {"token": waiting.door.token, "phone": "a" * 8, "run": "b" * 8, "site": "left_thigh"}
    async with connected(waiting.server.address) as (reader, writer):
        writer.write(f"GET /phone/link HTTP/1.1\r\n{HELLO}{UPGRADE}".encode())
        await reader.readuntil(b"\r\n\r\n")
        writer.write(masked(1, json.dumps(hello).encode()))
        await reader.readuntil(b"}")
        yield reader, writer


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that waits for its phones for longer than a test lasts."""
    monkeypatch.setattr("legday.web._phone_presence.GOODBYE_S", 10 * ENOUGH_S)
    monkeypatch.setattr("legday.web._phone_presence.POSTING_S", 10 * ENOUGH_S)


@pytest.mark.usefixtures("patient")
async def test_a_phone_that_sends_without_reading_hears_of_the_end(tmp_path: Path) -> None:
    """A browser that is busy sending reads the goodbye later, and no reset comes before it."""
    async with contextlib.AsyncExitStack() as session:
        waiting = await session.enter_async_context(waiting_for(tmp_path))
        async with linked(waiting) as (reader, writer):
            writer.transport.pause_reading()
            ending = asyncio.create_task(session.aclose())
            for _ in range(20):
                writer.write(masked(1, b'{"clock": 1}'))
                await asyncio.sleep(0.01)
            writer.transport.resume_reading()
            await reader.readuntil(b'{"ended": true}')
            writer.write(masked(8, b""))
            assert (await reader.read()).endswith(b"\x88\x02\x03\xe8")  # a close of the usual kind
            await ending


@pytest.mark.usefixtures("patient")
async def test_a_phone_that_posts_hears_of_the_end(tmp_path: Path) -> None:
    async with contextlib.AsyncExitStack() as session:
        waiting = await session.enter_async_context(waiting_for(tmp_path))
        address = waiting.server.address
        hello = {"token": waiting.door.token, "phone": "a" * 8, "run": "b" * 8, "site": "left_thigh"}
        said = json.dumps(hello).encode()
        body = len(said).to_bytes(2, "little") + said
        post = f"POST /phone/frames HTTP/1.1\r\n{HELLO}Content-Length: {len(body)}\r\n\r\n".encode() + body
        async with connected(address) as (reader, writer):
            writer.write(post)
            assert (await reader.readline()).split()[1] == b"200"
        ending = asyncio.create_task(session.aclose())
        await eventually(lambda: not waiting.door.is_open)
        async with connected(address) as (reader, writer):
            writer.write(post)
            assert b"The session has ended" in await reader.readuntil(b"}")
        await asyncio.wait_for(ending, ENOUGH_S)


async def test_a_phone_that_does_not_hang_up_is_hung_up_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("legday.web._phone_presence.GOODBYE_S", 0.2)
    async with contextlib.AsyncExitStack() as session:
        waiting = await session.enter_async_context(waiting_for(tmp_path))
        async with linked(waiting) as (reader, _):
            await session.aclose()
            assert (await reader.read()).endswith(b"\x88\x02\x03\xe9")  # a close because the server goes away
