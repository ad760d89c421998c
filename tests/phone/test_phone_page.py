"""A phone without an app: a browser, over HTTPS, on a name that is not this machine's own."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from playwright.async_api import Browser, CDPSession, Page, expect

from legday.core.block import FloatArray, SampleBlock
from legday.core.inputs import LinkChange, Packet
from legday.core.setup import SessionSetup
from legday.sensors.intake import Intake
from legday.sensors.registry import profile
from legday.session import Session
from legday.simulate.athlete import Athlete
from legday.simulate.kinematics import FINE_HZ, Kinematics
from legday.simulate.sensor import Strapped, sense
from tests.edges.brokers import Wire

from .conftest import Waiting, eventually, phone_of, put_on, waiting_for

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

RATE_HZ = 100.0
SPEED = 4.0

MOST_ROWS = 5.0
"""A busy machine makes the athlete slow, and does not tear the movement."""

WATCH = """() => {
  window.buzzes = [];
  window.shown = [0];
  const box = document.querySelector("#count");
  const note = () => window.shown.push(Number(box.textContent));
  new MutationObserver(note).observe(box, { childList: true, characterData: true, subtree: true });
}"""
"""Note every count that is shown: two that come quickly one after the other may be told together."""


def squatting(times: int) -> Kinematics:
    athlete = Athlete(0)
    athlete.stay(2.0)
    for _ in range(times):
        athlete.squat(seconds=1.3)
        athlete.stay(0.2)
    athlete.stay(2.5)
    return athlete.kinematics()


def squats(sign: float = 1.0) -> list[list[float]]:
    """Ten squats as a browser tells them: m/s² to a tenth, degrees per second to a tenth."""
    block = sense(squatting(10), Strapped(RATE_HZ))
    rows = np.concatenate([sign * block.acc, np.degrees(block.gyr)], axis=1)
    return np.round(rows, 1).tolist()


async def test_ten_squats_of_an_iphone_are_ten_on_the_phone_live_and_in_replay(
    phone: Page, tmp_path: Path
) -> None:
    """Its browser has the opposite sign, which lying on its back tells."""
    sign = -1.0
    async with waiting_for(tmp_path) as waiting:
        await put_on(phone, waiting.server.url, up=9.8 * sign)
        await phone.evaluate(WATCH)
        await phone.evaluate("([rows, speed]) => window.perform(rows, speed)", [squats(sign), SPEED])
        await expect(phone.locator("#count")).to_have_text("10")
        await expect(phone.locator("#exercise")).to_have_text("Squat")
        rises = await phone.evaluate("window.shown.filter((n, i) => n > window.shown[i - 1]).length")
        assert len(await phone.evaluate("window.buzzes")) == rises > 0
        assert await phone.locator("#lost").text_content() == "0"
    heard = waiting.heard
    live = [event["id"] for event in heard.events("rep")]
    assert len(live) == 10
    assert waiting.door.sensors[0].site == "left_thigh"
    session = Session(SessionSetup(recording="test", exercise="squat", sensors=waiting.door.sensors))
    again = session.push(heard.inputs) + session.finish()
    assert [f"test.{event.device}.{event.serial}" for event in again if event.type == "rep"] == live
    angles = [event.rom_rad for event in again if event.type == "rep"]
    assert np.degrees(min(angles)) > 60.0


class Tools:
    """The developer tools feed the sensors below the browser: what the page hears is the browser's own."""

    HEARD = """() => new Promise((done) =>
      window.addEventListener("devicemotion", () => done(performance.now()), { once: true }))"""

    def __init__(self, page: Page, tools: CDPSession) -> None:
        self._page, self._tools = page, tools

    async def enable(self, kind: str, available: bool = True) -> None:
        metadata = {"available": available, "minimumFrequency": 1, "maximumFrequency": 100}
        sensor = {"enabled": True, "type": kind, "metadata": metadata}
        await self._tools.send("Emulation.setSensorOverrideEnabled", sensor)

    async def read(self, kind: str, values: Sequence[float]) -> None:
        reading = {"xyz": dict(zip("xyz", values, strict=True))}
        await self._tools.send("Emulation.setSensorOverrideReadings", {"type": kind, "reading": reading})

    async def heard(self) -> float:
        """Wait for the page's next event; the page's time, ms."""
        return float(await self._page.evaluate(self.HEARD))


@contextlib.asynccontextmanager
async def felt_by(browser: Browser, url: str, *, gyroscope: bool) -> AsyncIterator[tuple[Page, Tools]]:
    """A phone on its way to Go, whose own motion events are as the developer tools say."""
    async with phone_of(browser) as page:
        tools = Tools(page, await page.context.new_cdp_session(page))
        for kind in ("accelerometer", "gravity", "linear-acceleration"):
            await tools.enable(kind)
        await tools.enable("gyroscope", gyroscope)
        await tools.read("accelerometer", (0.0, 0.0, 9.8))
        await tools.read("linear-acceleration", (0.0, 0.0, 0.0))
        if gyroscope:
            await tools.read("gyroscope", (0.0, 0.0, 0.0))
        await page.goto(url)
        await page.get_by_role("button", name="Start").click()
        await page.get_by_role("button", name="Right thigh").click()
        await page.get_by_role("button", name="Go").click()
        await expect(page.get_by_role("status").first).to_have_text("Connected")
        yield page, tools


async def test_real_motion_events_at_the_browser_s_own_rate(browser: Browser, tmp_path: Path) -> None:
    """Each attitude is held until the page has heard it: a busy machine makes a slow athlete, not another.

    No gyroscope is there, whose reading would have to fit the time that passes until the next.
    """
    angles = squatting(5).angle_rad[:: int(FINE_HZ / RATE_HZ)]
    async with (
        waiting_for(tmp_path) as waiting,
        felt_by(browser, waiting.server.url, gyroscope=False) as (page, tools),
    ):
        at, before = 0.0, await tools.heard()
        while at < len(angles):
            angle = angles[int(at)]
            await tools.read("accelerometer", (0.0, 9.8 * np.cos(angle), 9.8 * np.sin(angle)))
            now = await tools.heard()
            at, before = at + min((now - before) / 1000.0 * RATE_HZ, MOST_ROWS), now
        await expect(page.locator("#count")).to_have_text("5")
    assert len(waiting.heard.events("rep")) == 5


def rows_of(waiting: Waiting) -> FloatArray:
    """What was decoded of a phone's frames: acceleration in m/s², rotation in rad/s."""
    if not waiting.door.sensors:
        return np.empty((0, 6))
    (sensor,) = waiting.door.sensors
    intake = Intake(sensor, profile(sensor.profile))
    frames = [item for item in waiting.heard.inputs if isinstance(item, Packet)]
    blocks = [each for frame in frames for each in intake.push(frame) if isinstance(each, SampleBlock)]
    return np.concatenate([np.empty((0, 6)), *(np.hstack([block.acc, block.gyr]) for block in blocks)])


async def test_real_motion_events_are_read_in_their_units(browser: Browser, tmp_path: Path) -> None:
    async with (
        waiting_for(tmp_path) as waiting,
        felt_by(browser, waiting.server.url, gyroscope=True) as (_, tools),
    ):
        await tools.read("accelerometer", (1.0, 2.0, 9.0))
        await tools.read("gyroscope", (0.5, -1.0, 2.0))
        wanted = [1.0, 2.0, 9.0, 0.5, -1.0, 2.0]
        await eventually(lambda: any(np.allclose(row, wanted, atol=0.1) for row in rows_of(waiting)))


async def sampled(phone: Page, more: int) -> None:
    """Wait until the phone has taken so many samples more."""
    enough = await phone.evaluate("samples") + more
    async with asyncio.timeout(30):
        while await phone.evaluate("samples") < enough:  # noqa: ASYNC110 - it is in another program
            await asyncio.sleep(0.02)


async def test_a_cut_network_loses_nothing(phone: Page, tmp_path: Path) -> None:
    async with waiting_for(tmp_path) as waiting:
        async with Wire(int(waiting.server.address.rsplit(":", 1)[1])) as wire:
            url = waiting.server.url.replace(waiting.server.address.rsplit(":", 1)[1], str(wire.port))
            await put_on(phone, url)
            await phone.evaluate("window.rest([0, 9.8, 0])")
            await eventually(lambda: len(waiting.heard.frames) > 10)
            await wire.cut()
            link = phone.get_by_role("status").first
            await expect(link).to_have_text("No connection")
            before = len(waiting.heard.frames)
            await sampled(phone, 100)
            await wire.mend()
            await expect(link).to_have_text("Connected")
            await eventually(lambda: len(waiting.heard.frames) > before + 20)
        numbers = waiting.heard.numbers
        assert numbers == list(range(len(numbers)))
        links = [item.state for item in waiting.heard.inputs if isinstance(item, LinkChange)]
        assert links[:3] == ["connected", "disconnected", "connected"]
    assert waiting.heard.events("gap") == []


async def test_frames_go_by_posts_where_the_websocket_is_refused(browser: Browser, tmp_path: Path) -> None:
    """As on an iPhone that does not trust the certificate: pages yes, WebSockets no."""
    async with waiting_for(tmp_path) as waiting, phone_of(browser) as phone:
        await phone.add_init_script(
            "window.WebSocket = class { constructor() { setTimeout(() => this.onclose?.(), 5); } close() {} }"
        )
        await put_on(phone, waiting.server.url)
        await phone.evaluate("window.rest([0, 9.8, 0])")
        await eventually(lambda: len(waiting.heard.frames) > 20)
        await expect(phone.locator("#latency")).not_to_have_text("–")
        numbers = waiting.heard.numbers
        assert numbers == list(range(len(numbers)))


async def test_a_hidden_page_is_a_gap_and_the_screen_is_kept_on_again(
    browser: Browser, tmp_path: Path
) -> None:
    async with waiting_for(tmp_path) as waiting, phone_of(browser) as phone:
        await phone.add_init_script(
            """window.locks = 0;
            Object.defineProperty(navigator, "wakeLock", {
              value: { request: async () => (window.locks++, { release() {} }) } });
            window.seen = (state) => {
              Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
              document.dispatchEvent(new Event("visibilitychange"));
            };"""
        )
        await put_on(phone, waiting.server.url)
        resting = await phone.evaluate("window.rest([0, 9.8, 0])")
        await eventually(lambda: len(waiting.heard.frames) > 50)
        await phone.evaluate("(timer) => { clearInterval(timer); window.seen('hidden'); }", resting)
        await phone.wait_for_timeout(1200)
        await phone.evaluate("window.seen('visible'); window.rest([0, 9.8, 0]);")
        await expect(phone.locator("#note")).to_have_text(
            "This page was hidden for 1 s: nothing was measured."
        )
        assert await phone.evaluate("window.locks") == 2
        await eventually(lambda: waiting.heard.events("gap") != [])
    (gap,) = waiting.heard.events("gap")
    assert 1.0 < gap["end_s"] - gap["start_s"] < 10.0


async def test_a_wrong_token_an_ended_session_and_a_second_phone_are_told_why(
    browser: Browser, phone: Page, tmp_path: Path
) -> None:
    why = "#refused-why"
    async with waiting_for(tmp_path) as waiting:
        url = waiting.server.url
        await phone.goto(url[:-4] + "none")
        await phone.get_by_role("button", name="Start").click()
        await expect(phone.locator(why)).to_contain_text("does not belong to the session")
        await phone.goto(url.partition("#")[0])
        await expect(phone.locator(why)).to_contain_text("lacks its key")
        await put_on(phone, url)
        async with phone_of(browser) as second:
            await second.goto(url)
            await second.get_by_role("button", name="Start").click()
            await expect(second.locator(why)).to_contain_text("Another phone has opened this link")
        waiting.door.close()
        await phone.goto("about:blank")
        await phone.goto(url)
        await phone.get_by_role("button", name="Start").click()
        await expect(phone.locator(why)).to_contain_text("The session has ended")


async def test_two_phones_take_the_two_places(browser: Browser, phone: Page, tmp_path: Path) -> None:
    places = {"left_thigh": "left_thigh", "right_thigh": "right_thigh"}
    async with waiting_for(tmp_path, **places) as waiting, phone_of(browser) as other:
        await put_on(phone, waiting.server.url, place="Right thigh")
        await put_on(other, waiting.server.url, place=None)
        for page in (phone, other):
            await page.evaluate("window.rest([0, 9.8, 0])")
        await eventually(
            lambda: {item.device for item in waiting.heard.inputs if hasattr(item, "payload")} == set(places)
        )
