"""``legday live --phone``: the page shows the code; ten squats are ten there, on the phone, in the file."""

import asyncio
import contextlib
import os
import re
import signal
import sys
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from legday.recording.mcap_file import read_recording
from tests.conftest import PHONE_HOST

from .conftest import put_on
from .test_phone_page import SPEED, squats

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def line(process: asyncio.subprocess.Process, pattern: str) -> str:
    """Return what the terminal says that looks like this."""
    assert process.stderr is not None
    async with asyncio.timeout(60):
        while text := (await process.stderr.readline()).decode():
            if found := re.search(pattern, text):
                return found[0]
    pytest.fail(f"the program ended without {pattern}")


async def test_ten_squats_are_ten_everywhere(browser: Browser, phone: Page, tmp_path: Path) -> None:
    recording = tmp_path / "squats.mcap"
    settings = {"NAME": PHONE_HOST, "PORT": "0", "HOST": "127.0.0.1"}
    process = await asyncio.create_subprocess_exec(
        Path(sys.executable).with_name("legday"),
        *("live", "--phone", "--exercise", "squat", "--port", "0", "--record", str(recording)),
        cwd=tmp_path,
        env={
            **os.environ,
            "XDG_DATA_HOME": str(tmp_path),
            **{f"LEGDAY_PHONE_{key}": value for key, value in settings.items()},
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    board = await browser.new_page()
    try:
        await board.goto(await line(process, r"http://\S+"))
        url = await line(process, r"https://\S+#\S+")
        await expect(board.locator("#phone-address")).to_have_text(url)
        await expect(board.locator("#phone-picture")).to_be_visible()
        assert await board.locator("#phone-picture").evaluate("picture => picture.decode().then(() => true)")
        await put_on(phone, url)
        await expect(board.locator("#phone-code")).to_be_hidden()
        assert url not in await board.content()
        await phone.evaluate("([rows, speed]) => window.perform(rows, speed)", [squats(), SPEED])
        await expect(phone.locator("#count")).to_have_text("10")
        await expect(board.locator("#count").first).to_have_text("10")
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGINT)
        out, _ = await asyncio.wait_for(process.communicate(), 30)
        await board.close()
    await expect(phone.locator("#done-why")).to_contain_text("has ended")
    assert process.returncode == 0
    assert "rep 10" in out.decode()
    assert [sensor.profile for sensor in read_recording(recording).setup.sensors] == ["phone_page"]
