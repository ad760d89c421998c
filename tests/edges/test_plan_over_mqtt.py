"""A plan's whole text comes as a command, however long a plan may be."""

import asyncio
import json

import aiomqtt
import pytest

from legday.cli.orders import Orders
from legday.contract.limits import MAX_PLAN_BYTES, MAX_VALUE_BYTES
from legday.plans import SHIPPED
from legday.publishers import Context
from legday.publishers.mqtt import MqttPublisher
from legday.recording.recent import RecentInputs
from legday.service import Service
from legday.workout.plan import parse_plan

from .brokers import HOST, listening
from .conftest import SETUP
from .test_mqtt import settings
from .test_service import Given

TEXT = (SHIPPED / "stronger-legs.toml").read_text(encoding="utf-8")
LONGEST = TEXT + "#" * (MAX_PLAN_BYTES - len(TEXT.encode()))
ANSWER = "legday/v1/all/response/plan"


@pytest.mark.parametrize("text", [TEXT, json.dumps({"value": TEXT, "transaction": "x1"}), LONGEST])
async def test_the_text_of_a_plan_is_followed(broker_port: int, text: str) -> None:
    assert len(TEXT) > MAX_VALUE_BYTES
    service = Service(SETUP, Given([], ends=False))
    orders = Orders(service.obey, RecentInputs(SETUP, {}, lambda: None))
    context = Context(SETUP, orders, service.now_ns, "test")
    async with listening(broker_port) as heard, aiomqtt.Client(HOST, broker_port) as person:
        running = asyncio.create_task(service.run([MqttPublisher(settings(broker_port), context)]))
        await heard.until("legday/v1/bridge/status", b"online")
        await person.publish("legday/v1/all/cmd/plan", text, qos=1)
        [answer] = await heard.until(ANSWER)
        [started] = await heard.until("legday/v1/workout/event/plan_started")
        service.stop()
        await running
    assert json.loads(answer)["status"] == "ok"
    assert (json.loads(started)["plan"], json.loads(started)["sets"]) == (
        "stronger-legs",
        len(parse_plan(TEXT).steps()),
    )


async def test_a_longer_one_is_refused_with_the_limit(mosquitto_port: int, context: Context) -> None:
    async with (
        listening(mosquitto_port, ANSWER) as heard,
        aiomqtt.Client(HOST, mosquitto_port) as person,
        MqttPublisher(settings(mosquitto_port), context),
    ):
        await person.publish("legday/v1/all/cmd/plan", LONGEST + "#", qos=1)
        [answer] = await heard.until(ANSWER)
    assert json.loads(answer)["status"] == "error"
    assert f"at most {MAX_PLAN_BYTES}" in json.loads(answer)["error"]
