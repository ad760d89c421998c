"""The live page under load: time of a frame and memory, with many sensors at ten messages a second each.

Everything is as live: messages through the embedded broker and the page's own bridge into Chromium. The time
of a frame, by the clock on the wall, is from its first script to the end of layout and painting on the page's
own thread; the CPU time is that of all tasks of that thread, messages too, by frame:

    python -m benchmarks.page_load [--sensors 50] [--seconds 600]
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

MESSAGES_HZ = 10
POINTS = 3
EVENT_EVERY = 20
SAMPLES = 6

WATCH = """
window.frames_ms = [];
window.gaps_ms = [];
const after = new MessageChannel();
let begun = 0, before = 0;
after.port1.onmessage = () => frames_ms.push(performance.now() - begun);
const frame = (at) => {
  if (before) gaps_ms.push(at - before);
  before = at;
  begun = performance.now();
  after.port2.postMessage(0);
  requestAnimationFrame(frame);
};
requestAnimationFrame(frame);
"""


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sensors", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=600.0)
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
        await measure(page, asked.seconds)
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
    """Print frames and memory, `SAMPLES` times."""
    probe = await page.context.new_cdp_session(page)
    print("    s  frames/s  frame ms p50   p95   p99  CPU ms  JS heap MB  nodes")
    await probe.send("Performance.enable", {"timeDomain": "threadTicks"})
    busy_s = (await metrics(probe))["TaskDuration"]
    begun = time.monotonic()
    for sample in range(1, SAMPLES + 1):
        await asyncio.sleep(max(0.0, begun + seconds * sample / SAMPLES - time.monotonic()))
        frames, gaps = await page.evaluate("[frames_ms.splice(0), gaps_ms.splice(0)]")
        before_s, busy_s = busy_s, (await metrics(probe))["TaskDuration"]
        cpu_ms = 1000.0 * (busy_s - before_s) / len(frames)
        await probe.send("HeapProfiler.collectGarbage")
        kept = await metrics(probe)
        busy_s = kept["TaskDuration"]
        cuts = quantiles(frames, n=100)
        rate = 1000.0 * len(gaps) / sum(gaps)
        print(
            f"{time.monotonic() - begun:5.0f}  {rate:8.1f}  {cuts[49]:12.1f} {cuts[94]:5.1f} {cuts[98]:5.1f}"
            f"  {cpu_ms:6.1f}  {kept['JSHeapUsedSize'] / 1e6:10.1f}  {kept['Nodes']:5.0f}",
            flush=True,
        )


async def metrics(probe: CDPSession) -> dict[str, float]:
    found: dict[str, Any] = await probe.send("Performance.getMetrics")
    return {each["name"]: each["value"] for each in found["metrics"]}


if __name__ == "__main__":
    asyncio.run(main())
