"""Apps on phones: what they send reaches the session as it came, and what is wrong with it is said."""

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator, Callable

import aiohttp
import aiomqtt
import numpy as np
import pytest
from aiohttp import web

from legday.core.inputs import Input, LinkChange, Packet
from legday.core.setup import SensorSetup, SessionSetup
from legday.errors import SensorError, SettingsError
from legday.sensors.registry import profile as find_profile
from legday.session import Session
from legday.simulate.programme import performed
from legday.simulate.radio import Radio, transmit
from legday.simulate.sensor import Strapped, sense
from legday.sources.feeds import Feed
from legday.sources.phone_link import AppFeed
from legday.sources.phyphox import Phyphox
from legday.sources.sensor_logger import BrokerFeed, Messages, PushFeed, SensorLoggerSettings
from legday.sources.sensor_server import SensorServer
from tests.edges.brokers import eventually, free_port

HOST = "127.0.0.1"
LOCAL = SensorLoggerSettings(host=HOST, port=0)
START_NS = 1_700_000_000_000_000_000


def sent_by(profile: str, samples: int = 10) -> list[bytes]:
    """What the app sends while somebody does ten squats."""
    block = sense(performed("squat").kinematics(), Strapped(100.0))
    return [packet.payload for packet in transmit(block, find_profile(profile), Radio(samples=samples))]


def numbered(texts: list[bytes]) -> list[bytes]:
    """Messages of Sensor Logger with their numbers."""
    return [json.dumps({**json.loads(text), "messageId": n}).encode() for n, text in enumerate(texts)]


def reps(inputs: list[Input], profile: str) -> int:
    sensor = SensorSetup(device="thigh", profile=profile, site="thigh")
    session = Session(SessionSetup(exercise="squat", sensors=(sensor,)))
    return sum(event.type == "rep" for event in session.push(inputs) + session.finish())


def ticking() -> Callable[[], int]:
    """Arrivals as the radio of a phone would give them."""
    now = iter(range(START_NS, START_NS + 10**12, 50_000_000))
    return lambda: next(now)


@contextlib.asynccontextmanager
async def running(feed: Feed) -> AsyncIterator[list[Input]]:
    inputs: list[Input] = []
    task = asyncio.create_task(feed.run(inputs.append))
    try:
        yield inputs
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@contextlib.asynccontextmanager
async def serving(routes: list[web.RouteDef]) -> AsyncIterator[int]:
    application = web.Application()
    application.add_routes(routes)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, HOST, 0).start()
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def test_sensor_logger_pushes_ten_squats_and_the_order_does_not_matter() -> None:
    texts = numbered(sent_by("sensor_logger"))
    for at in range(0, len(texts) - 4, 4):
        texts[at], texts[at + 3] = texts[at + 3], texts[at]
    texts[50:50] = texts[10:20]
    feed = PushFeed("thigh", "sensor_logger", LOCAL, ticking())
    async with running(feed) as inputs, aiohttp.ClientSession() as app:
        await feed.listening.wait()
        for text in texts:
            async with app.post(feed.url, data=text) as answer:
                assert answer.status == 200
    packets = [item for item in inputs if isinstance(item, Packet)]
    numbers = [json.loads(packet.payload)["messageId"] for packet in packets]
    assert numbers == list(range(3, len(numbers) + 3))
    assert packets[0].payload in texts
    assert reps(inputs, "sensor_logger") == 10


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("wrong", b"{}", "of another session"),
        (None, b"{}", "not a message"),
        (None, b"\xff", "not a message"),
    ],
)
async def test_sensor_logger_shows_why_it_is_refused(path: str | None, body: bytes, said: str) -> None:
    feed = PushFeed("thigh", "sensor_logger", LOCAL, ticking())
    async with running(feed) as inputs, aiohttp.ClientSession() as app:
        await feed.listening.wait()
        url = feed.url if path is None else feed.url.replace(feed.token, path)
        async with app.post(url, data=body) as answer:
            assert (answer.status, said in await answer.text()) == (499, True)
    assert inputs == []


@pytest.mark.mosquitto
async def test_sensor_logger_by_a_broker_is_the_same(mosquitto_port: int) -> None:
    texts = numbered(sent_by("sensor_logger"))[:20]
    url = f"sensor-logger+mqtt://{HOST}:{mosquitto_port}/gym"
    feed = BrokerFeed("thigh", "sensor_logger", url, LOCAL, ticking())
    async with running(feed) as inputs, aiomqtt.Client(HOST, mosquitto_port) as app:
        while not inputs:  # until it has subscribed
            await app.publish("gym", texts[0])
            await asyncio.sleep(0.05)
        for text in texts[1:]:
            await app.publish("gym", text, qos=1)
        await eventually(lambda: len(inputs) == len(texts) + 1)
    assert [item.payload for item in inputs if isinstance(item, Packet)] == texts


def test_a_recording_started_anew_in_the_app_is_a_new_link() -> None:
    inputs: list[Input] = []
    messages = Messages("thigh", "sensor_logger", inputs.append, ticking())
    for session, number in (("a", 7), ("a", 8), ("b", 0)):
        messages.take(json.dumps({"messageId": number, "sessionId": session, "payload": []}).encode())
    links = [item.state for item in inputs if isinstance(item, LinkChange)]
    assert links == ["connected", "disconnected", "connected"]
    assert len(inputs) == 6


@pytest.mark.parametrize(
    ("names", "marked", "step_ns", "profile", "remarks"),
    [
        (("accelerometer", "gravity", "gyroscope"), True, 10_000_000, "sensor_logger", []),
        (("accelerometer", "gyroscope"), True, 10_000_000, "sensor_logger", ["without gravity"]),
        (("totalacceleration",), True, 10_000_000, "sensor_logger", ["switch on Gyroscope"]),
        (("gyroscope",), True, 10_000_000, "sensor_logger", ["no acceleration"]),
        (("totalacceleration", "gyroscope"), True, 200_000_000, "sensor_logger", ["5 samples a second"]),
        (("accelerometer", "gravity", "gyroscope"), False, 10_000_000, "sensor_logger", ["Standardise"]),
        (("accelerometer", "gravity", "gyroscope"), False, 10_000_000, "sensor_logger_ios", []),
    ],
)
def test_what_is_to_be_changed_in_sensor_logger_is_said(
    caplog: pytest.LogCaptureFixture,
    names: tuple[str, ...],
    marked: bool,
    step_ns: int,
    profile: str,
    remarks: list[str],
) -> None:
    messages = Messages("thigh", profile, lambda item: None, ticking())
    for number in range(40):
        at = START_NS + number * step_ns
        records = [{"name": name, "time": at, "values": {"x": 0, "y": 0, "z": 9}} for name in names]
        for record in records if marked else []:
            record["accuracy"] = 3
        text = {"messageId": number, "sessionId": "s", "payload": records}
        assert messages.take(json.dumps(text).encode())
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == len(remarks)
    assert all(wanted in message for wanted, message in zip(remarks, said, strict=True))


class FakePhyphox:
    """An experiment whose buffers fill by themselves, as fast as they are asked for."""

    def __init__(self, names: tuple[str, ...] = ("acc", "gyr")) -> None:
        self.names = names
        self.block = sense(performed("squat").kinematics(), Strapped(100.0))
        self.measuring = False
        self.available = 0
        self.session = "one"

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/config", self.config),
            web.get("/control", self.control),
            web.get("/get", self.get),
        ]

    async def config(self, request: web.Request) -> web.Response:
        buffers = [f"{name}{part}" for name in self.names for part in ("X", "Y", "Z", "", "_time")]
        return web.json_response({"buffers": [{"name": name, "size": 0} for name in buffers]})

    async def control(self, request: web.Request) -> web.Response:
        self.measuring = request.query["cmd"] == "start"
        return web.json_response({"result": True})

    async def get(self, request: web.Request) -> web.Response:
        self.available += 40 * self.measuring
        buffers = {}
        for asked, text in request.query.items():
            name = asked[:3]
            values = self.block.acc if name == "acc" else self.block.gyr
            since, _, by = text.partition("|")
            assert by in ("", f"{name}_time")
            times = self.block.t_s[: self.available] + 0.5
            new = times > float(since)
            column = times if asked.endswith("_time") else values[: self.available, "XYZ".index(asked[3])]
            buffers[asked] = {"size": 0, "updateMode": "partial", "buffer": np.round(column[new], 6).tolist()}
        status = {"session": self.session, "measuring": self.measuring, "timedRun": False, "countDown": 0}
        return web.json_response({"buffer": buffers, "status": status})


@pytest.mark.parametrize("names", [("acc", "gyr"), ("acc",)])
async def test_phyphox_is_started_and_asked_for_what_is_new(
    monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...]
) -> None:
    monkeypatch.setattr("legday.sources.phyphox.ASKED_EVERY_S", 0.0)
    fake = FakePhyphox(names)
    async with serving(fake.routes()) as port:
        phone = Phyphox(f"phyphox://{HOST}:{port}")
        await phone.open()
        assert phone.vectors == list(names)
        async with running(AppFeed("thigh", phone, ticking())) as inputs:
            await eventually(lambda: fake.available > len(fake.block.t_s) + 200)
    assert fake.measuring
    assert reps(inputs, "phyphox" if "gyr" in names else "phyphox_acc") == 10


async def test_phyphox_says_what_is_missing() -> None:
    async with serving(FakePhyphox(("gyr",)).routes()) as port:
        with pytest.raises(SensorError, match=r"no acc_time accX.*Acceleration"):
            await Phyphox(f"phyphox://{HOST}:{port}").open()
    with pytest.raises(SensorError, match="Allow remote access"):
        await Phyphox(f"phyphox://{HOST}:{free_port()}").open()

    async def something_else(_request: web.Request) -> web.Response:
        return web.json_response({"a": 1})

    async with serving([web.get("/config", something_else)]) as port:
        with pytest.raises(SensorError, match="as phyphox does not"):
            await Phyphox(f"phyphox://{HOST}:{port}").open()


def sensor_server(texts: list[bytes], asked: list[str]) -> web.RouteDef:
    async def connect(request: web.Request) -> web.WebSocketResponse:
        asked.append(request.query["types"])
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        while texts:
            await socket.send_str(texts.pop(0).decode())
        await socket.close()
        return socket

    return web.get("/sensors/connect", connect)


async def test_sensor_server_s_messages_come_as_they_are() -> None:
    texts, asked = sent_by("sensor_server", samples=1)[:200], []
    sent = list(texts)
    async with serving([sensor_server(texts, asked)]) as port:
        feed = AppFeed("thigh", SensorServer(f"sensor-server://{HOST}:{port}"), ticking())
        async with running(feed) as inputs:
            await eventually(lambda: len(inputs) >= len(sent) + 2)
    assert json.loads(asked[0]) == ["android.sensor.accelerometer", "android.sensor.gyroscope"]
    assert [item.payload for item in inputs if isinstance(item, Packet)] == sent
    assert [item.state for item in inputs if isinstance(item, LinkChange)][:2] == [
        "connected",
        "disconnected",
    ]


async def test_a_slow_sensor_server_is_told_and_what_to_do(caplog: pytest.LogCaptureFixture) -> None:
    texts = [
        json.dumps({"accuracy": 3, "timestamp": n * 200_000_000, "values": [0, 0, 9.8]}).encode()
        for n in range(20)
    ]
    async with serving([sensor_server(texts, [])]) as port:
        app = SensorServer(f"sensor-server://{HOST}:{port}", gyroscope=False)
        async with running(AppFeed("thigh", app, ticking())):
            await eventually(lambda: "5 samples a second" in caplog.text)
    assert "20000 microseconds" in caplog.text


async def test_an_app_that_is_away_is_said_once_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    rounds: list[float] = []

    async def wait(seconds: float) -> None:
        rounds.append(seconds)
        await asyncio.sleep(0)

    app = SensorServer(f"sensor-server://{HOST}:{free_port()}")
    async with running(AppFeed("thigh", app, ticking(), wait)):
        await eventually(lambda: len(rounds) > 3)
    assert caplog.text.count("start the server in the app") == 1


@pytest.mark.parametrize("build", [Phyphox, SensorServer])
def test_an_address_without_a_host_is_refused(build: type) -> None:
    with pytest.raises(SettingsError, match="HOST"):
        build("phyphox://")
