"""A take marked, counted anew and moved through, in a browser."""

import shutil
import tomllib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from legday.web.review import Review
from legday.web.server import WebServer, WebSettings
from tests.conftest import CHECKOUT

from .pages import opened

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

expect.set_options(timeout=30_000)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("takes")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def server(shelf: Path) -> AsyncIterator[WebServer]:
    """What counts is started once; every test brings takes of its own."""
    async with WebServer(WebSettings(port=0), None, "legday", [Review([shelf])]) as server:
        yield server


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser) -> AsyncIterator[Page]:
    async with opened(browser) as page:
        yield page


def squats(shelf: Path, name: str) -> Path:
    """Ten squats with their truth, under a name of the test's own."""
    for suffix in ("csv", "toml"):
        shutil.copy(CHECKOUT / "recordings" / f"squat.{suffix}", shelf / f"{name}.{suffix}")
    return shelf / f"{name}.toml"


async def test_a_take_is_marked_by_keyboard_and_recounted_by_a_slider(
    page: Page, server: WebServer, shelf: Path
) -> None:
    """Marks go beside what the label says of its repetitions, which stays to the digit."""
    label = squats(shelf, "marked")
    before = tomllib.loads(label.read_text())["truth"]
    await page.goto(f"{server.url}review?take=marked.csv")
    await expect(page.locator("#count")).to_have_text("10")
    await expect(page.locator("#against")).to_have_text("of 10: right")
    slider = page.get_by_label("Least time between two repetitions, s")
    await slider.fill("4.75")
    await expect(page.locator("#count")).not_to_have_text("10")
    await page.get_by_role("button", name="Reset").click()
    await expect(page.locator("#count")).to_have_text("10")
    await page.locator("#plot").click(position={"x": 60, "y": 100})
    for key in ("[", "ArrowRight", "t", "ArrowRight", "l", "]", " "):
        await page.keyboard.press(key)
    await expect(page.locator("#reps")).to_have_value("11")
    await expect(page.get_by_role("row", name="rep 10 1 0")).to_be_visible()
    await page.get_by_role("button", name="Save the marks").click()
    await expect(page.locator("#saved")).to_have_text("Saved in marked.toml")
    await page.keyboard.press("Escape")
    truth = tomllib.loads(label.read_text())["truth"]
    assert truth["reps"] == 11
    assert truth["rep_intervals_s"] == before["rep_intervals_s"]
    assert len(truth["rep_times_s"]) == 1
    assert len(truth["takeoff_s"]) == len(truth["landing_s"]) == len(truth["set_intervals_s"]) == 1
