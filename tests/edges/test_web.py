"""The page's server: what it gives out, to whom, and what passes its way to the broker."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import aiomqtt
import pytest
from pydantic import SecretStr

from legday.broker import EmbeddedBroker
from legday.contract.asyncapi import asyncapi
from legday.contract.schemas import schemas
from legday.errors import SettingsError
from legday.web import PhoneCode
from legday.web.server import WebServer, WebSettings

from .brokers import HOST, listening
from .test_gate import connect, packet, publish, subscribe

CONNACK, SUBACK, INCOMING = 2, 9, 3
POLICY_VIOLATION = 1008


@pytest.fixture
async def server(embedded: EmbeddedBroker) -> AsyncIterator[WebServer]:
    async with WebServer(WebSettings(port=0), embedded.listeners, "legday") as server:
        yield server


@pytest.fixture
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


def dial(browser: aiohttp.ClientSession, server: WebServer, **headers: str) -> object:
    origin = {"Origin": server.url.rstrip("/"), **headers}
    return browser.ws_connect(f"{server.url}mqtt", protocols=("mqtt",), headers=origin)


@pytest.mark.parametrize(
    "path", ["", "static/live/main.js", "static/css/base.css", "static/vendor/mqtt.esm.js", "page.json"]
)
async def test_every_answer_binds_the_page_to_its_own_origin(
    server: WebServer, browser: aiohttp.ClientSession, path: str
) -> None:
    async with browser.get(server.url + path) as answer:
        assert answer.status == 200
        policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


async def test_the_contract_is_given_out_beside_the_page(
    server: WebServer, browser: aiohttp.ClientSession
) -> None:
    assert server.schema_url == f"{server.url}contract/asyncapi.json"
    async with browser.get(server.schema_url) as answer:
        assert await answer.json() == asyncapi()
    async with browser.get(f"{server.url}contract/schemas/state.json") as answer:
        assert await answer.json() == schemas()["state"]
    async with browser.get(f"{server.url}contract/schemas/none.json") as answer:
        assert answer.status == 404


async def test_an_error_carries_the_policy_too(server: WebServer, browser: aiohttp.ClientSession) -> None:
    async with browser.get(f"{server.url}nowhere") as answer:
        assert answer.status == 404
        assert "Content-Security-Policy" in answer.headers


async def test_the_page_loads_nothing_from_elsewhere() -> None:
    from legday.web.server import STATIC

    own = [
        path
        for path in STATIC.rglob("*")
        if path.suffix in {".html", ".css", ".js"} and "vendor" not in path.parts
    ]
    assert own
    for path in own:
        text = path.read_text()
        assert "http://" not in text
        assert "https://" not in text
        assert "style=" not in text or path.suffix == ".js"


@pytest.mark.parametrize(
    "path",
    [
        "/static/../server.py",
        "/static/%2e%2e/server.py",
        "/static/..%2fserver.py",
        "/static//etc/passwd",
        "/static/%2fetc/passwd",
        "/../../../../etc/passwd",
        "/static/..\\server.py",
    ],
)
async def test_no_path_leads_out_of_the_pages_folder(server: WebServer, path: str) -> None:
    port = int(server.url.rstrip("/").rsplit(":", 1)[1])
    reader, writer = await asyncio.open_connection(HOST, port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\nConnection: close\r\n\r\n".encode())
    status = await reader.readline()
    body = await reader.read()
    writer.close()
    await writer.wait_closed()
    assert status.split()[1] in {b"400", b"403", b"404"}
    assert b"root:" not in body
    assert b"class WebServer" not in body


async def test_another_hosts_name_is_refused(server: WebServer, browser: aiohttp.ClientSession) -> None:
    """A name that somebody else made to point here must not read the page."""
    async with browser.get(server.url, headers={"Host": "evil.example"}) as answer:
        assert answer.status == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "http://localhost"])
async def test_a_websocket_from_another_site_is_refused(
    server: WebServer, browser: aiohttp.ClientSession, origin: str
) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
        await dial(browser, server, Origin=origin)
    assert refusal.value.status == 403


async def test_a_websocket_that_does_not_say_where_it_comes_from_is_refused(
    server: WebServer, browser: aiohttp.ClientSession
) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await browser.ws_connect(f"{server.url}mqtt", protocols=("mqtt",))


async def test_topics_of_ours_go_through_both_ways(
    server: WebServer, browser: aiohttp.ClientSession, embedded: EmbeddedBroker
) -> None:
    port = embedded.listeners.port
    async with (
        listening(port, "legday/v1/+/cmd/+") as heard,
        aiomqtt.Client(HOST, port) as service,
        dial(browser, server) as page,
    ):
        assert page.protocol == "mqtt"
        await page.send_bytes(connect())
        assert (await page.receive_bytes())[0] >> 4 == CONNACK
        await page.send_bytes(subscribe("legday/v1/#"))
        assert (await page.receive_bytes())[0] >> 4 == SUBACK
        await service.publish("legday/v1/thigh/state", b"seen", qos=1)
        incoming = await page.receive_bytes()
        assert incoming[0] >> 4 == INCOMING
        assert b"seen" in incoming
        await page.send_bytes(publish("legday/v1/thigh/cmd/exercise"))
        assert await heard.until("legday/v1/thigh/cmd/exercise") == [b"squat"]


@pytest.mark.parametrize(
    "refused", [subscribe("#"), publish("legday/v1/thigh/state"), packet(15, 0, b""), b"\x30\xff\xff\xff\xff"]
)
async def test_what_is_not_allowed_ends_the_connection_with_the_reason(
    server: WebServer, browser: aiohttp.ClientSession, embedded: EmbeddedBroker, refused: bytes
) -> None:
    async with listening(embedded.listeners.port, "#") as heard:
        async with dial(browser, server) as page:
            await page.send_bytes(connect() + refused)
            last = await page.receive()
            while last.type is aiohttp.WSMsgType.BINARY:
                last = await page.receive()
            assert page.close_code == POLICY_VIOLATION
            assert last.extra
        assert heard.messages == []


async def test_text_ends_the_connection(server: WebServer, browser: aiohttp.ClientSession) -> None:
    async with dial(browser, server) as page:
        await page.send_str("hello")
        assert (await page.receive()).type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED}


async def test_pages_are_told_when_the_server_ends(
    embedded: EmbeddedBroker, browser: aiohttp.ClientSession
) -> None:
    async with WebServer(WebSettings(port=0), embedded.listeners, "legday") as server:
        page = await dial(browser, server)
        await page.send_bytes(connect())
        await page.receive_bytes()
    assert (await page.receive()).type is aiohttp.WSMsgType.CLOSE
    await page.close()


async def test_another_address_needs_the_token(
    embedded: EmbeddedBroker, browser: aiohttp.ClientSession
) -> None:
    settings = WebSettings(host="127.0.0.2", port=0)
    async with WebServer(settings, embedded.listeners, "legday") as server:
        address, token = server.url.split("?token=")
        assert len(token) >= 16
        for path in (
            *("", "static/live/main.js", "page.json", "mqtt", "?token=wrong"),
            *("contract/asyncapi.json", "contract/schemas/state.json"),
        ):
            async with browser.get(address + path) as answer:
                assert answer.status == 401
        jar = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(cookie_jar=jar) as invited:
            async with invited.get(server.url) as answer:
                assert answer.status == 200
                assert "token" not in str(answer.url)
                cookie = answer.history[0].cookies["legday_token"]
                assert cookie["httponly"]
                assert cookie["samesite"] == "Strict"
            async with invited.get(f"{address}page.json") as answer:
                assert await answer.json() == {"base": "legday", "views": ["/"], "phone": False}


async def test_the_phone_s_key_is_told_to_those_alone_who_may_open_the_page(
    embedded: EmbeddedBroker, browser: aiohttp.ClientSession
) -> None:
    code = PhoneCode()
    code.show("https://gym.local:8443/phone#thekey", "data:image/svg+xml,thekey")
    settings = WebSettings(host="127.0.0.2", port=0)
    async with WebServer(settings, embedded.listeners, "legday", [code]) as server:
        address = server.url.partition("?")[0]
        for path in ("", "page.json", "phone-code.json", "phone-code.json?token=wrong"):
            async with browser.get(address + path) as answer:
                assert answer.status == 401
                assert "thekey" not in await answer.text()
        jar = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(cookie_jar=jar) as invited:
            await (await invited.get(server.url)).read()
            async with invited.get(f"{address}phone-code.json") as answer:
                assert (await answer.json())["url"].endswith("#thekey")
                assert answer.headers["Cache-Control"] == "no-store"
                assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
            for path in ("", "page.json"):
                async with invited.get(address + path) as answer:
                    assert "thekey" not in await answer.text()
            other = {"Origin": "https://evil.example"}
            async with invited.get(f"{address}phone-code.json", headers=other) as answer:
                assert answer.status == 403
            code.hide()
            async with invited.get(f"{address}phone-code.json") as answer:
                assert await answer.json() == {"waiting": False, "url": None, "picture": None}


async def test_on_loopback_another_name_is_not_told_the_phone_s_key(
    embedded: EmbeddedBroker, browser: aiohttp.ClientSession
) -> None:
    code = PhoneCode()
    code.show("https://gym.local:8443/phone#thekey", "data:image/svg+xml,thekey")
    async with WebServer(WebSettings(port=0), embedded.listeners, "legday", [code]) as server:
        address = f"{server.url}phone-code.json"
        async with browser.get(address) as answer:
            assert "thekey" in await answer.text()
        async with browser.get(address, headers={"Host": "evil.example"}) as answer:
            assert answer.status == 403


async def test_a_token_of_ones_own_is_kept(embedded: EmbeddedBroker) -> None:
    settings = WebSettings(port=0, token=SecretStr("my own secret token"))
    async with WebServer(settings, embedded.listeners, "legday") as server:
        assert server.url.endswith("?token=my%20own%20secret%20token")


async def test_a_port_that_is_taken_is_an_error_that_names_it(
    server: WebServer, embedded: EmbeddedBroker
) -> None:
    port = int(server.url.rstrip("/").rsplit(":", 1)[1])
    with pytest.raises(SettingsError, match=f"web.port.*{port}"):
        await WebServer(WebSettings(port=port), embedded.listeners, "legday").__aenter__()
