"""From a notification's arrival to the MQTT message at a subscriber, through everything in between.

Virtual sensors do squats, each notification is handed to a running service when its time has come, and a
subscriber of the embedded broker notes when each event reaches it. Loopback, TCP_NODELAY on all ends; the
subscriber shares the process, so the figures hold its own part too:

    python -m pytest benchmarks/test_latency.py --benchmark-only
"""

import asyncio
import heapq
import json
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field, replace

import aiomqtt
import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from legday.broker import EmbeddedBroker
from legday.core.inputs import Input, Packet
from legday.core.setup import SensorSetup, SessionSetup
from legday.publishers import Context
from legday.publishers.mqtt import MqttPublisher, MqttSettings
from legday.sensors.registry import profile
from legday.service import Service
from legday.simulate.programme import performed
from legday.simulate.radio import Radio, transmit
from legday.simulate.sensor import Strapped, sense

RATE_HZ = 100.0
SAMPLES = 10
"""In a notification."""

SECONDS = 25.0
SPREAD_S = 2.7
"""The athletes begin within a repetition's time of each other, so that they do not count in step."""


@dataclass
class Crowd:
    """Sensors that send by the clock on the wall, and when each of their notifications was handed over."""

    sensors: int
    waits: bool = False
    handed_ns: dict[str, list[int]] = field(default_factory=dict)

    def schedule(self) -> list[tuple[float, Packet]]:
        """Return every notification with the second in which it arrives."""
        block = sense(performed("squat").kinematics(), Strapped(RATE_HZ))
        packets = transmit(block, profile("take"), Radio(start_ns=0, samples=SAMPLES))
        offsets = np.linspace(0.0, SPREAD_S, self.sensors, endpoint=False)
        streams = [
            [(packet.arrival_ns * 1e-9 + offset, replace(packet, device=f"s{n}")) for packet in packets]
            for n, offset in enumerate(offsets)
        ]
        return [each for each in heapq.merge(*streams, key=lambda pair: pair[0]) if each[0] < SECONDS]

    async def inputs(self) -> AsyncGenerator[Input, None]:
        """Hand over each notification when its time has come."""
        schedule = self.schedule()
        start_s = time.monotonic()
        for due_s, packet in schedule:
            if (left_s := due_s - (time.monotonic() - start_s)) > 0.0:
                await asyncio.sleep(left_s)
            now_ns = time.time_ns()
            self.handed_ns.setdefault(packet.device, []).append(now_ns)
            yield replace(packet, arrival_ns=now_ns)


async def latencies_ms(sensors: int) -> list[float]:
    """Return, for each repetition, the time from the deciding notification to the subscriber."""
    crowd = Crowd(sensors)
    setup = SessionSetup(
        exercise="squat",
        sensors=tuple(SensorSetup(device=f"s{n}", profile="take", rate_hz=RATE_HZ) for n in range(sensors)),
    )
    found: list[float] = []

    async def note(client: aiomqtt.Client) -> None:
        async for message in client.messages:
            now_ns = time.time_ns()
            body = json.loads(bytes(message.payload))
            handed_ns = crowd.handed_ns[body["device"]]
            notification = round(body["decided_s"] * RATE_HZ) // SAMPLES
            found.append((now_ns - handed_ns[notification]) * 1e-6)

    async with EmbeddedBroker() as broker:
        port = broker.listeners.port
        no_delay = [(6, 1, 1)]
        async with aiomqtt.Client("127.0.0.1", port, socket_options=no_delay) as subscriber:
            await subscriber.subscribe("legday/v1/+/event/rep", qos=1)
            noting = asyncio.create_task(note(subscriber))
            service = Service(setup, crowd)
            context = Context(setup, service.obey, service.now_ns, "benchmark")
            await service.run([MqttPublisher(MqttSettings().at(broker.listeners.url_v5), context)])
            await asyncio.sleep(0.5)
            noting.cancel()
    return found


@pytest.mark.benchmark(group="from notification to subscriber")
@pytest.mark.parametrize("sensors", [1, 10, 50])
def test_latency(benchmark: BenchmarkFixture, sensors: int) -> None:
    found = benchmark.pedantic(lambda: asyncio.run(latencies_ms(sensors)), rounds=1, iterations=1)
    assert len(found) >= 5 * sensors
    median, high = np.percentile(found, [50, 99])
    benchmark.extra_info.update(events=len(found), median_ms=round(median, 2), p99_ms=round(high, 2))
    print(f"\n{sensors} sensors: {len(found)} events, median {median:.1f} ms, 99th percentile {high:.1f} ms")
