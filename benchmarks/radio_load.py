"""Many sensors on one adapter: CPU of the collector, notifications lost, and time from arrival to event.

Virtual sensors of 100 Hz, in a process of their own, through a stand-in for BlueZ and unmodified bleak; each
is counted by a session of its own. One sample a notification is the worst there is; `--profile polar_h10`
sends 36 in one:

    python -m benchmarks.radio_load [--sensors 1 10 50] [--seconds 20] [--profile ID]
"""

import argparse
import asyncio
import math
import os
import shutil
import statistics
import tempfile
import time
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

from tests.radio.collecting import source_of
from tests.radio.control import Bluez, standin

from legday.core.inputs import Packet
from legday.sensors.registry import profile
from legday.session import Session
from legday.sources.ble import BleSettings, BleSource

PROFILE = "witmotion_wt901ble"
RATE_HZ = 100.0
SETTLE_S = 3.0
PATIENT = BleSettings(stall_s=60.0, rate_hz=RATE_HZ)


@dataclass(frozen=True, slots=True)
class Load:
    """What a run cost: CPU as a share of one core; lost on the way, and dropped by the bounded queue."""

    sensors: int
    cpu: float
    sent: int
    lost: int
    dropped: int
    latencies_ms: list[float]

    def __str__(self) -> str:
        latencies = sorted(self.latencies_ms)
        middle, late = statistics.median(latencies), latencies[math.ceil(0.99 * len(latencies)) - 1]
        each = 100.0 * self.cpu / self.sensors
        return (
            f"| {self.sensors} | {each:.2f} % | {self.sent} | {self.lost} | {self.dropped} | "
            f"{len(latencies)} | {middle:.2f} ms | {late:.2f} ms |"
        )


class Counting:
    """A session for each sensor, and how long each event took since its packet arrived."""

    def __init__(self, source: BleSource, characteristics: frozenset[str]) -> None:
        self._characteristics = characteristics
        setup = source.setup.model_copy(update={"exercise": "squat"})
        self._sessions = {
            sensor.device: Session(setup.model_copy(update={"sensors": (sensor,)}))
            for sensor in setup.sensors
        }
        self.received = 0
        self.latencies_ms: list[float] = []

    async def run(self, source: BleSource) -> None:
        async with aclosing(source.inputs()) as inputs:
            async for item in inputs:
                if not isinstance(item, Packet):
                    continue
                self.received += item.characteristic in self._characteristics
                if self._sessions[item.device].push([item]):
                    self.latencies_ms.append((time.time_ns() - item.arrival_ns) * 1e-6)


async def measure(bluez: Bluez, identifier: str, count: int, seconds: float) -> Load:
    """Let so many sensors stream for so long."""
    bluez.reset()
    sensors = [bluez.add(identifier, seconds=seconds + 30.0, rate_hz=RATE_HZ) for _ in range(count)]
    source = await source_of(*sensors, settings=PATIENT, sites=["left_thigh"] * count)
    counting = Counting(source, profile(identifier).streaming)
    running = asyncio.create_task(counting.run(source))
    while any(sensor.diary["sent"] == 0 for sensor in sensors):  # noqa: ASYNC110 - in another process
        await asyncio.sleep(0.2)
    began_s, cpu_s = time.monotonic(), time.process_time()
    await asyncio.sleep(seconds)
    cpu = (time.process_time() - cpu_s) / (time.monotonic() - began_s)
    for sensor in sensors:
        sensor.silent(3600.0)
    before = -1
    while before < counting.received:  # what still waits in the bus is late, not lost
        before = counting.received
        await asyncio.sleep(SETTLE_S)
    sent = sum(sensor.diary["sent"] for sensor in sensors)
    lost = sent - counting.received - source.lost
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    return Load(count, cpu, sent, lost, source.lost, counting.latencies_ms)


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sensors", type=int, nargs="+", default=[1, 10, 50])
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--profile", default=PROFILE)
    asked = parser.parse_args()
    daemon = shutil.which("dbus-daemon")
    if daemon is None:
        parser.error("the program dbus-daemon is not installed")
    with tempfile.TemporaryDirectory(prefix="legday") as folder, standin(daemon, Path(folder)) as bluez:
        os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = bluez.bus_address
        print("| sensors | CPU each | notifications | lost | dropped | events | latency, median | 99 % |")
        print("|---|---|---|---|---|---|---|---|")
        for count in asked.sensors:
            print(asyncio.run(measure(bluez, asked.profile, count, asked.seconds)), flush=True)


if __name__ == "__main__":
    main()
