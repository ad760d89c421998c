"""A browser's page that may complain of nothing, and a training for it to show."""

import asyncio
import contextlib
import io
import math
import os
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.async_playwright import Axe
from PIL import Image
from playwright.async_api import Browser, Page

from legday.broker import Listeners
from legday.publishers import Context, Message
from legday.publishers.mqtt import MqttPublisher, MqttSettings
from legday.web.server import Part, WebServer, WebSettings

DESK, PHONE, WALL = (1280, 800), (390, 844), (1920, 1080)

SCHEMES: tuple[Literal["dark", "light"], ...] = ("dark", "light")

TWO_FRAMES = "new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
"""By then what was asked for is drawn."""

COLOURS = 256
"""So many are enough for a picture of the page, which is smaller for it."""

SENSOR = {
    "rate_hz": 100,
    "loss_pct": 0.2,
    "jitter_ms": 4,
    "rssi_dbm": -61,
    "battery_pct": 83,
    "model": None,
    "firmware": None,
    "bad_packets": 0,
}
STATE = {
    "exercise": "squat",
    "title": "Squat",
    "counts": "rep",
    "count": 0,
    "phase": "work",
    "phase_ends_ms": None,
    "paused": False,
    "set": {"n": 1, "of": None, "running": True},
    "target": None,
    "plan": None,
    "steps_per_min": None,
    "counts_per_min": 24.2,
    "hold_s": None,
    "link": "connected",
    "sensor": SENSOR,
    "lost_inputs": 0,
}


@dataclass(frozen=True)
class Stage:
    """A broker that many tests share, and topics of one's own there."""

    listeners: Listeners
    base: str

    def server(self, parts: Sequence[Part] = (), port: int = 0) -> WebServer:
        return WebServer(WebSettings(port=port), self.listeners, self.base, parts)

    def publisher(self, context: Context) -> MqttPublisher:
        return MqttPublisher(MqttSettings(base=self.base).at(self.listeners.url_v5), context)


@contextlib.asynccontextmanager
async def opened(
    browser: Browser, size: tuple[int, int] = DESK, scheme: str = "dark", **more: Any
) -> AsyncIterator[Page]:
    """A page whose script may make no error and break no rule of the content policy."""
    viewport = {"width": size[0], "height": size[1]}
    context = await browser.new_context(viewport=viewport, color_scheme=scheme, **more)
    page = await context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    yield page
    await context.close()
    assert [each for each in complaints if "WebSocket" not in each and "status of 4" not in each] == []


async def look_at(page: Page, name: str) -> None:
    """Find, dark and light, no barrier that axe-core knows and nothing cut off.

    A picture of each is kept where a folder for them is named.
    """
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme)
        await page.evaluate(TWO_FRAMES)
        if folder := os.environ.get("LEGDAY_SCREENSHOTS"):
            picture = Image.open(io.BytesIO(await page.screenshot())).convert("RGB")
            picture.quantize(COLOURS).save(Path(folder) / f"{name}-{scheme}.png", optimize=True)
        found = await Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def leap(t_s: float) -> tuple[float, float]:
    """Angle in degrees and force in g of somebody who leaps every two seconds."""
    phase = t_s % 2.0 / 2.0
    flying, landing = 0.62 < phase < 0.78, 0.78 <= phase < 0.82
    force = 0.1 if flying else 3.1 if landing else 1.0 + 0.5 * math.sin(4 * math.pi * phase)
    return 45.0 - 45.0 * math.cos(2 * math.pi * phase), force


def line(start_s: float, device: str = "thigh", points: int = 5) -> Message:
    times = [round(start_s + n * 0.04, 3) for n in range(points)]
    body = {"t_s": times, "angle_deg": [leap(t)[0] for t in times], "force_g": [leap(t)[1] for t in times]}
    return Message("live", device, body, time.time() * 1000)


@contextlib.asynccontextmanager
async def training(
    stage: Stage, context: Context, devices: tuple[str, ...] = ("thigh",)
) -> AsyncIterator[MqttPublisher]:
    """A service with sensors that keep sending."""

    async def send(out: MqttPublisher) -> None:
        start_s = 0.0
        while True:
            for device in devices:
                await out.publish(line(start_s, device))
            start_s += 0.2
            await asyncio.sleep(0.2)

    async with stage.publisher(context) as out:
        for device in devices:
            await out.publish(Message("status", device, {"status": "online"}))
        sending = asyncio.create_task(send(out))
        try:
            yield out
        finally:
            sending.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await sending


async def show(out: MqttPublisher, devices: tuple[str, ...] = ("thigh", "workout"), **changes: Any) -> None:
    for device in devices:
        await out.publish(Message("state", device, {**STATE, **changes}, time.time() * 1000))


def jump(n: int, landing_s: float, flight_s: float, device: str = "thigh") -> Message:
    body = {
        "type": "jump",
        "id": f"test.{device}.{n}",
        "device": device,
        "n": n,
        "takeoff_s": landing_s - flight_s,
        "landing_s": landing_s,
        "flight_s": flight_s,
    }
    return Message("event", device, body)


def rejected(n: int, start_s: float, reason: str) -> Message:
    span = {"start_s": start_s, "end_s": start_s + 0.6, "reason": reason}
    return Message("event", "thigh", {"type": "rejected", "id": f"test.thigh.{n}", "device": "thigh", **span})


async def drawn(page: Page, selector: str = ".plot canvas") -> int:
    """Return how many dots of the plot's line are drawn."""
    return int(
        await page.evaluate(
            """(selector) => {
              const canvas = document.querySelector(selector);
              const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
              let blue = 0;
              for (let i = 0; i < data.length; i += 4)
                blue += data[i + 3] > 128 && data[i + 2] > data[i] + 60;
              return blue;
            }""",
            selector,
        )
    )
