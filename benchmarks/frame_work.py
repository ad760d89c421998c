"""What each frame costs the page's own thread, by Chromium's trace: processor time without waiting."""

import asyncio
from bisect import bisect_right
from itertools import pairwise
from typing import Any

from playwright.async_api import CDPSession

CATEGORIES = ["toplevel", "devtools.timeline"]
TASK = "ThreadControllerImpl::RunTask"
FRAME = "FireAnimationFrame"

TraceEvent = dict[str, Any]


async def traced(tools: CDPSession, seconds: float) -> list[TraceEvent]:
    """Trace the whole browser for a while."""
    events: list[TraceEvent] = []
    complete = asyncio.Event()

    def collect(part: dict[str, Any]) -> None:
        events.extend(part["value"])

    tools.on("Tracing.dataCollected", collect)
    tools.once("Tracing.tracingComplete", lambda _: complete.set())
    config = {"includedCategories": CATEGORIES, "excludedCategories": ["*"]}
    await tools.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": config})
    await asyncio.sleep(seconds)
    await tools.send("Tracing.end")
    await complete.wait()
    tools.remove_listener("Tracing.dataCollected", collect)
    return events


def work_ms(events: list[TraceEvent]) -> list[float]:
    """Return the processor time of each frame: of all tasks from one that draws to the next that draws.

    Messages that come between two frames are in it, and layout and painting.
    """
    frames = [event for event in events if event["name"] == FRAME]
    if not frames:
        return []
    thread = (frames[0]["pid"], frames[0]["tid"])
    tasks = sorted(
        (event["ts"], event["dur"], event.get("tdur", event["dur"]))
        for event in events
        if event["name"] == TASK and event["ph"] == "X" and (event["pid"], event["tid"]) == thread
    )
    starts = [start for start, _, _ in tasks]
    drawing = sorted({bisect_right(starts, frame["ts"]) - 1 for frame in frames})
    return [
        sum(cpu for _, _, cpu in tasks[first:after]) / 1000.0
        for first, after in pairwise(drawing)
        if first >= 0
    ]
