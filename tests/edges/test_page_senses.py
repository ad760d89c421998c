"""What the page asks of the browser beside its screen: voice, sound, a screen that stays awake."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from legday.publishers import Context
from legday.web.server import WebServer

from .brokers import PATIENCE_S
from .pages import Stage, opened, show

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

expect.set_options(timeout=30_000)

EARS = """
window.said = [];
window.tones = [];
Object.defineProperty(window, "speechSynthesis", {
  value: { cancel() {}, speak: (words) => window.said.push(words.text) } });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
window.AudioContext = class {
  currentTime = 0;
  destination = {};
  resume() {}
  createOscillator() {
    const frequency = { value: 0 };
    return { frequency, connect: (next) => next, start: () => window.tones.push(frequency.value), stop() {} };
  }
  createGain() {
    const gain = { setValueAtTime() {}, exponentialRampToValueAtTime() {} };
    return { gain, connect: (next) => next };
  }
};
window.locks = 0;
Object.defineProperty(navigator, "wakeLock", {
  value: { request: async (kind) => { window.locks += kind === "screen"; return { release() {} }; } } });
window.seen = (state) => {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
};
"""
TONE_HZ, LAST_HZ = 880, 1320


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser) -> AsyncIterator[Page]:
    async with opened(browser) as page:
        await page.add_init_script(EARS)
        yield page


@pytest_asyncio.fixture(loop_scope="session")
async def server(stage: Stage) -> AsyncIterator[WebServer]:
    async with stage.server() as server:
        yield server


async def soon(page: Page, expression: str, wanted: int) -> None:
    """Wait until a number of the page is there; its content policy forbids a wait within it."""
    async with asyncio.timeout(PATIENCE_S):
        while await page.evaluate(expression) != wanted:  # noqa: ASYNC110 - it is in another program
            await asyncio.sleep(0.02)


async def test_the_count_and_the_phases_are_spoken_once_voice_is_on(
    page: Page, server: WebServer, stage: Stage, context: Context
) -> None:
    async with stage.publisher(context) as out:
        await page.goto(server.url)
        for count in (1, 2):
            await show(out, count=count)
            await expect(page.locator("#count")).to_have_text(str(count))
        assert await page.evaluate("said") == []
        await page.get_by_role("button", name="Voice").click()
        assert await page.evaluate("said.splice(0)") == ["Voice on"]
        for count in (3, 4, 4, 5):
            await show(out, count=count)
            await expect(page.locator("#count")).to_have_text(str(count))
        await soon(page, "said.length", 3)
        assert await page.evaluate("said.splice(0)") == ["3", "4", "5"]
        for phase, words in (("rest", "Rest"), ("done", "Done")):
            await show(out, count=5, phase=phase)
            await soon(page, "said.length", 1)
            assert await page.evaluate("said.splice(0)") == [words]
        await page.get_by_role("button", name="Voice").click()
        await show(out, count=6)
        await expect(page.locator("#count")).to_have_text("6")
        await expect(page.locator("#phase")).to_have_text("Go")
        assert await page.evaluate("said") == []


async def test_the_last_three_seconds_of_a_rest_and_its_end_are_heard(
    page: Page, server: WebServer, stage: Stage, context: Context
) -> None:
    """On a clock that the test sets, so that no machine is too slow to hear each second."""
    ends_s = round(time.time()) + 5
    await page.clock.set_fixed_time(ends_s - 5)
    async with stage.publisher(context) as out:
        await page.goto(server.url)
        await page.get_by_role("button", name="Beep").click()
        assert await page.evaluate("tones.splice(0)") == [TONE_HZ]
        await show(out, phase="rest", phase_ends_ms=ends_s * 1000)
        await expect(page.locator("#ring-text")).to_have_text("5")
        heard = []
        for second in (4, 3, 2, 1, 0):
            await page.clock.set_fixed_time(ends_s - second)
            await expect(page.locator("#ring-text")).to_have_text(str(second))
            await soon(page, "tones.length", int(second <= 3))
            heard.append(await page.evaluate("tones.splice(0)"))
        await show(out, phase="work")
        await expect(page.locator("#ring")).to_be_hidden()
        assert heard == [[], [TONE_HZ], [TONE_HZ], [TONE_HZ], [LAST_HZ]]
        assert await page.evaluate("tones") == []


async def test_the_screen_on_the_wall_stays_awake_and_is_asked_to_again(
    page: Page, server: WebServer
) -> None:
    await page.goto(server.url)
    await expect(page.locator("#connection")).to_have_text("Connecting")
    assert await page.evaluate("locks") == 0
    await page.goto(f"{server.url}?kiosk")
    await soon(page, "locks", 1)
    await page.evaluate("seen('hidden')")
    assert await page.evaluate("locks") == 1
    await page.evaluate("seen('visible')")
    await soon(page, "locks", 2)
