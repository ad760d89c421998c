"""What ``legday doctor`` finds, and what it advises; the radio's part is in tests/radio."""

import asyncio
import shutil
import socket
import ssl
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from legday.cli.checks import (
    LITTLE_BYTES,
    check_broker,
    check_certificate,
    check_clock,
    check_disk,
    check_embedded_broker,
)
from legday.cli.expiry import check_expiry
from legday.cli.finding import Finding
from legday.config import load
from legday.publishers.mqtt import MqttSettings
from legday.web._authority import AUTHORITY_FILE, LEAF_FILE, certified
from legday.web._certificates import AUTHORITY_DAYS, LEAF_DAYS

CONNECT_S = 0.5
PATIENCE_S = 10.0
NOW = datetime.fromtimestamp(time.time(), UTC)


@asynccontextmanager
async def listening() -> AsyncIterator[int]:
    """Something that takes connections, on a port of its own."""

    async def take(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


@contextmanager
def secured(context: ssl.SSLContext, connections: int) -> Iterator[int]:
    """The same over TLS, for so many connections."""

    def serve(server: socket.socket) -> None:
        for _ in range(connections):
            connection, _address = server.accept()
            with connection, suppress(OSError), context.wrap_socket(connection, server_side=True):
                continue

    with socket.create_server(("127.0.0.1", 0)) as server:
        serving = threading.Thread(target=serve, args=(server,), daemon=True)
        serving.start()
        yield server.getsockname()[1]
        serving.join(PATIENCE_S)


async def test_a_broker_that_answers() -> None:
    async with listening() as port:
        found = await check_broker(MqttSettings(url=f"mqtt://127.0.0.1:{port}"))
    assert found.fine
    assert found.text == f"mqtt://127.0.0.1:{port} answers"


async def test_a_broker_that_is_not_there() -> None:
    async with listening() as port:
        pass
    found = await check_broker(MqttSettings(url=f"mqtt://127.0.0.1:{port}"))
    assert not found.fine
    assert found.text.endswith("is it running, and is the address right?")


async def test_a_broker_that_never_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("legday.cli.checks.CONNECT_S", CONNECT_S)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        found = await check_broker(MqttSettings(url=f"mqtts://127.0.0.1:{silent.getsockname()[1]}"))
    assert not found.fine
    assert "no answer" in found.text


async def test_a_certificate_that_nobody_vouches_for_and_one_that_somebody_does(tmp_path: Path) -> None:
    context, _authority = certified(tmp_path, ["localhost"], NOW)
    with secured(context, 3) as port:
        stranger = await check_broker(MqttSettings(url=f"mqtts://localhost:{port}"))
        ca = tmp_path / AUTHORITY_FILE
        friend = await check_broker(MqttSettings(url=f"mqtts://localhost:{port}", ca=ca))
        misnamed = await check_broker(MqttSettings(url=f"mqtts://127.0.0.1:{port}", ca=ca))
    assert not stranger.fine
    assert "name its authority's certificate in mqtt.ca" in stranger.text
    assert friend.fine, friend.text
    assert not misnamed.fine
    assert "see that the name and date are right" in misnamed.text


async def test_a_file_of_certificates_that_is_not_there(tmp_path: Path) -> None:
    found = await check_broker(MqttSettings(url="mqtts://127.0.0.1", ca=tmp_path / "absent.pem"))
    assert not found.fine
    assert "mqtt.ca" in found.text


async def test_the_embedded_broker_starts() -> None:
    found = await check_embedded_broker(load())
    assert found.fine
    assert found.text.startswith("starts on mqtt://127.0.0.1:")


def test_the_pages_certificate_and_key(tmp_path: Path) -> None:
    certified(tmp_path, ["127.0.0.1"], NOW)
    both = tmp_path / LEAF_FILE
    assert check_certificate(None) == []
    assert check_certificate((both, both))[0].fine
    (tmp_path / "key.pem").write_text("no key")
    (found,) = check_certificate((both, tmp_path / "key.pem"))
    assert not found.fine
    assert "web.certificate, web.key" in found.text


def expiry(folder: Path, now: datetime, **sections: object) -> list[Finding]:
    return check_expiry(load(sections), folder, now)


@pytest.mark.parametrize(
    ("section", "key", "advice"),
    [
        ("mqtt", "ca", "ask whoever runs the broker for its authority's new certificate"),
        ("mqtt", "certificate", "ask whoever runs the broker for a new one"),
        ("web", "certificate", "renew it, and start legday anew"),
    ],
)
def test_a_certificate_of_the_settings_that_ends(tmp_path: Path, section: str, key: str, advice: str) -> None:
    certified(tmp_path, ["localhost"], NOW)
    path = tmp_path / "named.pem"
    (tmp_path / LEAF_FILE).rename(path)
    (tmp_path / AUTHORITY_FILE).unlink()
    beside = {"mqtt": {"url": "mqtts://localhost"}, "web": {"key": path}}[section]
    ends = NOW + timedelta(days=LEAF_DAYS - 2)
    if key == "ca":  # a choice of authorities holds as long as the last of them
        ends = NOW + timedelta(days=AUTHORITY_DAYS - 2)
    named = {section: {**beside, key: path}}

    (good,) = expiry(tmp_path, ends - timedelta(days=31), **named)
    assert good.fine
    assert good.text == f"{section}.{key}: {path} holds until {ends:%Y-%m-%d}"
    (soon,) = expiry(tmp_path, ends - timedelta(days=29), **named)
    assert not soon.fine
    assert soon.text == f"{section}.{key}: {path} ends on {ends:%Y-%m-%d}: {advice}"
    (over,) = expiry(tmp_path, ends + timedelta(days=1), **named)
    assert not over.fine
    assert over.text == f"{section}.{key}: {path} ended on {ends:%Y-%m-%d}: {advice}"


def test_our_own_authority_and_what_it_signed(tmp_path: Path) -> None:
    assert expiry(tmp_path, NOW) == []
    certified(tmp_path, ["localhost"], NOW)
    assert [each.fine for each in expiry(tmp_path, NOW)] == [True, True]
    authority, page = expiry(tmp_path, NOW + timedelta(days=LEAF_DAYS - 20))
    assert authority.fine
    assert not page.fine
    assert "start legday live --phone anew, which makes another" in page.text
    authority, page = expiry(tmp_path, NOW + timedelta(days=AUTHORITY_DAYS))
    assert not authority.fine
    assert "every phone has to be told to trust" in authority.text
    assert not page.fine


def test_a_certificate_that_is_none_and_one_that_cannot_be_looked_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / AUTHORITY_FILE).write_text("no certificate")
    (found,) = expiry(tmp_path, NOW)
    assert not found.fine
    assert found.text.endswith(f"{AUTHORITY_FILE}: want a certificate (PEM)")
    monkeypatch.setitem(sys.modules, "cryptography", None)
    (found,) = expiry(tmp_path, NOW)
    assert found.fine
    assert "its date was not looked at: pip install 'legday[phone]'" in found.text


def test_room_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "not" / "made" / "yet"
    assert check_disk(folder).fine
    free = SimpleNamespace(free=LITTLE_BYTES - 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: free)
    found = check_disk(folder)
    assert not found.fine
    assert found.text == f"0.5 GB free for {folder}: delete or move old recordings"


def test_a_clock_that_starts_in_the_past() -> None:
    assert check_clock(lambda: datetime(2100, 1, 1, tzinfo=UTC).timestamp()).fine
    found = check_clock(lambda: datetime(2000, 1, 2, 12, tzinfo=UTC).timestamp())
    assert not found.fine
    assert found.text.startswith("2000-01-02")
    assert "set it (Linux: sudo timedatectl set-ntp true)" in found.text
