"""Every view as people see it: light and dark, on a desk, a phone and a wall; no barrier that axe-core knows.

With LEGDAY_SCREENSHOTS set to a folder the pictures of the docs are made here, in the colours that they need.
"""

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
import segno
from playwright.async_api import Browser, Page, expect

from legday.history import History
from legday.publishers import Context, Message
from legday.publishers.mqtt import MqttPublisher
from legday.web import PhoneCode
from legday.web._history import HistoryView
from legday.web.review import Review
from legday.web.server import WebServer, WebSettings
from tests.conftest import CHECKOUT

from .pages import DESK, PHONE, WALL, Stage, jump, line, look_at, opened, rejected, show

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

TARGET = {"reps": 10, "s": None, "shuttles": None}
LEAPFROG = {
    "exercise": "leapfrog",
    "title": "Leapfrog",
    "counts": "jump",
    "count": 7,
    "set": {"n": 2, "of": 3, "running": True},
    "target": TARGET,
    "plan": "stronger-legs",
}
SCREENS = (("live", DESK, ""), ("phone", PHONE, ""), ("kiosk", WALL, "?kiosk"))
DAY_MS = 86_400_000.0


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def review(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WebServer]:
    """Our own takes, and one that cannot be read; what counts them is started once."""
    folder = tmp_path_factory.mktemp("takes")
    (folder / "broken.csv").write_text("no,take\n1,2\n")
    places = [CHECKOUT / "recordings", folder]
    async with WebServer(WebSettings(port=0), None, "legday", [Review(places)]) as server:
        yield server


def trained(path: Path) -> None:
    """Eight days of training, a little better each."""
    with History(path) as history:
        for day in range(8):
            done = [
                ("squat", 9 + day, {"tempo_s": 2.4, "depth_deg": 84.0 + day}),
                ("leapfrog", 5, {"best_flight_s": 0.3 + 0.01 * day, "landing_load_g": 22.0}),
                ("wall_sit", 1, {"held_s": 30.0 + 4 * day, "depth_deg": 82.0}),
            ]
            for n, (exercise, count, figures) in enumerate(done, start=1):
                span = {"start_s": 60.0 * n, "end_s": 60.0 * n + 30.0, "session": 1, "n": n, "reached": None}
                body = {**span, "exercise": exercise, "count": count, **figures}
                history.add_set(f"day{day}", "p1", body, 1.7955e12 + 2 * DAY_MS * day + 60_000 * n)


async def test_live(browser: Browser, stage: Stage, context: Context) -> None:
    async with stage.server() as server, stage.publisher(context) as out:
        await out.publish(Message("status", "thigh", {"status": "online"}))
        for n, (name, size, query) in enumerate(SCREENS):
            async with opened(browser, size, reduced_motion="reduce") as page:
                await page.goto(server.url + query)
                if name == "live":
                    await look_at(page, "waiting")
                await leap(out, page, 10.0 * n)
                await look_at(page, name)
                if name == "live":
                    ends_ms = time.time() * 1000 + 31_000
                    await show(out, **LEAPFROG, phase="rest", phase_ends_ms=ends_ms)
                    await expect(page.locator("#ring")).to_be_visible()
                    await look_at(page, "rest")


async def leap(out: MqttPublisher, page: Page, start_s: float) -> None:
    """Let the page see ten seconds of leapfrogs, one of them too low to count."""
    await show(out, **LEAPFROG)
    await expect(page.locator("#count")).to_have_text("7")
    await out.publish(line(start_s, points=250))
    for n, flight_s in enumerate((0.33, 0.32, 0.34, 0.32)):
        await out.publish(jump(n, start_s + 1.56 + 2.0 * (n + (n > 1)), flight_s))
    await out.publish(rejected(9, start_s + 5.1, "too low for a jump"))
    await expect(page.locator("#bars li")).to_have_count(4)
    await out.publish(line(start_s + 10.0))
    await expect(page.locator("#connection")).to_have_text("Connected")


async def test_waiting_for_a_phone(browser: Browser, stage: Stage) -> None:
    url = "https://gym.local:8443/phone#aW9uZS10aW1lLWtleQ"
    code = PhoneCode()
    async with stage.server([code]) as server, opened(browser, PHONE) as page:
        await page.goto(server.url)
        await expect(page.locator("#phone-code")).to_be_hidden()
        code.show(url, segno.make(url).svg_data_uri(light="white"))
        await expect(page.get_by_role("heading", name="Waiting for the phone")).to_be_visible()
        await expect(page.locator("#phone-address")).to_have_text(url)
        await look_at(page, "phone-code")
        code.hide()
        await expect(page.locator("#phone-code")).to_be_hidden()
        assert url not in await page.content()


async def test_history(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    async with WebServer(WebSettings(port=0), None, "legday", [HistoryView(path)]) as server:
        async with opened(browser, DESK) as page:
            await page.goto(f"{server.url}history")
            await expect(page.locator("#state")).to_contain_text("Nothing yet")
            await look_at(page, "history-empty")
            trained(path)
            await page.reload()
            await expect(page.locator("#sessions > li")).to_have_count(8)
            await page.select_option("#exercise", "wall_sit")
            await page.select_option("#figure", "held_s")
            await expect(page.locator(".sets b").first).to_have_text("58 s")
            await look_at(page, "history")
        async with opened(browser, PHONE) as page:
            await page.goto(f"{server.url}history")
            await expect(page.locator("#sessions > li")).to_have_count(8)
            await look_at(page, "history-phone")


async def test_review(browser: Browser, review: WebServer) -> None:
    for name, size in (("review", DESK), ("review-phone", PHONE)):
        async with opened(browser, size) as page:
            await page.goto(f"{review.url}review")
            await expect(page.locator("#state")).to_have_text("Choose a take above.")
            await page.select_option("#take", "squat.csv")
            await expect(page.locator("#count")).to_have_text("10", timeout=60_000)
            await page.evaluate(
                "new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
            )
            await look_at(page, name)
            await page.select_option("#take", "broken.csv")
            await expect(page.locator("#state")).to_contain_text("want the column")
            await look_at(page, f"{name}-failed")
