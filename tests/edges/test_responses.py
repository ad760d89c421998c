"""Every command is answered once, and the summaries of what ended stay."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator

import aiomqtt
import pytest
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from legday.broker import EmbeddedBroker
from legday.contract import SCHEMA
from legday.contract.topics import COMMANDS
from legday.core.events import Event, SessionEnded, SetCorrected, SetEnded
from legday.core.inputs import Command
from legday.core.setup import SensorSetup, SessionSetup
from legday.messages import message
from legday.publishers import Context, Message
from legday.publishers.mqtt import MqttPublisher, MqttSettings
from legday.service import Service
from legday.session import Session

from .brokers import HOST, Heard, eventually, listening
from .conftest import Obeyed
from .test_service import Given, virtual

WORKOUT = {"device": "workout", "decided_s": 9.0, "start_s": 1.0, "end_s": 8.0, "count": 8}


def settings(port: int, protocol: str = "3.1.1") -> MqttSettings:
    return MqttSettings.model_validate({"url": f"mqtt://{HOST}:{port}", "protocol": protocol})


@contextlib.asynccontextmanager
async def asking(port: int, context: Context) -> AsyncIterator[tuple[aiomqtt.Client, Heard]]:
    """A publisher with a session behind it, somebody who asks, and somebody who listens to the answers."""
    async with (
        listening(port, "legday/v1/+/response/#") as heard,
        aiomqtt.Client(HOST, port) as person,
        MqttPublisher(settings(port), context),
    ):
        yield person, heard


def answers(heard: Heard, topic: str) -> list[tuple[str, str]]:
    return [(each["status"], each["transaction"]) for each in map(json.loads, heard.on(topic))]


async def test_a_command_is_answered_with_its_transaction(broker_port: int, context: Context) -> None:
    async with asking(broker_port, context) as (person, heard):
        await person.publish(
            "legday/v1/thigh/cmd/exercise", b'{"value": "squat", "transaction": "x1"}', qos=1
        )
        await person.publish("legday/v1/all/cmd/undo", b"", qos=1)
        await person.publish(
            "legday/v1/thigh/cmd/exercise", b'{"value": "nonsense", "transaction": "x2"}', qos=1
        )
        await heard.until("legday/v1/thigh/response/exercise", count=2)
        await heard.until("legday/v1/all/response/undo")
        assert answers(heard, "legday/v1/thigh/response/exercise") == [("ok", "x1"), ("error", "x2")]
        assert answers(heard, "legday/v1/all/response/undo") == [("ok", "")]
        refused = json.loads(heard.on("legday/v1/thigh/response/exercise")[1])
        assert refused["error"] == "no such exercise"


@pytest.mark.parametrize(
    ("topic", "payload", "reason"),
    [
        ("thigh/cmd/exercise", b"\xff\xfe", "text"),
        ("thigh/cmd/exercise", b'{"value": ["squat"]}', "text"),
        ("thigh/cmd/dance", b"", "no such command"),
        ("nobody/cmd/undo", b"", "no such device"),
    ],
)
async def test_what_is_no_command_is_refused_with_the_reason(
    mosquitto_port: int, context: Context, obeyed: Obeyed, topic: str, payload: bytes, reason: str
) -> None:
    async with asking(mosquitto_port, context) as (person, heard):
        await person.publish(f"legday/v1/{topic}", payload, qos=1)
        [answer] = await heard.until(f"legday/v1/{topic.replace('cmd', 'response')}")
    assert json.loads(answer)["status"] == "error"
    assert reason in json.loads(answer)["error"]
    assert obeyed.commands == []


async def test_a_retained_command_is_refused_with_the_reason(
    broker_port: int, context: Context, obeyed: Obeyed
) -> None:
    async with aiomqtt.Client(HOST, broker_port) as person:
        await person.publish("legday/v1/thigh/cmd/undo", b'{"transaction": "old"}', qos=1, retain=True)
        async with asking(broker_port, context) as (_, heard):
            [answer] = await heard.until("legday/v1/thigh/response/undo")
    assert "retained" in json.loads(answer)["error"]
    assert json.loads(answer)["transaction"] == "old"
    assert obeyed.commands == []


@pytest.mark.mosquitto
async def test_mqtt_5_tells_of_a_command_that_is_retained_while_we_listen(
    mosquitto_port: int, context: Context, obeyed: Obeyed
) -> None:
    async with (
        listening(mosquitto_port, "legday/v1/+/response/#") as heard,
        aiomqtt.Client(HOST, mosquitto_port) as person,
        MqttPublisher(settings(mosquitto_port, "5"), context),
    ):
        for payload in (b'{"transaction": "kept"}', b""):  # the second clears the first
            await person.publish("legday/v1/thigh/cmd/undo", payload, qos=1, retain=True)
        answers = await heard.until("legday/v1/thigh/response/undo", count=2)
    assert all("retained" in json.loads(each)["error"] for each in answers)
    assert obeyed.commands == []


def requested(response_topic: str, correlation: bytes) -> Properties:
    properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]
    properties.ResponseTopic = response_topic
    properties.CorrelationData = correlation
    return properties


@pytest.mark.mosquitto
async def test_mqtt_5_chooses_where_the_answer_goes_but_never_into_our_own_tree(
    mosquitto_port: int, context: Context
) -> None:
    v5 = aiomqtt.ProtocolVersion.V5
    async with (
        listening(mosquitto_port, "#", v5) as heard,
        aiomqtt.Client(HOST, mosquitto_port, protocol=v5) as person,
        MqttPublisher(settings(mosquitto_port, "5"), context),
    ):
        for wanted in ("anna/answers", "legday/v1/bridge/status", "$SYS/x"):
            await person.publish(
                "legday/v1/all/cmd/undo", b"", qos=1, properties=requested(wanted, wanted.encode())
            )
        await heard.until("anna/answers")
        await heard.until("legday/v1/all/response/undo", count=2)
        theirs = next(each for each in heard.messages if str(each.topic) == "anna/answers")
        assert json.loads(bytes(theirs.payload))["status"] == "ok"
        assert bytes.fromhex(theirs.properties.json()["CorrelationData"]) == b"anna/answers"
        assert ("schema", SCHEMA) in theirs.properties.json()["UserProperty"]
        assert heard.on("legday/v1/bridge/status") == [b"online"]


async def test_the_service_answers_when_the_session_took_or_refused_a_command() -> None:
    setup = SessionSetup(recording="test", sensors=(SensorSetup(device="thigh", profile="movella_dot"),))
    service = Service(setup, Given([]))
    told: list[str] = []
    service.obey(Command(1, "exercise", "squat"), told.append)
    service.obey(Command(2, "exercise", "moonwalk"), told.append)
    service.obey(Command(3, "adjust", "many"), told.append)
    assert told == []
    await service.run()
    assert told[0] == ""
    assert "moonwalk" in told[1]
    assert told[2] == "want +1 or -1"


def ended(n: int, count: int = 8, *, corrected: bool = False) -> Message:
    kind = SetCorrected if corrected else SetEnded
    found = kind(**{**WORKOUT, "serial": 10 * n + corrected, "n": n, "exercise": "squat", "count": count})
    return Message("event", "workout", message(found, "test"), 1000.0)


async def test_the_last_set_and_session_are_kept_and_corrected(broker_port: int, context: Context) -> None:
    whole = SessionEnded(**{**WORKOUT, "serial": 50, "n": 1, "work_s": 7.0})
    async with MqttPublisher(settings(broker_port), context) as publisher:
        for each in (ended(1), ended(2), ended(2, 9, corrected=True), ended(1, 7, corrected=True)):
            await publisher.publish(each)
        await publisher.publish(Message("event", "workout", message(whole, "test"), 1000.0))
    async with listening(broker_port, "legday/v1/workout/last/#") as late:
        [last] = await late.until("legday/v1/workout/last/set")
        [session] = await late.until("legday/v1/workout/last/session")
        await asyncio.sleep(0.1)
        assert len(late.messages) == 2
    assert (json.loads(last)["n"], json.loads(last)["count"]) == (2, 9)
    assert json.loads(session)["type"] == "session_ended"


@pytest.mark.parametrize("name", ["set", "session"])
async def test_what_is_kept_follows_what_a_person_corrects_afterwards(
    embedded: EmbeddedBroker, name: str
) -> None:
    """Six leapfrogs of the demo, the rest that ends the set, for the session the end of that, too; then +1,
    +1, -1 and undo, each read late."""
    source = virtual(40.0)
    inputs, port = list(source.all_inputs()), embedded.listeners.port
    session = Session(source.setup)
    ends = next(n for n, each in enumerate(inputs) if _ended(session.push([each])))
    service = Service(source.setup, Given(inputs[: ends + 1], ends=False))
    context = Context(source.setup, service.obey, service.now_ns, "test")
    async with aiomqtt.Client(HOST, port) as person, listening(port, "legday/v1/#") as heard:
        running = asyncio.create_task(service.run([MqttPublisher(settings(port), context)]))
        await heard.until("legday/v1/workout/last/set")
        if name == "session":
            await person.publish("legday/v1/all/cmd/session", "stop", qos=1)
            await heard.until("legday/v1/workout/last/session")
        kept = []
        for command, value in (("adjust", "+1"), ("adjust", "+1"), ("adjust", "-1"), ("undo", "")):
            answered = len(heard.on(f"legday/v1/all/response/{command}"))
            await person.publish(f"legday/v1/all/cmd/{command}", value, qos=1)
            await heard.until(f"legday/v1/all/response/{command}", count=answered + 1)
            async with listening(port, f"legday/v1/workout/last/{name}") as late:
                kept.append(json.loads((await late.until(f"legday/v1/workout/last/{name}"))[-1]))
                assert late.messages[0].retain
        service.stop()
        await running
    assert [(each["type"], each["n"], each["count"]) for each in kept] == [
        (f"{name}_corrected", 1, count) for count in (7, 8, 7, 6)
    ]


def _ended(events: list[Event]) -> bool:
    return any(each.type == "set_ended" for each in events)


async def test_the_sensors_own_axes_are_published_only_when_asked_for(
    broker_port: int, context: Context
) -> None:
    body = {"seq": 1, "t_s": [0.5], "acc_g": [[0.0, 0.0, 1.0]], "gyr_deg_s": None}
    for wave in (False, True):
        asked = settings(broker_port).model_copy(update={"wave": wave})
        async with listening(broker_port) as heard, MqttPublisher(asked, context) as publisher:
            await publisher.publish(Message("wave", "thigh", body, 1000.0))
            await publisher.publish(Message("status", "thigh", {"status": "online"}))
            await eventually(lambda: b"online" in heard.on("legday/v1/thigh/status"))
            await asyncio.sleep(0.05)
            assert len(heard.on("legday/v1/thigh/wave")) == int(wave)


def test_every_command_has_a_topic_for_its_answer() -> None:
    assert {"adjust", "calibrate", "exercise", "keep", "pause", "plan", "session", "set", "undo"} == set(
        COMMANDS
    )
