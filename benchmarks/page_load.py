"""The live page under load: time of a frame and memory, with many sensors at ten messages a second each.

Everything is as live: messages through the embedded broker and the page's own bridge into Chromium. The
interval is that between two frames, by the clock on the wall: on a quiet machine that of the screen. The work
is the processor time of all tasks of the page's own thread from one frame to the next (messages, scripts,
layout, painting), traced for five seconds at the end of each of six parts:

    python -m benchmarks.page_load [--sensors 50] [--minutes 10]
"""

import argparse
import asyncio
import itertools
import math
import time
from pathlib import Path
from statistics import quantiles
from typing import Any

from playwright.async_api import CDPSession, Page, async_playwright

from legday.broker import EmbeddedBroker
from legday.core.setup import SensorSetup, SessionSetup
from legday.publishers import Context, Message
from legday.publishers.mqtt import MqttPublisher, MqttSettings
from legday.web.server import WebServer, WebSettings

from .frame_work import traced, work_ms

MESSAGES_HZ = 10
POINTS = 3
EVENT_EVERY = 20
SAMPLES = 6

TRACED_S = 5.0

WATCH = """
window.gaps_ms = [];
let before = 0;
const frame = (at) => {
  if (before) gaps_ms.push(at - before);
  before = at;
  requestAnimationFrame(frame);
};
requestAnimationFrame(frame);
"""


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sensors", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--chromium", type=Path, default=Path("/usr/bin/chromium"))
    asked = parser.parse_args()
    devices = [f"thigh_{n:02}" for n in range(asked.sensors)]
    sensors = tuple(SensorSetup(device=device, profile="movella_dot") for device in devices)
    setup = SessionSetup(recording="load", sensors=sensors)
    async with (
        EmbeddedBroker() as broker,
        WebServer(WebSettings(port=0), broker.listeners, "legday") as server,
        MqttPublisher(
            MqttSettings().at(broker.listeners.url_v5), Context(setup, lambda _: True, time.time_ns, "load")
        ) as out,
        async_playwright() as playwright,
    ):
        browser = await playwright.chromium.launch(executable_path=asked.chromium, args=["--no-sandbox"])
        page = await browser.new_page(viewport={"width": 1280, "height": 800})
        await page.add_init_script(WATCH)
        await page.goto(server.url)
        sending = asyncio.create_task(send(out, devices))
        await measure(page, 60.0 * asked.minutes)
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        await browser.close()


async def send(out: MqttPublisher, devices: list[str]) -> None:
    """Publish what so many sensors would, at an even pace."""
    for device in devices:
        await out.publish(Message("status", device, {"status": "online"}))
    begun = time.monotonic()
    for turn in itertools.count():
        for index, device in enumerate(devices):
            if (turn + index) % EVENT_EVERY == 0:
                await count(out, device, turn // EVENT_EVERY + 1, turn / MESSAGES_HZ)
            else:
                await out.publish(live(device, turn))
        await asyncio.sleep(max(0.0, begun + (turn + 1) / MESSAGES_HZ - time.monotonic()))


async def count(out: MqttPublisher, device: str, n: int, t_s: float) -> None:
    """Publish a repetition and the state behind it."""
    event = {"type": "rep", "id": f"load.{device}.{n}", "device": device, "n": n, "turn_s": t_s}
    await out.publish(Message("event", device, event, time.time() * 1000))
    state = {
        "exercise": "squat",
        "title": "Squat",
        "counts": "rep",
        "count": n,
        "set": {"n": 1, "running": True},
    }
    await out.publish(Message("state", device, state, time.time() * 1000))


def live(device: str, turn: int) -> Message:
    times = [round((turn + n / POINTS) / MESSAGES_HZ, 3) for n in range(POINTS)]
    angles = [round(45.0 - 45.0 * math.cos(3.0 * t_s), 1) for t_s in times]
    body = {"seq": turn, "t_s": times, "angle_deg": angles, "force_g": [1.0] * POINTS}
    return Message("live", device, body, time.time() * 1000)


async def measure(page: Page, seconds: float) -> None:
    """Print intervals, work and memory, `SAMPLES` times."""
    assert page.context.browser is not None
    probe = await page.context.new_cdp_session(page)
    tools = await page.context.browser.new_browser_cdp_session()
    await probe.send("Performance.enable")
    print("    s  frames/s  interval ms p50   p95   p99  work ms p50   p95   p99  JS heap MB  nodes")
    begun = time.monotonic()
    for _ in range(SAMPLES):
        await asyncio.sleep(seconds / SAMPLES)
        gaps = await page.evaluate("gaps_ms.splice(0)")
        work = work_ms(await traced(tools, TRACED_S))
        await probe.send("HeapProfiler.collectGarbage")
        kept = await metrics(probe)
        await page.evaluate("gaps_ms.length = 0")  # the tracing and the collection are not the page's
        print(
            f"{time.monotonic() - begun:5.0f}  {1000.0 * len(gaps) / sum(gaps):8.1f}  {cuts(gaps, 12)}"
            f"  {cuts(work, 8)}  {kept['JSHeapUsedSize'] / 1e6:10.1f}  {kept['Nodes']:5.0f}",
            flush=True,
        )


def cuts(values: list[float], width: int) -> str:
    """Median, 95th and 99th percentile."""
    found = quantiles(values, n=100)
    return f"{found[49]:{width + 3}.1f} {found[94]:5.1f} {found[98]:5.1f}"


async def metrics(probe: CDPSession) -> dict[str, float]:
    found: dict[str, Any] = await probe.send("Performance.getMetrics")
    return {each["name"]: each["value"] for each in found["metrics"]}


if __name__ == "__main__":
    asyncio.run(main())
