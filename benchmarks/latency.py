"""From a notification's arrival to the MQTT message at a subscriber, both on loopback.

The real way: bytes through service, session, publisher and broker; only the radio is a socket, over which a
second process sends notifications of ten samples at 100 Hz in real time and to which nothing else is known.
That process is the subscriber too. Timed is every event, from just before its deciding notification is sent
to when the message has been read:

    python -m benchmarks.latency [--sensors 1 10 50] [--seconds 30]
"""

import argparse
import asyncio
import contextlib
import multiprocessing
import shutil
import statistics
import tempfile
import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from tests.edges.brokers import mosquitto

from benchmarks.conftest import RATE_HZ
from benchmarks.outside import APART, HEAD, HOST, Plan, live_outside
from legday.broker import EmbeddedBroker
from legday.core.events import Event
from legday.core.inputs import Input, Packet, time_ns
from legday.core.setup import SensorSetup, SessionSetup
from legday.messages import event_id
from legday.publishers import Context, publishers
from legday.publishers.mqtt import MqttSettings
from legday.sensors.decoders.take import CHARACTERISTIC
from legday.sensors.registry import profile
from legday.service import Service
from legday.simulate.athlete import Athlete
from legday.simulate.radio import Radio, transmit
from legday.simulate.sensor import Strapped, sense

SAMPLES = 10
EXERCISE = "walk"  # of all exercises the one with the most messages
WARM_UP_S = 3.0
RECORDING = "latency"


class SocketSource:
    """Notifications from whoever connects, until he hangs up; a radio that can be timed."""

    waits = False

    def __init__(self) -> None:
        self.port = 0
        self._connected: asyncio.Queue[asyncio.StreamReader] = asyncio.Queue()

    async def listen(self) -> None:
        server = await asyncio.start_server(lambda reader, _: self._connected.put(reader), HOST)
        self.port = server.sockets[0].getsockname()[1]

    async def inputs(self) -> AsyncGenerator[Input, None]:
        reader = await self._connected.get()
        with contextlib.suppress(asyncio.IncompleteReadError):
            while True:
                sensor, sent_ns, size = HEAD.unpack(await reader.readexactly(HEAD.size))
                yield Packet(sent_ns, CHARACTERISTIC, await reader.readexactly(size), f"sensor{sensor}")


@dataclass(frozen=True)
class Figures:
    """What one run gave."""

    delays_ms: list[float]
    missing: int
    core_share: float

    def __str__(self) -> str:
        median = statistics.median(self.delays_ms)
        late = statistics.quantiles(self.delays_ms, n=100)[98]
        return (
            f"{len(self.delays_ms):6d} messages  median {median:6.2f} ms  99th percentile {late:6.2f} ms  "
            f"lost {self.missing}  gateway {100 * self.core_share:.0f} % of a core"
        )


async def measure(plan: Plan, settings: MqttSettings, broker_port: int) -> Figures:
    """Run a gateway in this process, and the world around it in another."""
    names = [f"sensor{number}" for number in range(plan.sensors)]
    sensors = tuple(SensorSetup(device=name, profile="take", rate_hz=RATE_HZ) for name in names)
    setup = SessionSetup(recording=RECORDING, exercise=EXERCISE, sensors=sensors, synthetic=True)
    source = SocketSource()
    await source.listen()
    service = Service(setup, source, now_ns=time.monotonic_ns)
    decided = _note_decisions(service)
    ours, theirs = multiprocessing.Pipe()
    with _outside(plan, broker_port, source.port, theirs):
        began_s, used_s = time.monotonic(), time.process_time()
        publisher = publishers()["mqtt"].build(settings, Context(setup, service.obey, service.now_ns, ""))
        await service.run([publisher])
        share = (time.process_time() - used_s) / (time.monotonic() - began_s)
        received: dict[str, int] = ours.recv()
    return _figures(decided, received, share)


def _note_decisions(service: Service) -> dict[str, int]:
    """Return a table, filled while the service runs, of the sending time behind each event's id."""
    decided: dict[str, int] = {}
    push = service.session.push

    def noting(inputs: Iterable[Input]) -> list[Event]:
        items = list(inputs)
        events = push(items)
        for event in events:
            if items and isinstance(items[-1], Packet):
                decided[event_id(RECORDING, event.device, event.serial)] = time_ns(items[-1])
        return events

    service.session.push = noting  # type: ignore[method-assign]
    return decided


def _figures(decided: dict[str, int], received: dict[str, int], share: float) -> Figures:
    begun_ns = min(decided.values()) + round(WARM_UP_S * 1e9)
    counted = {name: sent_ns for name, sent_ns in decided.items() if sent_ns >= begun_ns}
    delays = [(received[name] - sent_ns) * 1e-6 for name, sent_ns in counted.items() if name in received]
    return Figures(delays, len(counted) - len(delays), share)


@contextlib.contextmanager
def _outside(plan: Plan, broker_port: int, port: int, results: Connection) -> Iterator[None]:
    arguments = (plan, broker_port, port, results)
    process = multiprocessing.get_context("spawn").Process(target=live_outside, args=arguments)
    process.start()
    try:
        yield
    finally:
        process.join()


def plan_of(sensors: int, seconds: float) -> Plan:
    """Return what so many sensors send in so long, from the middle of a simulated walk."""
    athlete = Athlete()
    count = round(seconds * RATE_HZ / SAMPLES)
    athlete.walk((count + APART * sensors) * SAMPLES / RATE_HZ)
    block = sense(athlete.kinematics(), Strapped(RATE_HZ))
    packets = transmit(block, profile("take"), Radio(samples=SAMPLES))
    return Plan(sensors, SAMPLES / RATE_HZ, count, [packet.payload for packet in packets])


@contextlib.asynccontextmanager
async def _embedded() -> AsyncIterator[tuple[MqttSettings, int]]:
    async with EmbeddedBroker() as broker:
        yield MqttSettings().at(broker.listeners.url_v5), broker.listeners.port


@contextlib.asynccontextmanager
async def _mosquitto() -> AsyncIterator[tuple[MqttSettings, int]]:
    program = shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
    with (
        tempfile.TemporaryDirectory() as folder,
        mosquitto(program or "mosquitto", Path(folder), "allow_anonymous true\nset_tcp_nodelay true") as port,
    ):
        yield MqttSettings(url=f"mqtt://{HOST}:{port}"), port


async def main() -> None:
    """Print a line for each broker and number of sensors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sensors", type=int, nargs="+", default=[1, 10, 50])
    parser.add_argument("--seconds", type=float, default=30.0)
    options = parser.parse_args()
    for name, broker in (("embedded", _embedded), ("mosquitto", _mosquitto)):
        for sensors in options.sensors:
            async with broker() as (settings, port):
                figures = await measure(plan_of(sensors, options.seconds), settings, port)
            print(f"{name:9s} {sensors:3d} sensors  {figures}", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
