"""From a notification's arrival to the MQTT message at a subscriber, both on loopback.

The real way: bytes through recording, session, outbox on the disk, publisher and broker; only the radio is a
socket, over which a second process sends notifications of ten samples at 100 Hz in real time and to which
nothing else is known. That process is the subscriber too. Every notification brings an event, so that each
sensor has ten a second: where the walk decides none, one is added behind the session. Timed is each of them,
from just before its notification is sent to when the message has been read. The share of a core and the
resident memory are those of the service's process; a broker is one of its own:

    python -m benchmarks.latency [--sensors 1 10 50] [--seconds 30] [--brokers embedded mosquitto]
"""

import argparse
import asyncio
import contextlib
import gc
import multiprocessing
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

from tests.edges.brokers import LOOSE, mosquitto

from benchmarks.conftest import RATE_HZ
from benchmarks.outside import APART, HEAD, HOST, Plan, live_outside
from legday.broker import EmbeddedBroker
from legday.core.events import Event, Step
from legday.core.inputs import Input, Packet, time_ns
from legday.core.setup import SensorSetup, SessionSetup
from legday.messages import event_id
from legday.publishers import Context, Outbox, Publisher, publishers
from legday.publishers.mqtt import MqttSettings
from legday.recording.writer import RecordingWriter
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
SPARE = 1.05  # a walk of whole strides may be a little short


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
    resident_mib: float

    def __str__(self) -> str:
        if len(self.delays_ms) < 2:
            return f"too few events came: lost {self.missing}"
        median = statistics.median(self.delays_ms)
        late = statistics.quantiles(self.delays_ms, n=100)[98]
        return (
            f"{len(self.delays_ms):7d} events  median {median:6.2f} ms  99th percentile {late:6.2f} ms  "
            f"lost {self.missing}  service {100 * self.core_share:3.0f} % of a core, "
            f"{self.resident_mib:.0f} MiB"
        )


async def measure(plan: Plan, settings: MqttSettings, broker_port: int, folder: Path) -> Figures:
    """Run a service in this process, with what it keeps in a folder, and the world around it in another."""
    setup = setup_of(plan.sensors)
    source = SocketSource()
    await source.listen()
    service = gateway(setup, source, folder)
    decided: dict[str, int] = {}

    def note(event: Event, sent_ns: int) -> None:
        decided[event_id(RECORDING, event.device, event.serial)] = sent_ns

    add_and_note_events(service, note)
    ours, theirs = multiprocessing.Pipe()
    async with Outbox(folder / "outbox.sqlite") as outbox:
        with _outside(plan, broker_port, source.port, theirs) as sender:
            asyncio.get_running_loop().add_reader(sender.sentinel, service.stop)
            gc.freeze()  # as the command does
            began_s, used_s = time.monotonic(), time.process_time()
            await service.run([publisher(service, settings, outbox)])
            share = (time.process_time() - used_s) / (time.monotonic() - began_s)
            asyncio.get_running_loop().remove_reader(sender.sentinel)
            received = _received(ours, sender)
    return _figures(decided, received, share, resident_mib_now())


def setup_of(sensors: int) -> SessionSetup:
    """Return a session of so many sensors."""
    names = [f"sensor{number}" for number in range(sensors)]
    each = tuple(SensorSetup(device=name, profile="take", rate_hz=RATE_HZ) for name in names)
    return SessionSetup(recording=RECORDING, exercise=EXERCISE, sensors=each, synthetic=True)


def gateway(setup: SessionSetup, source: SocketSource, folder: Path) -> Service:
    """Return a service that records into a folder, on the clock of whoever sends."""
    return Service(
        setup,
        source,
        record=lambda: RecordingWriter(folder / "run.mcap", setup, {}),
        now_ns=time.monotonic_ns,
    )


def publisher(service: Service, settings: MqttSettings, outbox: Outbox) -> Publisher:
    """Return its way to the broker."""
    context = Context(service.session.setup, service.obey, service.now_ns, "", outbox)
    return publishers()["mqtt"].build(settings, context)


def _received(results: Connection, sender: SpawnProcess) -> dict[str, int]:
    try:
        received: dict[str, int] = results.recv()
    except EOFError:
        sender.join()
        raise SystemExit(f"the process that sends ended early, exit status {sender.exitcode}") from None
    return received


def add_and_note_events(service: Service, note: Callable[[Event, int], None]) -> None:
    """Let each notification bring an event at least, and have each noted with its notification's time, ns."""
    push = service.session.push

    def noting(inputs: Iterable[Input]) -> list[Event]:
        items = list(inputs)
        events = push(items)
        if items and isinstance(items[-1], Packet):
            if not events:
                events = [_step(service, items[-1].device)]
            for event in events:
                note(event, time_ns(items[-1]))
        return events

    service.session.push = noting  # type: ignore[method-assign]


def _step(service: Service, device: str) -> Event:
    pipeline = service.session.pipelines[device]
    now_s = pipeline.now_s
    return Step(serial=pipeline.take_serial(), device=device, decided_s=now_s, t_s=now_s, n=1)


def resident_mib_now() -> float:
    """Return the resident memory of this process (Linux), MiB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _figures(decided: dict[str, int], received: dict[str, int], share: float, resident_mib: float) -> Figures:
    begun_ns = min(decided.values()) + round(WARM_UP_S * 1e9)
    counted = {name: sent_ns for name, sent_ns in decided.items() if sent_ns >= begun_ns}
    delays = [(received[name] - sent_ns) * 1e-6 for name, sent_ns in counted.items() if name in received]
    return Figures(delays, len(counted) - len(delays), share, resident_mib)


@contextlib.contextmanager
def _outside(plan: Plan, broker_port: int, port: int, results: Connection) -> Iterator[SpawnProcess]:
    arguments = (plan, broker_port, port, results)
    process = multiprocessing.get_context("spawn").Process(target=live_outside, args=arguments)
    process.start()
    results.close()  # so that a process that dies is noticed, and not waited for
    try:
        yield process
    finally:
        process.join()


def plan_of(sensors: int, seconds: float) -> Plan:
    """Return what so many sensors send in so long, from the middle of a simulated walk."""
    athlete = Athlete()
    count = round(seconds * RATE_HZ / SAMPLES)
    athlete.walk(SPARE * (count + APART * sensors) * SAMPLES / RATE_HZ)
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
        mosquitto(program or "mosquitto", Path(folder), f"{LOOSE}\nset_tcp_nodelay true") as port,
    ):
        yield MqttSettings(url=f"mqtt://{HOST}:{port}"), port


BROKERS = {"embedded": _embedded, "mosquitto": _mosquitto}


async def measured(broker: str, sensors: int, seconds: float) -> Figures:
    """Return the figures of so many sensors for so long on one of the brokers."""
    with tempfile.TemporaryDirectory() as folder:
        async with BROKERS[broker]() as (settings, port):
            return await measure(plan_of(sensors, seconds), settings, port, Path(folder))


async def main() -> None:
    """Print a line for each broker and number of sensors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sensors", type=int, nargs="+", default=[1, 10, 50])
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--brokers", nargs="+", choices=sorted(BROKERS), default=sorted(BROKERS))
    options = parser.parse_args()
    for name in options.brokers:
        for sensors in options.sensors:
            figures = await measured(name, sensors, options.seconds)
            print(f"{name:9s} {sensors:3d} sensors  {figures}", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
