"""Against real brokers: outages, a stalled network, certificates, a hostile client, violent ends, systemd."""

import asyncio
import contextlib
import json
import os
import random
import socket
import subprocess
import time
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from pathlib import Path

import aiomqtt
import pytest
import trustme
from benchmarks.kills import event_ids
from benchmarks.kills import replayed as replayed_ids
from benchmarks.kills import session as killed_session

from legday.core.inputs import Command, Input, LinkChange, Packet, Tick
from legday.core.setup import SessionSetup
from legday.errors import BrokerError
from legday.publishers import Context, Message
from legday.publishers import _mqtt_link as link_module
from legday.publishers._backlog import ANSWERS
from legday.publishers._desk import AT_ONCE, PER_S
from legday.publishers.mqtt import MqttPublisher, MqttSettings
from legday.recording.writer import RecordingWriter
from legday.service import Service
from legday.service.inbox import WAITING_COMMANDS
from legday.service.watchdog import ALIVE, READY, SOCKET, notify
from legday.session import Session
from tests.conftest import program

from .brokers import HOST, Wire, eventually, free_port, killed_at_the_end, listening, mosquitto
from .conftest import SETUP
from .test_mqtt import event, settings
from .test_service import START_NS, Given, Journal, virtual

EVENTS = "legday/v1/+/event/#"
JUMP_TOPIC = "legday/v1/thigh/event/jump"
REP_TOPIC = "legday/v1/thigh/event/rep"
UNIT = Path(__file__).parents[2] / "deploy" / "legday.service"


def in_order(payloads: list[bytes]) -> list[int]:
    """Return the numbers of events by their ids, duplicates left out."""
    return list(dict.fromkeys(int(json.loads(each)["id"].rsplit(".", 1)[1]) for each in payloads))


@pytest.fixture(params=["embedded", pytest.param("mosquitto", marks=pytest.mark.mosquitto)])
def either(request: pytest.FixtureRequest) -> str | None:
    """Debian's broker by its program, or ours, which has none."""
    return str(request.getfixturevalue("mosquitto_program")) if request.param == "mosquitto" else None


async def test_a_broker_that_is_killed_and_restarted_gets_every_event(
    either: str | None, tmp_path: Path, context: Context
) -> None:
    """Ten minutes of two events a second wait; the subscriber is back on the new broker before we are."""
    port = free_port()
    async with Wire(port) as wire:
        async with killed_at_the_end(either, tmp_path, port):
            publisher = MqttPublisher(settings(wire.port), context)
            await publisher.__aenter__()
            async with listening(port) as before:
                for n in range(50):
                    await publisher.publish(event(n))
                await before.until(REP_TOPIC, count=50)
        await wire.cut()
        for n in range(50, 1250):
            await publisher.publish(event(n))
        async with killed_at_the_end(either, tmp_path, port), listening(port) as after:
            await wire.mend()
            await eventually(
                lambda: len(after.messages) >= 1200 and 1249 in in_order(after.on(REP_TOPIC)[-1:])
            )
            assert [n for n in in_order(after.on(REP_TOPIC)) if n >= 50] == list(range(50, 1250))
            await publisher.__aexit__()


class Held(Given):
    """A sensor that goes on when it is told to."""

    def __init__(self, inputs: Sequence[Input], rest: Sequence[Input]) -> None:
        super().__init__(inputs)
        self.rest = rest
        self.go_on = asyncio.Event()

    async def inputs(self) -> AsyncGenerator[Input, None]:
        for item in self.given:
            yield item
        await self.go_on.wait()
        for item in self.rest:
            yield item
        await asyncio.Event().wait()


@pytest.mark.parametrize("stalls", [False, True], ids=["killed", "stalled"])
async def test_an_outage_in_mid_set_costs_no_event_of_the_recording(
    either: str | None, tmp_path: Path, stalls: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the third leapfrog of six the broker is killed and started again, or the network swallows
    everything for a while; the sensor goes on. The reference is the replay of the recording."""
    monkeypatch.setattr(link_module, "TIMEOUT_S", 0.5)
    demo, port = virtual(22.0), free_port()
    inputs = list(demo.all_inputs())
    third = _after_jumps(demo.setup, inputs, 3)
    source = Held(inputs[:third], inputs[third:])
    service = Service(
        demo.setup, source, record=lambda: RecordingWriter(tmp_path / "run.mcap", demo.setup, {})
    )
    context = Context(demo.setup, service.obey, service.now_ns, "test")
    received: list[str] = []

    async def all_sent() -> None:
        await eventually(lambda: service.taken >= len(inputs) and not len(publisher._events))

    async with Wire(port) as wire:
        async with killed_at_the_end(either, tmp_path, port), listening(port, EVENTS) as before:
            publisher = MqttPublisher(settings(wire.port), context)
            running = asyncio.create_task(service.run([publisher]))
            await before.until(JUMP_TOPIC, count=3)
            if stalls:
                wire.stalled = True
                source.go_on.set()
                await eventually(lambda: wire.swallowed > 0)
                wire.stalled = False
                await all_sent()
                service.stop()
                await running
                reference = replayed_ids(tmp_path / "run.mcap")
                await eventually(lambda: reference[-1] in event_ids(before))
            received += event_ids(before)
        if not stalls:
            await wire.cut()
            source.go_on.set()
            async with killed_at_the_end(either, tmp_path, port), listening(port, EVENTS) as after:
                await wire.mend()
                await all_sent()
                service.stop()
                await running
                reference = replayed_ids(tmp_path / "run.mcap")
                await eventually(lambda: reference[-1] in event_ids(after))
                received += event_ids(after)
    assert list(dict.fromkeys(received)) == reference


def _after_jumps(setup: SessionSetup, inputs: Sequence[Input], wanted: int) -> int:
    session, jumps = Session(setup), 0
    for number, item in enumerate(inputs):
        jumps += sum(event.type == "jump" for event in session.push([item]))
        if jumps == wanted:
            return number + 1
    raise AssertionError(f"the demo has no {wanted} jumps")


async def test_a_network_that_stalls_is_noticed_by_the_missing_acknowledgement(
    broker_port: int,
    context: Context,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(link_module, "TIMEOUT_S", 0.5)
    async with (
        listening(broker_port) as heard,
        Wire(broker_port) as wire,
        MqttPublisher(settings(wire.port), context) as publisher,
    ):
        await publisher.publish(event(0))
        await heard.until(REP_TOPIC)
        wire.stalled = True
        for n in range(1, 100):
            await publisher.publish(event(n))
        await asyncio.sleep(1.0)
        wire.stalled = False
        await eventually(lambda: len(set(heard.on(REP_TOPIC))) == 100)
        assert in_order(heard.on(REP_TOPIC)) == list(range(100))
    broken = [each.getMessage() for each in caplog.records if "trying again" in each.getMessage()]
    assert broken
    assert all("TaskGroup" not in each for each in broken)
    assert "no answer" in broken[0]


@pytest.fixture
def certificates(tmp_path: Path) -> Path:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    authority.issue_cert(HOST).private_key_and_cert_chain_pem.write_to_path(str(tmp_path / "broker.pem"))
    authority.issue_cert("gateway").private_key_and_cert_chain_pem.write_to_path(str(tmp_path / "own.pem"))
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "other.pem"))
    return tmp_path


@pytest.fixture
def guarded_port(mosquitto_program: str, certificates: Path) -> Iterator[int]:
    lines = [f"cafile {certificates}/ca.pem", f"certfile {certificates}/broker.pem"]
    lines += [f"keyfile {certificates}/broker.pem", "require_certificate true", "allow_anonymous true"]
    with mosquitto(mosquitto_program, certificates, "\n".join(lines)) as port:
        yield port


@pytest.mark.mosquitto
async def test_own_authority_and_client_certificate(
    guarded_port: int, certificates: Path, context: Context
) -> None:
    url = f"mqtts://{HOST}:{guarded_port}"
    known = MqttSettings(url=url, ca=certificates / "ca.pem", certificate=certificates / "own.pem")
    async with MqttPublisher(known, context) as publisher:
        await publisher.publish(event(1))
    assert len(publisher._events) == 0
    other = certificates / "other.pem"
    for changes, remedy in (({"certificate": None}, r"mqtt\.certificate"), ({"ca": other}, r"mqtt\.ca")):
        with pytest.raises(BrokerError, match=f"{url}.*{remedy}"):
            await MqttPublisher(known.model_copy(update=changes), context).__aenter__()
    with pytest.raises(BrokerError, match=r"mqtt\.certificate"):
        await MqttPublisher(
            known.model_copy(update={"certificate": certificates / "ca.pem"}), context
        ).__aenter__()


async def test_a_broker_that_is_not_required_is_waited_for(
    mosquitto_program: str, tmp_path: Path, context: Context
) -> None:
    port = free_port()
    async with MqttPublisher(settings(port, required=False), context) as publisher:
        await publisher.publish(event(1))
        with mosquitto(mosquitto_program, tmp_path, port=port):
            async with listening(port) as heard:
                await heard.until(REP_TOPIC)


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


HOSTILE = [
    ("legday/v1/thigh/cmd/exercise", b'{"value": {"value": [1, 2'),
    ("legday/v1/thigh/cmd/exercise", b"\xff\xfe\x00"),
    ("legday/v1/thigh/cmd/exercise", b"[" * 50_000),
    ("legday/v1/thigh/cmd/" + "x" * 20_000, b"1"),
    ("legday/v1/../cmd/undo", b""),
    ("legday/v1//cmd/", b""),
    ("legday/v1/thigh\u00e9/cmd/undo", b""),
    ("legday/v1/all/cmd/exercise", b"no such thing"),
]


async def thrown(port: int, topic: str, payload: bytes, count: int = 1) -> None:
    """Publish as a stranger does whom the broker may well throw out for it."""
    with contextlib.suppress(aiomqtt.MqttError):
        async with aiomqtt.Client(HOST, port, timeout=0.5) as stranger:
            for _ in range(count):
                await stranger.publish(topic, payload, qos=0)


FLOOD_PER_S = 10_000


def flood(port: int, seconds: float) -> int:
    """Send commands as fast as that, from a thread, without waiting for anything; return how many."""
    topic, payload = b"legday/v1/thigh/cmd/exercise", b"no such thing"
    body = len(topic).to_bytes(2, "big") + topic + payload
    hundred = (b"\x30" + bytes([len(body)]) + body) * 100
    sent, began_s = 0, time.monotonic()
    with socket.create_connection((HOST, port)) as stranger:
        stranger.sendall(b"\x10\x13\x00\x04MQTT\x04\x02\x00\x3c\x00\x07flooder")
        stranger.recv(4)
        while sent < seconds * FLOOD_PER_S:
            stranger.sendall(hundred)
            sent += 100
            time.sleep(max(0.0, began_s + sent / FLOOD_PER_S - time.monotonic()))
    return sent


class Paced(Given):
    """The inputs of a demo, a few at a time, so that other things happen in between."""

    async def inputs(self) -> AsyncGenerator[Input, None]:
        for number, item in enumerate(self.given):
            yield item
            if number % 10 == 0:
                await asyncio.sleep(0.02)
        await asyncio.Event().wait()


@pytest.fixture(
    params=[
        pytest.param(("mosquitto", "5", 3.0), marks=pytest.mark.mosquitto),
        pytest.param(("mosquitto", "3.1.1", 1.0), marks=pytest.mark.mosquitto),
        ("embedded", "3.1.1", 1.0),
    ],
    ids=str,
)
def flooded(request: pytest.FixtureRequest) -> tuple[int, str, float]:
    """A broker's port, the version of MQTT in which we speak to it, and how long the flood goes on."""
    kind, protocol, seconds = request.param
    if kind == "mosquitto":
        return int(request.getfixturevalue("mosquitto_port")), protocol, seconds
    return int(request.getfixturevalue("embedded").listeners.port), protocol, seconds


async def test_a_hostile_client_neither_stops_the_count_nor_fills_the_memory(
    flooded: tuple[int, str, float], caplog: pytest.LogCaptureFixture
) -> None:
    """The whole of the demo is counted meanwhile, as if nothing were; the queues keep their bounds."""
    port, protocol, seconds = flooded
    demo, journal = virtual(22.0), Journal([])
    inputs = list(demo.all_inputs())
    service = Service(demo.setup, Paced(inputs), record=lambda: journal)
    context = Context(demo.setup, service.obey, service.now_ns, "test")
    publisher = MqttPublisher(settings(port, protocol=protocol), context)
    began_s = time.monotonic()
    async with listening(port, "legday/v1/bridge/status") as heard, watched(service, publisher) as most:
        running = asyncio.create_task(service.run([publisher]))
        await heard.until("legday/v1/bridge/status", b"online")
        before_mb = resident_mb()
        for topic, payload in HOSTILE:
            await thrown(port, topic, payload)
        for _ in range(2):
            await thrown(port, "legday/v1/thigh/cmd/exercise", bytes(10_000_000))
        assert await asyncio.to_thread(flood, port, seconds) == seconds * FLOOD_PER_S
        await eventually(lambda: len(sensed(journal.inputs)) == len(sensed(inputs)))
        assert not running.done()
        service.stop()
        await running
    assert jumps_in(demo.setup, journal.inputs) == jumps_in(demo.setup, inputs) > 0
    took_s = time.monotonic() - began_s
    taken = [each for each in journal.inputs if isinstance(each, Command) and each not in inputs]
    assert 0 < len(taken) <= AT_ONCE + PER_S * took_s
    assert most["commands"] <= WAITING_COMMANDS
    assert most["answers"] <= ANSWERS
    assert most["events"] <= len(taken) + len(inputs)
    assert resident_mb() - before_mb < 100.0
    complaints = [each for each in caplog.records if "queue is full" in each.message]
    assert len(complaints) <= 1


def sensed(inputs: Sequence[Input]) -> list[Input]:
    return [each for each in inputs if isinstance(each, Packet | LinkChange)]


def jumps_in(setup: SessionSetup, inputs: Sequence[Input]) -> int:
    session = Session(setup)
    return sum(event.type == "jump" for event in session.push(inputs) + session.finish())


@contextlib.asynccontextmanager
async def watched(service: Service, publisher: MqttPublisher) -> AsyncIterator[Counter[str]]:
    """Look at the queues all the time; yield the most that was ever in them."""
    most: Counter[str] = Counter()

    async def look() -> None:
        while True:
            lengths = {
                "commands": service._inbox.commands,
                "answers": len(publisher._backlog._answers),
                "events": len(publisher._events),
            }
            for name, length in lengths.items():
                most[name] = max(most[name], length)
            await asyncio.sleep(0.005)

    looking = asyncio.create_task(look())
    try:
        yield most
    finally:
        looking.cancel()


@pytest.mark.mosquitto
@pytest.mark.timeout(240)
async def test_a_service_killed_at_random_moments_loses_and_invents_nothing(
    mosquitto_program: str, tmp_path: Path
) -> None:
    with mosquitto(mosquitto_program, tmp_path) as port:
        outcome = await killed_session(tmp_path, port, 3, random.Random(7))  # noqa: S311
    assert outcome.expected
    assert outcome.unique == outcome.expected


async def test_systemd_hears_that_the_session_is_ready_and_alive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.setblocking(False)
        monkeypatch.setenv(SOCKET, str(tmp_path / "notify"))
        await Service(SETUP, Given([Tick(START_NS), Tick(START_NS + 1)])).run([])
        assert [manager.recv(100).decode() for _ in range(2)] == [READY, ALIVE]
    notify(ALIVE)


def test_the_unit_is_one_that_systemd_takes(tmp_path: Path) -> None:
    unit = tmp_path / UNIT.name
    unit.write_text(UNIT.read_text().replace("/opt/legday/bin/legday", "/usr/bin/env"))
    result = subprocess.run(  # noqa: S603
        [program("systemd-analyze"), "verify", str(unit)], capture_output=True, text=True, check=False
    )
    assert (result.returncode, [line for line in result.stderr.splitlines() if UNIT.name in line]) == (0, [])
    judged = subprocess.run(  # noqa: S603
        [program("systemd-analyze"), "security", "--offline=true", "--threshold=25", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert judged.returncode == 0, judged.stdout
    for line in ("KillMode=mixed", "WatchdogSec=30", "Type=notify", "NoNewPrivileges=yes"):
        assert line in UNIT.read_text().splitlines()


def test_no_password_is_said(context: Context) -> None:
    known = MqttSettings.model_validate({"url": "mqtt://h:1", "user": "u", "password": "hunter2"})
    assert "hunter2" not in f"{known!r} {known} {known.queue} {Message('event', 'thigh', {})}"
