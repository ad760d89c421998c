"""A phone without an app: a browser, over HTTPS, on a name that is not this machine's own."""

import asyncio
from pathlib import Path

import numpy as np
import pytest
from playwright.async_api import Browser, Page, expect

from legday.core.inputs import LinkChange
from legday.core.setup import SessionSetup
from legday.session import Session
from legday.simulate.athlete import Athlete
from legday.simulate.sensor import Strapped, sense
from tests.edges.brokers import Wire

from .conftest import eventually, phone_of, put_on, waiting_for

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


def squats(sign: float = 1.0) -> list[list[float]]:
    """Ten squats as a browser tells them: m/s² to a tenth, degrees per second to a tenth."""
    athlete = Athlete(0)
    athlete.stay(2.0)
    for _ in range(10):
        athlete.squat(seconds=1.3)
        athlete.stay(0.2)
    athlete.stay(2.5)
    block = sense(athlete.kinematics(), Strapped(RATE_HZ))
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


async def test_real_motion_events_at_the_browser_s_own_rate(browser: Browser, tmp_path: Path) -> None:
    """The developer tools feed the sensor below the browser: what the page hears is the browser's own."""
    rows = np.array(squats())
    async with waiting_for(tmp_path) as waiting, phone_of(browser) as page:
        tools = await page.context.new_cdp_session(page)
        for kind in ("accelerometer", "gravity", "linear-acceleration", "gyroscope"):
            metadata = {"available": True, "minimumFrequency": 1, "maximumFrequency": 100}
            await tools.send(
                "Emulation.setSensorOverrideEnabled", {"enabled": True, "type": kind, "metadata": metadata}
            )

        async def read(kind: str, values: np.ndarray) -> None:
            reading = {"xyz": dict(zip("xyz", values.tolist(), strict=True))}
            await tools.send("Emulation.setSensorOverrideReadings", {"type": kind, "reading": reading})

        async def feel(row: np.ndarray) -> None:
            """One way to the browser and back for all: the time of three would slow the squats down."""
            await asyncio.gather(
                read("accelerometer", row[:3]),
                read("linear-acceleration", row[:3] * 0.0),
                read("gyroscope", np.radians(row[3:])),
            )

        await feel(np.array([0.0, 0.0, 9.8, 0.0, 0.0, 0.0]))
        await page.goto(waiting.server.url)
        await page.get_by_role("button", name="Start").click()
        await page.get_by_role("button", name="Right thigh").click()
        await page.get_by_role("button", name="Go").click()
        await expect(page.get_by_role("status").first).to_have_text("Connected")
        at, before = 0.0, await page.evaluate("performance.now()")
        while at < len(rows):
            now = await page.evaluate("performance.now()")
            passed = max(now - before, 1.0) / 1000.0 * RATE_HZ
            on = min(passed, MOST_ROWS)
            await feel(rows[int(at)] * [1.0, 1.0, 1.0, *[on / passed] * 3])
            at, before = at + on, now
        await expect(page.locator("#count")).to_have_text("10")
    assert len(waiting.heard.events("rep")) == 10


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
