"""The page in a real browser, fed by nothing but the public topics."""

import asyncio
import contextlib
import math
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from legday.broker import EmbeddedBroker
from legday.publishers import Context, Message
from legday.publishers.mqtt import MqttPublisher, MqttSettings
from legday.web.server import WebServer, WebSettings

from .brokers import eventually
from .conftest import Obeyed

pytestmark = pytest.mark.browser

expect.set_options(timeout=30_000)

CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage"]
STATE = {
    "exercise": "squat",
    "title": "Squat",
    "counts": "rep",
    "count": 0,
    "set": {"n": 1, "running": True},
    "steps_per_min": None,
    "counts_per_min": 24.2,
    "hold_s": None,
    "link": "connected",
    "lost_inputs": 0,
}


@pytest.fixture
async def browser(chromium_program: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_program, args=CHROMIUM_ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A page whose script may make no error and break no rule of the content policy."""
    context = await browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="dark")
    page = await context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    yield page
    await context.close()
    assert [each for each in complaints if "WebSocket" not in each] == []


@pytest.fixture
async def server(embedded: EmbeddedBroker) -> AsyncIterator[WebServer]:
    async with WebServer(WebSettings(port=0), embedded.listeners, "legday") as server:
        yield server


def publisher(broker: EmbeddedBroker, context: Context) -> MqttPublisher:
    return MqttPublisher(MqttSettings().at(broker.listeners.url_v5), context)


def line(start_s: float) -> Message:
    times = [round(start_s + n * 0.04, 3) for n in range(5)]
    return Message("live", "thigh", {"t_s": times, "angle_deg": [45.0 - 45.0 * math.cos(t) for t in times]})


@contextlib.asynccontextmanager
async def training(broker: EmbeddedBroker, context: Context) -> AsyncIterator[MqttPublisher]:
    """A service with a sensor that keeps sending."""

    async def send(out: MqttPublisher) -> None:
        start_s = 0.0
        while True:
            await out.publish(line(start_s))
            start_s += 0.2
            await asyncio.sleep(0.2)

    async with publisher(broker, context) as out:
        await out.publish(Message("status", "thigh", {"status": "online"}))
        sending = asyncio.create_task(send(out))
        try:
            yield out
        finally:
            sending.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await sending


async def drawn(page: Page) -> int:
    """Return how many dots of the plot's line are drawn."""
    return int(
        await page.evaluate(
            """() => {
              const canvas = document.querySelector('.plot canvas');
              const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
              let blue = 0;
              for (let i = 0; i < data.length; i += 4) blue += data[i + 3] > 0 && data[i + 2] > data[i] + 60;
              return blue;
            }"""
        )
    )


async def test_the_count_appears_and_grows(
    page: Page, server: WebServer, embedded: EmbeddedBroker, context: Context
) -> None:
    await page.goto(server.url)
    await expect(page.locator("#connection")).to_have_text("Connecting")
    async with training(embedded, context) as out:
        await expect(page.locator("#connection")).to_have_text("Connected")
        await expect(page.locator("h1")).to_have_text("No exercise")
        for count in (0, 1, 2, 11):
            await out.publish(Message("state", "thigh", {**STATE, "count": count}))
            await expect(page.locator("#count")).to_have_text(str(count))
        await expect(page.locator("h1")).to_have_text("Squat")
        await expect(page.locator("#tempo")).to_have_text("24")
        await expect(page.locator("#tempo-unit")).to_have_text("reps/min")
        await expect(page.locator("#set")).to_have_text("1")


async def test_the_count_fills_the_screen_and_nothing_is_cut_off(
    page: Page, server: WebServer, embedded: EmbeddedBroker, context: Context
) -> None:
    async with training(embedded, context) as out:
        await page.goto(server.url)
        for width, height in ((1280, 800), (1920, 1080), (390, 844), (844, 390)):
            await page.set_viewport_size({"width": width, "height": height})
            for count in (8, 88, 188, 1888):
                await out.publish(Message("state", "thigh", {**STATE, "count": count}))
                await expect(page.locator("#count")).to_have_text(str(count))
                box = await page.locator("#count").bounding_box()
                assert box is not None
                assert box["height"] >= 0.22 * min(width, height)
                assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
                text = await page.evaluate(
                    """() => { const range = document.createRange(); range.selectNodeContents(
                    document.querySelector('#count')); const box = range.getBoundingClientRect();
                    return [box.left, box.right]; }"""
                )
                assert text[0] >= 0
                assert text[1] <= width
                chooser = await page.locator("#exercises").bounding_box()
                assert chooser is not None
                assert box["y"] + box["height"] <= chooser["y"] + 1
                assert box["y"] >= 0


async def test_the_angle_is_drawn_and_counted_reps_are_marked(
    page: Page, server: WebServer, embedded: EmbeddedBroker, context: Context
) -> None:
    await page.goto(server.url)
    await expect(page.locator(".nothing")).to_be_visible()
    assert await drawn(page) == 0
    async with training(embedded, context):
        await expect(page.locator(".nothing")).to_be_hidden()
        await asyncio.sleep(1.5)
        assert await drawn(page) > 50


async def test_choosing_an_exercise_sends_the_command(
    page: Page, server: WebServer, embedded: EmbeddedBroker, context: Context, obeyed: Obeyed
) -> None:
    async with training(embedded, context) as out:
        await page.goto(server.url)
        await page.get_by_role("button", name="Squat", exact=True).click()
        await eventually(lambda: bool(obeyed.commands))
        assert [(each.name, each.value, each.device) for each in obeyed.commands] == [
            ("exercise", "squat", "")
        ]
        await out.publish(Message("state", "thigh", STATE))
        await expect(page.get_by_role("button", name="Squat", exact=True)).to_have_attribute(
            "aria-pressed", "true"
        )


async def test_a_refused_command_is_explained(
    page: Page, server: WebServer, embedded: EmbeddedBroker, context: Context
) -> None:
    async with training(embedded, context) as out:
        await page.goto(server.url)
        await expect(page.locator("#connection")).to_have_text("Connected")
        refusal = {"type": "command_refused", "id": "t.workout.1", "reason": "no such exercise"}
        await out.publish(Message("event", "workout", refusal))
        await expect(page.get_by_role("alert")).to_have_text("no such exercise")


async def test_every_state_of_the_connection_is_told(
    page: Page, server: WebServer, embedded: EmbeddedBroker, context: Context
) -> None:
    connection = page.locator("#connection")
    await page.goto(server.url)
    async with training(embedded, context) as out:
        await expect(connection).to_have_text("Connected")
        await out.publish(Message("status", "thigh", {"status": "offline"}))
        await expect(connection).to_have_text("No sensor")
        await out.publish(Message("status", "thigh", {"status": "online"}))
        await expect(connection).to_have_text("Connected")
    await expect(connection).to_have_text("legday has stopped")
    async with publisher(embedded, context) as out:
        await out.publish(Message("status", "thigh", {"status": "online"}))
        await expect(connection).to_have_text("No data from the sensor")


async def test_a_page_that_lost_its_server_comes_back_by_itself(
    page: Page, embedded: EmbeddedBroker, context: Context
) -> None:
    async with training(embedded, context) as out:
        await out.publish(Message("state", "thigh", {**STATE, "count": 3}))
        async with WebServer(WebSettings(port=0), embedded.listeners, "legday") as server:
            port = int(server.url.rstrip("/").rsplit(":", 1)[1])
            await page.goto(server.url)
            await expect(page.locator("#count")).to_have_text("3")
        await expect(page.locator("#connection")).to_have_text("Reconnecting")
        await out.publish(Message("state", "thigh", {**STATE, "count": 4}))
        async with WebServer(WebSettings(port=port), embedded.listeners, "legday"):
            await expect(page.locator("#connection")).to_have_text("Connected")
            await expect(page.locator("#count")).to_have_text("4")


async def test_the_demo_counts_on_the_page(page: Page, tmp_path: Path) -> None:
    """One command, no configuration: the virtual athlete's jumps appear and grow."""
    demo = await asyncio.create_subprocess_exec(
        Path(sys.executable).with_name("legday"),
        "live",
        "--demo",
        "--port",
        "0",
        cwd=tmp_path,
        env={**os.environ, "LEGDAY_VIRTUAL_SPEED": "3"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert demo.stdout is not None
    assert demo.stderr is not None
    try:
        async with asyncio.timeout(60):
            address = re.search(r"http://\S+", (await demo.stderr.readline()).decode())
        assert address is not None
        await page.goto(address[0])
        await expect(page.locator("#connection")).to_have_text("Connected")
        await expect(page.locator("h1")).to_have_text("Leapfrog")
        await expect(page.locator("#count")).to_have_text(re.compile(r"^[3-9]$"))
        await expect(page.locator("#tempo-unit")).to_have_text("jumps/min")
        assert await drawn(page) > 50
    finally:
        with contextlib.suppress(ProcessLookupError):
            demo.send_signal(signal.SIGINT)
        out, _ = await asyncio.wait_for(demo.communicate(), 30)
    assert demo.returncode == 0
    assert "jump 3" in out.decode()
