"""A take marked, counted anew and moved through, in a browser."""

import re
import shutil
import tomllib
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Response, expect

from legday.core.block import STANDARD_GRAVITY
from legday.web.review import Review
from legday.web.server import WebServer, WebSettings
from tests.conftest import CHECKOUT

from .brokers import eventually
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


HOUR_S = 3600.0
SPIKE_AT_S, SPIKE_G = 1800.4, 9.0
DRAWN_LINES = 4
"""Angle and force, each by its lowest and its highest values."""

COUNT_STROKES = """
window.strokes = 0;
const lineTo = Path2D.prototype.lineTo;
Path2D.prototype.lineTo = function (x, y) { window.strokes += 1; lineTo.call(this, x, y); };
"""


def hour(shelf: Path, name: str) -> None:
    """Squats for an hour, one landing among them that lasts a single sample."""
    text = (CHECKOUT / "recordings" / "squat.csv").read_text()
    once = np.loadtxt(text.splitlines(), delimiter=",", skiprows=1)
    step_s = once[1, 0] - once[0, 0]
    rows = np.tile(once, (int(HOUR_S / (len(once) * step_s)), 1))
    rows[:, 0] = np.arange(len(rows)) * step_s
    rows[int(SPIKE_AT_S / step_s), 1:4] = (0.0, 0.0, SPIKE_G * STANDARD_GRAVITY)
    head = text.partition("\n")[0]
    np.savetxt(shelf / f"{name}.csv", rows, delimiter=",", fmt="%.4f", header=head, comments="")
    (shelf / f"{name}.toml").write_text('exercise = "squat"\n')


async def test_an_hour_is_drawn_in_as_many_points_as_the_screen_has(
    page: Page, server: WebServer, shelf: Path
) -> None:
    """Whatever part of it is looked at; and no sample is too short to be seen from afar."""
    hour(shelf, "hour")
    asked: list[Response] = []
    page.on("response", lambda each: asked.append(each) if "signal.json" in each.url else None)
    await page.add_init_script(COUNT_STROKES)
    await page.goto(f"{server.url}review?take=hour.csv")
    await expect(page.locator("#count")).to_have_text(re.compile(r"\d"), timeout=90_000)
    columns = await page.locator("#plot").evaluate("plot => plot.clientWidth")
    moves = ["0", "ArrowRight", "z", "z", "z", "x", "0", "z", "0"]
    for key in moves:
        await page.evaluate("strokes = 0")
        before = len(asked)
        await page.keyboard.press(key)
        if key in "zx0":
            await eventually(lambda before=before: len(asked) > before)
        await page.evaluate(
            "new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
        )
        frames = 4  # the key's own, that of what the service sent, and two to spare
        assert 0 < await page.evaluate("strokes") <= frames * 2 * DRAWN_LINES * (columns + 2)
    views = [next(iter((await each.json()).values())) for each in asked]
    assert all(len(view["t_s"]) <= columns for view in views)
    whole = views[-1]
    assert whole["t_s"][-1] - whole["t_s"][0] > 0.98 * HOUR_S
    assert max(whole["force_g"]["high"]) == pytest.approx(SPIKE_G, rel=0.01)


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
