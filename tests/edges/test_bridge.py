"""What the service says of itself, and what it answers: ``bridge/event`` and ``bridge/request``."""

import json
from pathlib import Path
from typing import Any

import aiomqtt
import pytest

from legday.broker import EmbeddedBroker
from legday.config import fingerprint, load
from legday.contract.topics import REQUESTS
from legday.core.inputs import Packet, Tick
from legday.publishers import Context, Health, Message, Surroundings
from legday.publishers.mqtt import MqttPublisher
from legday.service import Service
from legday.sources.ble.adapters import adapters
from legday.sources.ble.standard import FIRMWARE

from .brokers import HOST, Heard, listening
from .conftest import SETUP
from .payloads import state
from .test_mqtt import settings
from .test_service import START_NS, Given, Journal

ASKED = "legday/v1/bridge/request/"
ANSWERED = "legday/v1/bridge/response/"


class FullAtTimes(Journal):
    """A recorder whose disk is full between the second and the fourth tick."""

    @property
    def full(self) -> bool:
        return 2 <= sum(isinstance(each, Tick) for each in self.inputs) < 4


async def test_profiles_sensors_and_a_full_disk_are_news_once(broker_port: int) -> None:
    given = [Packet(START_NS, FIRMWARE, b"1.2", "thigh"), *(Tick(START_NS + n * 10**9) for n in range(6))]
    service = Service(SETUP, Given(given), record=lambda: FullAtTimes([]))
    context = Context(SETUP, service.obey, service.now_ns, "test")
    async with listening(broker_port) as heard:
        await service.run([MqttPublisher(settings(broker_port), context)])
        await heard.until("legday/v1/bridge/status", b"offline")
        told = [json.loads(each) for each in heard.on("legday/v1/bridge/event")]
        assert not any(each.retain for each in heard.messages if "bridge/event" in str(each.topic))
    assert [(each["seq"], each["event_type"], each["device"], each["profile"]) for each in told] == [
        (1, "profile_loaded", "thigh", "movella_dot"),
        (2, "device_found", "thigh", "movella_dot"),
        (3, "recorder_full", None, None),
        (4, "recorder_ready", None, None),
    ]


async def answer(heard: Heard, person: aiomqtt.Client, name: str, payload: bytes = b"") -> dict[str, Any]:
    await person.publish(ASKED + name, payload, qos=1)
    return dict(json.loads((await heard.until(ANSWERED + name))[-1]))


async def test_every_request_is_answered_with_its_transaction(
    embedded: EmbeddedBroker, context: Context
) -> None:
    port = embedded.listeners.port
    async with (
        listening(port) as heard,
        aiomqtt.Client(HOST, port) as person,
        MqttPublisher(settings(port), context),
    ):
        told = {
            name: await answer(heard, person, name, b'{"transaction": "%s"}' % name.encode())
            for name in REQUESTS
        }
        assert {name: (each["status"], each["transaction"]) for name, each in told.items()} == {
            name: ("ok", name) for name in REQUESTS
        }
        assert told["info"]["data"] == json.loads(heard.on("legday/v1/bridge/info")[0])
        assert told["devices"]["data"]["devices"] == json.loads(heard.on("legday/v1/bridge/devices")[0])
        await heard.until("legday/v1/bridge/info", count=2)
        await heard.until("legday/v1/bridge/devices", count=2)


async def test_health_is_that_of_the_service(embedded: EmbeddedBroker) -> None:
    port = embedded.listeners.port
    around = Surroundings(health=lambda: Health(7, 1, 2, "full"))
    told = Context(SETUP, lambda *_: True, lambda: 0, "test", surroundings=around)
    async with (
        listening(port) as heard,
        aiomqtt.Client(HOST, port) as person,
        MqttPublisher(settings(port), told),
    ):
        assert (await answer(heard, person, "health"))["data"] == {
            "inputs": 7,
            "lost_inputs": 1,
            "lost_events": 2,
            "waiting_events": 0,
            "storage": "full",
        }


@pytest.mark.parametrize(
    ("name", "payload", "reason"),
    [
        ("dance", b"", "no such request; known: devices"),
        ("health", b"[1, 2", "want nothing, or a JSON object"),
        ("info", b'{"transaction": 7}', "want nothing, or a JSON object"),
        ("devices", b'{"transaction": "%s"}' % (b"x" * 5000), "want nothing, or a JSON object"),
    ],
)
async def test_what_is_no_request_is_refused_with_the_reason(
    embedded: EmbeddedBroker, context: Context, name: str, payload: bytes, reason: str
) -> None:
    port = embedded.listeners.port
    async with (
        listening(port, "legday/v1/bridge/response/#") as heard,
        aiomqtt.Client(HOST, port) as person,
        MqttPublisher(settings(port), context),
    ):
        told = await answer(heard, person, name, payload)
    assert (told["status"], told["data"]) == ("error", {})
    assert reason in told["error"]


async def test_a_request_that_was_retained_is_of_another_time(
    embedded: EmbeddedBroker, context: Context
) -> None:
    port = embedded.listeners.port
    async with listening(port) as heard, aiomqtt.Client(HOST, port) as person:
        await person.publish(ASKED + "health", b'{"transaction": "old"}', qos=1, retain=True)
        try:
            async with MqttPublisher(settings(port), context):
                told = json.loads((await heard.until(ANSWERED + "health"))[0])
        finally:
            await person.publish(ASKED + "health", b"", qos=1, retain=True)
    assert (told["status"], told["transaction"]) == ("error", "old")
    assert "meant for another time" in told["error"]


async def test_a_firmware_that_a_sensor_tells_stands_in_the_devices(
    embedded: EmbeddedBroker, context: Context
) -> None:
    port = embedded.listeners.port
    whole = state(0)
    sensor = dict.fromkeys(("rate_hz", "loss_pct", "jitter_ms", "rssi_dbm", "battery_pct", "model"))
    heard_of = {**whole.body, "sensor": {**sensor, "firmware": "1.6.0", "bad_packets": 0}}
    async with listening(port) as heard, MqttPublisher(settings(port), context) as publisher:
        for _ in range(2):
            await publisher.publish(Message("state", "thigh", heard_of, 1000.0))
        told = await heard.until("legday/v1/bridge/devices", count=2)
    assert [json.loads(each)[0]["firmware"] for each in told] == [None, "1.6.0"]


def test_the_hash_of_the_settings_changes_with_a_setting_but_tells_no_password() -> None:
    plain = fingerprint(load({}))
    assert plain == fingerprint(load({}))
    assert plain != fingerprint(load({"mqtt": {"base": "gym"}}))
    known = {"url": "mqtt://h", "user": "anna"}
    hashes = {fingerprint(load({"mqtt": {**known, "password": word}})) for word in ("one", "two")}
    assert len(hashes) == 1


def test_adapters_are_listed_without_their_connections(tmp_path: Path) -> None:
    for name in ("hci1", "hci0", "hci0:64"):
        (tmp_path / name).mkdir()
    assert adapters(tmp_path) == ("hci0", "hci1")
    assert adapters(tmp_path / "nowhere") == ()
