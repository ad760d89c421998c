"""Every screen of the phone's page: no violation that axe-core knows, light and dark, nothing cut off."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from .conftest import phone_of, waiting_for

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def look_at(page: Page, name: str, scheme: str) -> None:
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if folder := os.environ.get("LEGDAY_SCREENSHOTS"):
        await page.screenshot(path=Path(folder) / f"{name}-{scheme}.png")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_screen_is_accessible(browser: Browser, tmp_path: Path, scheme: str) -> None:
    async with waiting_for(tmp_path) as waiting, phone_of(browser, scheme) as page:
        await page.goto(waiting.server.url)
        await expect(page.get_by_role("button", name="Start")).to_be_enabled()
        await look_at(page, "start", scheme)
        await page.get_by_role("button", name="Start").click()
        await expect(page.get_by_role("button", name="Left thigh")).to_be_visible()
        await look_at(page, "place", scheme)
        await page.get_by_role("button", name="Left thigh").click()
        await page.evaluate("window.moved(1000, [9.8, 0, 0], [0, 0, 0])")
        await expect(page.locator("#check-hint")).to_have_text("Lay it flat, screen up.")
        await look_at(page, "check", scheme)
        await page.evaluate("window.rest([0.1, 0.0, 9.8])")
        await expect(page.get_by_role("button", name="Go")).to_be_visible()
        await look_at(page, "strap", scheme)
        await page.get_by_role("button", name="Go").click()
        await expect(page.locator("#rate")).not_to_have_text("–")
        await expect(page.locator("#exercise")).to_have_text("Squat")
        await look_at(page, "run", scheme)
        await page.get_by_role("button", name="Stop").click()
        await page.get_by_role("button", name="Tap again to stop").click()
        await expect(page.get_by_role("heading", name="Stopped")).to_be_visible()
        await look_at(page, "done", scheme)
        await page.goto(f"{waiting.server.address}/phone")
        await expect(page.locator("#refused-why")).to_contain_text("lacks its key")
        await look_at(page, "refused", scheme)
        await page.goto(f"{waiting.server.address}/trust")
        await expect(page.locator("#fingerprint")).to_contain_text(":")
        await look_at(page, "trust", scheme)
