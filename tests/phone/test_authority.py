"""The certificate authority of one's own: trusted where installed, for what it may vouch for."""

import asyncio
import datetime
import plistlib
import ssl
import stat
import time
from pathlib import Path

import pytest
from cryptography import x509

from legday.errors import SettingsError
from legday.web._authority import AUTHORITY_FILE, certified, own_certificate

NOW = datetime.datetime(2026, 11, 28, tzinfo=datetime.UTC)


async def shaken(server: ssl.SSLContext, trusted: bytes, name: str) -> None:
    """Do a handshake as a client that trusts this authority."""
    client = ssl.create_default_context(cadata=trusted)

    async def serve(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0, ssl=server) as listening:
        port = listening.sockets[0].getsockname()[1]
        _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=client, server_hostname=name)
        writer.close()
        await writer.wait_closed()


@pytest.mark.parametrize("name", ["gym.local", "127.0.0.1", "localhost"])
async def test_who_trusts_the_authority_trusts_the_server(tmp_path: Path, name: str) -> None:
    now = datetime.datetime.fromtimestamp(time.time(), datetime.UTC)
    context, authority = certified(tmp_path, ["gym.local", "localhost", "127.0.0.1"], now)
    await shaken(context, authority.der, name)
    with pytest.raises(ssl.SSLCertVerificationError):
        await shaken(context, authority.der, "other.local")


@pytest.mark.parametrize("name", ["127.0.0.1", "192.168.1.5", "10.1.2.3"])
async def test_a_server_that_has_only_addresses_is_trusted(tmp_path: Path, name: str) -> None:
    now = datetime.datetime.fromtimestamp(time.time(), datetime.UTC)
    context, authority = certified(tmp_path, [name], now)
    await shaken(context, authority.der, name)


def test_the_authority_stays_and_nobody_else_may_read_its_key(tmp_path: Path) -> None:
    first, again = (certified(tmp_path, ["192.168.1.5"], NOW)[1] for _ in range(2))
    assert first == again
    assert stat.S_IMODE((tmp_path / AUTHORITY_FILE).stat().st_mode) == 0o600
    later = NOW + datetime.timedelta(days=4000)
    assert certified(tmp_path, ["192.168.1.5"], later)[1] != first


def test_the_authority_can_vouch_for_private_networks_only(tmp_path: Path) -> None:
    authority = x509.load_der_x509_certificate(certified(tmp_path, ["10.0.0.2"], NOW)[1].der)
    limits = authority.extensions.get_extension_for_class(x509.NameConstraints)
    assert limits.critical
    permitted = {str(each.value) for each in limits.value.permitted_subtrees}
    assert {"local", "192.168.0.0/16"} <= permitted
    assert not {"com", "0.0.0.0/0"} & permitted
    for name in ("example.com", "8.8.8.8", "notlocal"):
        with pytest.raises(SettingsError, match=r"web\.certificate"):
            certified(tmp_path, [name], NOW)


def test_a_phone_gets_the_certificate_as_it_wants_it(tmp_path: Path) -> None:
    _, authority = certified(tmp_path, ["10.0.0.2"], NOW)
    profile = plistlib.loads(authority.mobileconfig)
    (payload,) = profile["PayloadContent"]
    assert payload["PayloadType"] == "com.apple.security.root"
    assert payload["PayloadContent"] == authority.der
    assert profile["PayloadUUID"] != payload["PayloadUUID"]
    assert len(authority.fingerprint.split(":")) == 32


def test_files_that_are_no_certificate_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.pem").write_text("nothing")
    with pytest.raises(SettingsError, match=r"web\.certificate.*a\.pem"):
        own_certificate(tmp_path / "a.pem", tmp_path / "a.pem")
    (tmp_path / AUTHORITY_FILE).write_text("nothing")
    with pytest.raises(SettingsError, match="remove the file"):
        certified(tmp_path, ["10.0.0.2"], NOW)
