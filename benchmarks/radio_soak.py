"""Resident memory of the collector, the session and its outputs over a long time, behind a virtual BlueZ.

One virtual sensor does sets of squats in a process of its own; unmodified bleak takes its notifications from
a private D-Bus. They are counted, recorded and published to the embedded broker, and the link is lost each
ten simulated minutes. The sensor and the host's clocks are as many times faster than ours as asked for:

    python -m benchmarks.radio_soak [--minutes 60] [--speed 20] [--profile ID]

At more than 20 the default sensor, which sends 60 single samples a second, fills a core, and what is lost is
said in the last column. ``--minutes 10 --speed 1`` takes ten real minutes.
"""

import argparse
import asyncio
import os
import shutil
import statistics
import tempfile
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Self

import psutil
from tests.radio.collecting import hurried, source_of
from tests.radio.control import Bluez, Sensor, standin

import legday.service.feed
from legday.broker import EmbeddedBroker
from legday.publishers import Context, Message, publishers
from legday.publishers.mqtt import MqttSettings
from legday.recording.writer import RecordingWriter
from legday.service import Service
from legday.sources.ble import BleSettings, BleSource
from legday.sources.ble.host_clock import HostClock

PROFILE = "movella_dot"
PATIENT = BleSettings(stall_s=60.0)
LINK_LOST_S = 600.0
MARKS_MIN = (0.0, 1.0, 2.0, 5.0)
EVERY_MIN = 10.0
MEBIBYTE = 2**20
LATER = 0.5
"""The trend is that of the second half: caches fill in the first."""


class Counted:
    """A publisher that counts events by their type."""

    def __init__(self) -> None:
        self.events: Counter[str] = Counter()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        return None

    async def publish(self, message: Message) -> None:
        """Count an event."""
        if message.kind == "event":
            self.events[message.body["type"]] += 1


async def watch(
    service: Service, source: BleSource, counted: Counted, clock: HostClock, minutes: float
) -> None:
    """Print a line at each mark, and how memory went in the second half."""
    process, began_s = psutil.Process(), clock.monotonic_s()
    marks = [mark for mark in (*MARKS_MIN, *_each(EVERY_MIN, minutes)) if mark < minutes]
    taken: list[tuple[float, float]] = []
    for mark in sorted({*marks, minutes}):
        while (now_min := (clock.monotonic_s() - began_s) / 60.0) < mark:
            taken.append((now_min, process.memory_info().rss / MEBIBYTE))
            await asyncio.sleep(0.5)
        memory = process.memory_info().rss / MEBIBYTE
        taken.append((mark, memory))
        print(
            f"| {mark:.0f} min | {memory:.1f} MiB | {counted.events['rep']} | "
            f"{counted.events['link']} | {service.taken} | {service.lost + source.lost} |",
            flush=True,
        )
    later = [each for each in taken if each[0] >= LATER * minutes]
    if minutes >= EVERY_MIN:
        slope = statistics.linear_regression(*zip(*later, strict=True)).slope
        print(f"\ntrend of the second half: {60.0 * slope:+.2f} MiB a simulated hour")


def _each(step: float, end: float) -> list[float]:
    return [step * number for number in range(1, int(end / step) + 1)]


async def lose_links(sensor: Sensor, clock: HostClock) -> None:
    """Break the link again and again."""
    while True:
        await clock.sleep(LINK_LOST_S)
        sensor.link_down()


async def soak(bluez: Bluez, folder: Path, identifier: str, minutes: float, speed: float) -> None:
    """Run a session for so long, by its own clock."""
    bluez.reset()
    sensor = bluez.add(identifier, seconds=60.0 * minutes + 30.0 * speed, speed=speed)
    clock, counted = hurried(speed), Counted()
    source = await source_of(sensor, settings=PATIENT, clock=clock)
    setup = source.setup.model_copy(update={"exercise": "squat"})
    service = Service(
        setup, source, record=lambda: RecordingWriter(folder / "soak.mcap", setup, {}), now_ns=clock.now_ns
    )
    async with EmbeddedBroker() as broker:
        context = Context(setup, service.obey, service.now_ns, "soak")
        mqtt = publishers()["mqtt"].build(MqttSettings().at(broker.listeners.url_v5), context)
        running = asyncio.create_task(service.run([counted, mqtt]))
        while service.taken == 0 and not running.done():  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.05)
        losing = asyncio.create_task(lose_links(sensor, clock))
        await watch(service, source, counted, clock, minutes)
        losing.cancel()
        with suppress(asyncio.CancelledError):
            await losing
        service.stop()
        await running


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--speed", type=float, default=20.0)
    parser.add_argument("--profile", default=PROFILE)
    asked = parser.parse_args()
    daemon = shutil.which("dbus-daemon")
    if daemon is None:
        parser.error("the program dbus-daemon is not installed")
    legday.service.feed.TICK_S = 1.0 / asked.speed
    with tempfile.TemporaryDirectory(prefix="legday") as folder, standin(daemon, Path(folder)) as bluez:
        os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = bluez.bus_address
        print("| simulated | resident | repetitions | link changes | inputs | lost |")
        print("|---|---|---|---|---|---|")
        asyncio.run(soak(bluez, Path(folder), asked.profile, asked.minutes, asked.speed))


if __name__ == "__main__":
    main()
