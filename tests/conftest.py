"""Fixtures that several parts share."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.async_api import Browser

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
"""A busy machine decides no test."""

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
"""Programs that tests start find compiled what the first of them compiled: a quarter of a short run."""

CHECKOUT = Path(__file__).resolve().parents[1]

PHONE_HOST = "phone.test"
"""A name that is not this machine's own, for the browser alone."""

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    f"--host-resolver-rules=MAP {PHONE_HOST} 127.0.0.1",
]


@pytest.fixture(scope="session")
def real_data_folder() -> Path:
    """Folder of real recordings with truth; they are not part of the repository."""
    candidates = [CHECKOUT.parent / "shared" / "data"]
    if "LEGDAY_DATA" in os.environ:
        candidates.insert(0, Path(os.environ["LEGDAY_DATA"]))
    for folder in candidates:
        if folder.is_dir():
            return folder
    pytest.skip("no real recordings here; set LEGDAY_DATA to a folder of takes")


def program(name: str) -> str:
    """Return a system program's path; skip without it, fail without it where CI promises it."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if found is None:
        reason = f"the program {name} is not installed"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture
def mosquitto_program() -> str:
    """Path of Debian's MQTT broker."""
    return program("mosquitto")


@pytest.fixture(scope="session")
def chromium_program() -> str:
    """Path of Debian's Chromium."""
    return program("chromium")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium_program: str) -> "AsyncIterator[Browser]":
    """One Chromium for all tests, each of which opens contexts of its own; they share its event loop."""
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_program, args=CHROMIUM_ARGUMENTS)
        yield browser
        await browser.close()
