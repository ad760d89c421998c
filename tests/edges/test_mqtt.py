"""Publishing over MQTT, to our own broker and to Debian's."""

import asyncio
import base64
import hashlib
import json
from pathlib import Path

import aiomqtt
import pytest
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from legday.broker import EmbeddedBroker
from legday.contract import SCHEMA
from legday.errors import BrokerError
from legday.publishers import Context, Message
from legday.publishers.mqtt import MqttPublisher, MqttSettings

from .brokers import HOST, Wire, eventually, free_port, listening, mosquitto
from .conftest import Obeyed
from .payloads import AROUND, event, live, rep, state


def settings(port: int, **changes: object) -> MqttSettings:
    return MqttSettings.model_validate(
        {"url": f"mqtt://{HOST}:{port}", "protocol": "3.1.1", "client_id": "tested", **changes}
    )


@pytest.fixture
def passwords(tmp_path: Path) -> Path:
    """A broker's file of users: anna, whose password is ``right``."""
    salt, rounds = b"twelve bytes", 101
    found = hashlib.pbkdf2_hmac("sha512", b"right", salt, rounds)
    kept = (base64.b64encode(each).decode() for each in (salt, found))
    path = tmp_path / "passwords"
    path.write_text("$".join(("anna:", "7", str(rounds), *kept)) + "\n")
    return path


async def test_each_kind_goes_where_the_contract_says(broker_port: int, context: Context) -> None:
    async with listening(broker_port) as heard, MqttPublisher(settings(broker_port), context) as publisher:
        await publisher.publish(Message("status", "thigh", {"status": "online"}))
        await publisher.publish(event(1))
        await publisher.publish(state(1))
        await publisher.publish(live(1))
        await heard.until("legday/v1/thigh/live")
        await heard.until("legday/v1/thigh/event/rep")
        assert heard.on("legday/v1/thigh/status") == [b"offline", b"online"]
        assert json.loads(heard.on("legday/v1/thigh/event/rep")[0]) == {
            **rep(1),
            "event_type": "rep",
            "seq": 1,
            "t_ms": 1001.0,
            **AROUND,
        }
        assert json.loads(heard.on("legday/v1/thigh/state")[0]) == {
            **state(1).body,
            "t_ms": 1234.5,
            **AROUND,
        }


@pytest.mark.mosquitto
async def test_events_are_sent_at_least_once_and_the_moving_line_at_most_once(
    mosquitto_port: int, context: Context
) -> None:
    """rumqttd delivers at the quality that the subscriber asked for: only mosquitto shows it."""
    async with (
        listening(mosquitto_port) as heard,
        MqttPublisher(settings(mosquitto_port), context) as publisher,
    ):
        await publisher.publish(event(1))
        await publisher.publish(state(1))
        await publisher.publish(live(1))
        await heard.until("legday/v1/thigh/live")
        await heard.until("legday/v1/thigh/event/rep")
    qualities = {str(message.topic): message.qos for message in heard.messages}
    assert qualities["legday/v1/thigh/event/rep"] == 1
    assert qualities["legday/v1/thigh/state"] == 1
    assert qualities["legday/v1/thigh/live"] == 0
    assert qualities["legday/v1/bridge/status"] == 1


async def test_states_are_retained_and_events_are_not(broker_port: int, context: Context) -> None:
    async with MqttPublisher(settings(broker_port), context) as publisher:
        await publisher.publish(event(1))
        await publisher.publish(state(1))
        await publisher.publish(live(1))
        await publisher.publish(Message("status", "thigh", {"status": "online"}))
    async with listening(broker_port) as late:
        await late.until("legday/v1/thigh/state")
        await late.until("legday/v1/bridge/status")
        await asyncio.sleep(0.2)
    assert sorted(late.topics()) == [
        "legday/v1/bridge/devices",
        "legday/v1/bridge/info",
        "legday/v1/bridge/status",
        "legday/v1/thigh/state",
        "legday/v1/thigh/status",
    ]


async def test_a_clean_end_says_offline_for_the_service_and_its_devices(
    broker_port: int, context: Context
) -> None:
    async with listening(broker_port) as heard:
        async with MqttPublisher(settings(broker_port), context) as publisher:
            await publisher.publish(Message("status", "thigh", {"status": "online"}))
            await publisher.publish(event(7))
        assert await heard.until("legday/v1/bridge/status", b"offline") == [b"online", b"offline"]
        assert heard.on("legday/v1/thigh/status") == [b"offline", b"online", b"offline"]
        assert len(heard.on("legday/v1/thigh/event/rep")) == 1


async def test_the_birth_tells_versions_devices_and_exercises(broker_port: int, context: Context) -> None:
    async with listening(broker_port) as heard, MqttPublisher(settings(broker_port), context):
        info = json.loads((await heard.until("legday/v1/bridge/info"))[0])
        devices = json.loads((await heard.until("legday/v1/bridge/devices"))[0])
    assert {"squat", "leapfrog", "high_knees"} <= {each["name"] for each in info["exercises"]}
    assert info["schema"] == SCHEMA
    assert {"exercise", "undo", "keep"} <= set(info["commands"])
    assert devices == [
        {
            "id": "thigh",
            "name": "Movella DOT, Xsens DOT",
            "profile": "movella_dot",
            "site": "thigh",
            "caps": ["accelerometer", "gyroscope"],
            "firmware": None,
        }
    ]
    assert {"movella_dot", "take"} <= set(info["profiles"])
    assert set(info["requests"]) == {"devices", "health", "info", "republish"}
    assert (info["schema_url"], info["adapters"], info["config_hash"]) == (None, [], "")


async def test_the_last_will_says_offline_when_the_connection_breaks(
    broker_port: int, context: Context
) -> None:
    async with (
        listening(broker_port) as heard,
        Wire(broker_port) as wire,
        MqttPublisher(settings(wire.port), context),
    ):
        await heard.until("legday/v1/bridge/status", b"online")
        await wire.cut()
        assert await heard.until("legday/v1/bridge/status", b"offline") == [b"online", b"offline"]


async def test_a_sensor_that_a_killed_process_left_online_is_offline_until_its_data_come(
    broker_port: int, context: Context
) -> None:
    """The last will is one message, and that is the service's own."""
    status = "legday/v1/thigh/status"
    async with aiomqtt.Client(HOST, broker_port) as killed:
        await killed.publish(status, b"online", qos=1, retain=True)
    async with listening(broker_port, "legday/v1/+/status") as heard:
        await heard.until(status, b"online")
        async with MqttPublisher(settings(broker_port), context) as publisher:
            await heard.until("legday/v1/bridge/status", b"online")
            assert heard.on(status) == [b"online", b"offline"]
            await publisher.publish(Message("status", "thigh", {"status": "online"}))
            assert await heard.until(status, count=3) == [b"online", b"offline", b"online"]


async def test_nothing_is_lost_while_the_broker_is_away(broker_port: int, context: Context) -> None:
    async with (
        listening(broker_port) as heard,
        Wire(broker_port) as wire,
        MqttPublisher(settings(wire.port), context) as publisher,
    ):
        await publisher.publish(event(1))
        await publisher.publish(state(1))
        await heard.until("legday/v1/thigh/event/rep")
        await wire.cut()
        for n in range(2, 200):
            await publisher.publish(event(n))
            await publisher.publish(state(n))
            await publisher.publish(live(n))
        await wire.mend()
        await heard.until("legday/v1/thigh/state", count=2)
        await publisher.publish(event(200))
        await heard.until("legday/v1/thigh/event/rep", count=200)

        numbers = [json.loads(each)["n"] for each in heard.on("legday/v1/thigh/event/rep")]
        assert list(dict.fromkeys(numbers)) == list(range(1, 201))
        states = [json.loads(each)["count"] for each in heard.on("legday/v1/thigh/state")]
        assert states[-1] == 199
        assert len(states) <= 4
        assert heard.on("legday/v1/bridge/status")[-1] == b"online"
        assert heard.on("legday/v1/thigh/live") == []


@pytest.mark.mosquitto
async def test_the_birth_is_repeated_for_a_broker_that_forgot(
    mosquitto_program: str, tmp_path: Path, context: Context
) -> None:
    port = free_port()
    publisher = MqttPublisher(settings(port), context)
    with mosquitto(mosquitto_program, tmp_path, port=port):
        await publisher.__aenter__()
        await publisher.publish(Message("status", "thigh", {"status": "online"}))
        await publisher.publish(state(5))
        async with listening(port) as before:
            await before.until("legday/v1/thigh/state")
    with mosquitto(mosquitto_program, tmp_path, port=port):
        async with listening(port) as heard:
            assert b"online" in await heard.until("legday/v1/bridge/status")
            assert await heard.until("legday/v1/thigh/status") == [b"online"]
            assert json.loads((await heard.until("legday/v1/thigh/state"))[0])["count"] == 5
            await publisher.__aexit__()


@pytest.mark.mosquitto
async def test_mqtt_5_carries_an_expiry_and_a_content_type(mosquitto_port: int, context: Context) -> None:
    v5 = aiomqtt.ProtocolVersion.V5
    async with (
        listening(mosquitto_port, protocol=v5) as heard,
        MqttPublisher(settings(mosquitto_port, protocol="auto"), context) as publisher,
    ):
        await publisher.publish(live(1))
        await publisher.publish(event(1))
        await heard.until("legday/v1/thigh/live")
        await heard.until("legday/v1/thigh/event/rep")
        properties = {str(each.topic): each.properties.json() for each in heard.messages}
    assert properties["legday/v1/thigh/live"]["MessageExpiryInterval"] == 2
    assert properties["legday/v1/thigh/event/rep"]["ContentType"] == "application/json"
    assert "MessageExpiryInterval" not in properties["legday/v1/thigh/event/rep"]


async def test_a_broker_without_mqtt_5_gets_3_1_1(
    embedded: EmbeddedBroker, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("legday.publishers._mqtt_version.ANSWER_S", 0.5)
    port = embedded.listeners.port
    async with (
        listening(port) as heard,
        MqttPublisher(settings(port, protocol="auto"), context) as publisher,
    ):
        await publisher.publish(event(1))
        await heard.until("legday/v1/thigh/event/rep")


async def test_on_our_broker_every_version_hears_us_and_can_command_us(
    embedded: EmbeddedBroker, context: Context, obeyed: Obeyed
) -> None:
    """A message with properties breaks rumqttd's connections of version 3.1.1; ours have none."""
    modern = aiomqtt.Client(HOST, embedded.listeners.port_v5, protocol=aiomqtt.ProtocolVersion.V5)
    properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]
    properties.ContentType = "text/plain"
    async with (
        listening(embedded.listeners.port, "legday/v1/thigh/event/#") as plain,
        modern,
        MqttPublisher(MqttSettings().at(embedded.listeners.url_v5), context) as publisher,
    ):
        await publisher.publish(event(1))
        await plain.until("legday/v1/thigh/event/rep")
        await modern.publish("legday/v1/thigh/cmd/exercise", b"squat", qos=1, properties=properties)
        await eventually(lambda: len(obeyed.commands) == 1)
        await publisher.publish(event(2))
        await plain.until("legday/v1/thigh/event/rep", count=2)


async def test_a_broker_that_is_not_there_is_an_error_that_names_it(context: Context) -> None:
    port = free_port()
    for protocol in ("auto", "5", "3.1.1"):
        with pytest.raises(BrokerError, match=f"{HOST}:{port}.*no broker is listening"):
            await MqttPublisher(settings(port, protocol=protocol), context).__aenter__()


@pytest.mark.mosquitto
async def test_a_broker_asks_for_a_password(
    mosquitto_program: str, passwords: Path, tmp_path: Path, context: Context
) -> None:
    with mosquitto(mosquitto_program, tmp_path, f"allow_anonymous false\npassword_file {passwords}") as port:

        def publisher(protocol: str, password: str) -> MqttPublisher:
            known = settings(port, protocol=protocol, user="anna", password=password)
            return MqttPublisher(known, context)

        for protocol in ("auto", "5", "3.1.1"):
            with pytest.raises(BrokerError, match="refuses this user or password") as refusal:
                await publisher(protocol, "wrong").__aenter__()
            assert "wrong" not in str(refusal.value)
            async with publisher(protocol, "right"):
                pass


async def test_commands_come_in(broker_port: int, context: Context, obeyed: Obeyed) -> None:
    async with (
        aiomqtt.Client(HOST, broker_port) as person,
        MqttPublisher(settings(broker_port), context),
    ):
        await person.publish("legday/v1/thigh/cmd/exercise", b"squat", qos=1)
        await person.publish("legday/v1/all/cmd/undo", b'{"value": null}', qos=1)
        await person.publish("legday/v1/nobody/cmd/exercise", b"squat", qos=1)
        await person.publish("legday/v1/thigh/cmd/adjust", b'{"value": "+1"}', qos=1)
        await eventually(lambda: len(obeyed.commands) == 3)
    assert [(each.name, each.value, each.device) for each in obeyed.commands] == [
        ("exercise", "squat", "thigh"),
        ("undo", "", ""),
        ("adjust", "+1", "thigh"),
    ]


async def test_a_retained_command_is_refused(broker_port: int, context: Context, obeyed: Obeyed) -> None:
    async with aiomqtt.Client(HOST, broker_port) as person:
        await person.publish("legday/v1/thigh/cmd/exercise", b"squat", qos=1, retain=True)
        async with MqttPublisher(settings(broker_port), context):
            await person.publish("legday/v1/thigh/cmd/undo", b"", qos=1)
            await eventually(lambda: bool(obeyed.commands))
    assert [each.name for each in obeyed.commands] == ["undo"]
