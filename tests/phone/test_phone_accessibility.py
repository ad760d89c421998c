"""Every screen of the phone's page: no violation that axe-core knows, light and dark, nothing cut off."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.edges.pages import look_at

from .conftest import phone_of, waiting_for

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_every_screen_is_accessible(browser: Browser, tmp_path: Path) -> None:
    async with waiting_for(tmp_path) as waiting, phone_of(browser) as page:
        await page.goto(waiting.server.url)
        await expect(page.get_by_role("button", name="Start")).to_be_enabled()
        await look_at(page, "start")
        await page.get_by_role("button", name="Start").click()
        await expect(page.get_by_role("button", name="Left thigh")).to_be_visible()
        await look_at(page, "place")
        await page.get_by_role("button", name="Left thigh").click()
        await page.evaluate("window.moved(1000, [9.8, 0, 0], [0, 0, 0])")
        await expect(page.locator("#check-hint")).to_have_text("Lay it flat, screen up.")
        await look_at(page, "check")
        await page.evaluate("window.rest([0.1, 0.0, 9.8])")
        await expect(page.get_by_role("button", name="Go")).to_be_visible()
        await look_at(page, "strap")
        await page.get_by_role("button", name="Go").click()
        await expect(page.locator("#rate")).not_to_have_text("–")
        await expect(page.locator("#exercise")).to_have_text("Squat")
        await look_at(page, "run")
        await page.get_by_role("button", name="Stop").click()
        await page.get_by_role("button", name="Tap again to stop").click()
        await expect(page.get_by_role("heading", name="Stopped")).to_be_visible()
        await look_at(page, "done")
        await page.goto(f"{waiting.server.address}/phone")
        await expect(page.locator("#refused-why")).to_contain_text("lacks its key")
        await look_at(page, "refused")
        await page.goto(f"{waiting.server.address}/trust")
        await expect(page.locator("#fingerprint")).to_contain_text(":")
        await look_at(page, "trust")
