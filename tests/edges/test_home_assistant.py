"""What Home Assistant finds: by its rules, when it comes up, and no more when it is taken back."""

import asyncio
import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiomqtt
import pytest
import yaml

from legday.contract.schemas import event_models, schemas
from legday.core.setup import SensorSetup, SessionSetup
from legday.publishers import Context, Surroundings
from legday.publishers._home_assistant import HomeAssistant
from legday.publishers._topics import encode
from legday.publishers.mqtt import MqttPublisher, MqttSettings, clear
from legday.scoreboard import Scoreboard
from tests.conftest import CHECKOUT

from .brokers import HOST, eventually, listening
from .payloads import state

HOW_TO = CHECKOUT / "docs" / "how-to" / "home-assistant"
FORMS = ("device", "per_entity")
TWO = SessionSetup(
    recording="test",
    sensors=(
        SensorSetup(device="left", profile="movella_dot"),
        SensorSetup(device="right", profile="movella_dot"),
    ),
)


def settings(port: int, **changes: object) -> MqttSettings:
    return MqttSettings.model_validate({"url": f"mqtt://{HOST}:{port}", "protocol": "3.1.1", **changes})


def configs(form: str) -> dict[str, dict[str, Any]]:
    """Every discovery message of two sensors by its topic."""
    around = Surroundings(page_url="http://gym.local:8765/")
    context = Context(TWO, lambda *_: True, lambda: 0, "test", None, around)
    said = HomeAssistant(settings(1883, discovery=form), context).deliveries()
    assert all(each.retain and each.qos == 1 for each in said)
    return {each.topic: json.loads(each.payload) for each in said}


def entities(form: str) -> list[dict[str, Any]]:
    """Every component with all that holds for it."""
    if form == "per_entity":
        return [{"platform": topic.split("/")[1], **body} for topic, body in configs(form).items()]
    found = []
    for body in configs(form).values():
        common = {key: value for key, value in body.items() if key != "components"}
        found += [{**common, **each} for each in body["components"].values()]
    return found


def test_devices_have_an_origin_and_hang_on_the_service_that_is_said_first() -> None:
    said = configs("device")
    assert list(said) == [
        f"homeassistant/device/legday_legday{name}/config" for name in ("", "_left", "_right")
    ]
    for body in said.values():
        assert body["origin"]["name"] == "legday"
        assert body["availability"][0] == {"topic": "legday/v1/bridge/status"}
    workout, left, _ = said.values()
    assert left["device"]["via_device"] in workout["device"]["identifiers"]
    assert {"topic": "legday/v1/left/status"} in left["availability"]


def test_the_device_leads_to_the_page_where_other_machines_can_open_it() -> None:
    around = Surroundings(page_url="http://gym.local:8765/")
    for surroundings, told in ((Surroundings(), None), (around, around.page_url)):
        context = Context(TWO, lambda *_: True, lambda: 0, "test", None, surroundings)
        said = HomeAssistant(settings(1883), context).deliveries()
        devices = [json.loads(each.payload)["device"] for each in said]
        assert [each.get("configuration_url") for each in devices] == [told, None, None]


@pytest.mark.parametrize("form", FORMS)
def test_every_entity_keeps_home_assistants_rules(form: str) -> None:
    found = entities(form)
    named = [each["unique_id"] for each in found if "unique_id" in each]
    assert len(set(named)) == len(named) > 30
    for each in found:
        assert each["platform"] in {
            "sensor",
            "select",
            "switch",
            "button",
            "event",
            "binary_sensor",
            "device_automation",
        }
        assert "object_id" not in each
        assert "/live" not in json.dumps(each)
        assert each["origin"]["name"] == "legday"


def test_both_forms_say_the_same() -> None:
    assert {each.get("unique_id") for each in entities("per_entity")} - {None} <= {
        each["unique_id"] for each in entities("device")
    }
    assert len(entities("per_entity")) == len(entities("device"))


def _keys(schema: dict[str, Any], path: list[str]) -> None:
    """Walk a path of keys through a schema; every one must be there always."""
    choices = [each for each in schema.get("anyOf", [schema]) if each.get("type") == "object"]
    assert choices, path
    assert path[0] in choices[0]["required"], path
    if len(path) > 1:
        _keys(choices[0]["properties"][path[0]], path[1:])


def test_every_key_of_a_template_is_always_in_the_payload() -> None:
    for each in entities("device"):
        topic = each.get("topic", each["state_topic"])
        name = "state" if topic.endswith("/state") else f"event_{topic.rsplit('/', 1)[1]}"
        for template in (value for key, value in each.items() if key.endswith("_template")):
            for path in re.findall(r"value_json\.([a-z_.]+)", template):
                _keys(schemas()[name], path.split("."))


def test_events_and_triggers_listen_to_events_that_exist() -> None:
    for each in entities("device"):
        topic = each.get("topic", each["state_topic"])
        if "/event/" in topic:
            kind = topic.rsplit("/", 1)[1]
            assert kind in event_models()
            assert each.get("event_types", [each.get("payload")]) == [kind]


async def test_it_is_found_and_told_again_when_home_assistant_comes_up(
    mosquitto_port: int, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("legday.publishers._home_assistant.LONGEST_WAIT_S", 0.05)
    topic = "homeassistant/device/legday_legday_thigh/config"
    async with (
        listening(mosquitto_port, "#") as heard,
        aiomqtt.Client(HOST, mosquitto_port) as assistant,
        MqttPublisher(settings(mosquitto_port), context) as publisher,
    ):
        await publisher.publish(state(3))
        await heard.until(topic)
        await heard.until("legday/v1/thigh/state")
        for _ in range(20):
            await assistant.publish("homeassistant/status", b"online", qos=1)
        await heard.until(topic, count=2)
        await heard.until("legday/v1/thigh/state", count=2)
        await heard.until("legday/v1/bridge/status", count=2)
        assert heard.topics().index(topic) < heard.topics().index("legday/v1/bridge/status")
        assert len(heard.on(topic)) < 20


@pytest.mark.parametrize("form", FORMS)
async def test_what_was_left_is_taken_back_and_nothing_else(
    mosquitto_port: int, context: Context, form: str
) -> None:
    others = {
        "homeassistant/device/lamp/config": b'{"origin": {"name": "lamp"}}',
        "homeassistant/device/other/config": encode({"origin": {"name": "legday"}, "t": "gym2/v1/a/state"}),
        "gym2/v1/thigh/state": b"{}",
    }
    async with aiomqtt.Client(HOST, mosquitto_port) as lamp:
        for topic, payload in others.items():
            await lamp.publish(topic, payload, qos=1, retain=True)
        async with MqttPublisher(settings(mosquitto_port, discovery=form), context) as publisher:
            await publisher.publish(state(3))
        cleared = await clear(settings(mosquitto_port))
        assert "legday/v1/thigh/state" in cleared
        assert any(topic.startswith("homeassistant/") for topic in cleared)
        await lamp.subscribe("#", qos=1)
        left: set[str] = set()

        async def collect() -> None:
            async for message in lamp.messages:
                left.add(str(message.topic))

        collecting = asyncio.create_task(collect())
        await eventually(lambda: left >= set(others))
        collecting.cancel()
    assert left == set(others)


async def test_a_replay_and_our_own_broker_are_not_to_be_found(broker_port: int, context: Context) -> None:
    assert MqttSettings().at("mqtt://127.0.0.1:1").discovery == "off"
    async with (
        listening(broker_port, "#") as heard,
        MqttPublisher(settings(broker_port, discovery="off"), context),
    ):
        await heard.until("legday/v1/bridge/status")
    assert not any(topic.startswith("homeassistant") for topic in heard.topics())


def test_the_dashboard_and_the_blueprint_name_entities_that_are_found() -> None:
    """Home Assistant makes an entity's id of the names of its device and its own."""
    found = {
        f"{each['platform']}.{each['device']['name']}_{each['name']}".lower().replace(" ", "_")
        for each in entities("device")
        if "name" in each
    }
    for file in HOW_TO.glob("*.yaml"):
        named = set(re.findall(r"(?:sensor|select|switch|button|event)\.legday_\w+", file.read_text()))
        assert named, file
        assert named <= found


def test_the_blueprint_runs_for_a_set_that_ends_and_not_when_legday_comes_back() -> None:
    """An entity that becomes available again shows the event that it showed before."""
    [trigger] = read(HOW_TO / "set_done.yaml")["triggers"]
    assert trigger["trigger"] == "state"
    assert trigger["not_from"] == ["unavailable"]
    assert trigger["not_to"] == ["unavailable", "unknown"]


def test_a_gauge_is_shown_only_while_there_is_a_number() -> None:
    """Home Assistant's gauge is a warning where an entity is unknown."""
    [view] = read(HOW_TO / "dashboard.yaml")["views"]
    gauges = [card for card in view["cards"] if card["type"] == "gauge"]
    assert gauges
    for card in gauges:
        [condition] = card["visibility"]
        assert condition["condition"] == "numeric_state"
        assert condition["entity"] == card["entity"]


def read(path: Path) -> Any:
    """A file of Home Assistant's, with the names of inputs in their place."""
    return yaml.safe_load(path.read_text().replace("!input ", ""))


def home_assistant(script: str, said: object, folder: Path, *more: Path) -> list[str]:
    """Have Home Assistant's own Python run one of our scripts; return the words that it prints."""
    python = CHECKOUT / ".cache" / "home-assistant" / "bin" / "python"
    if not (python.parents[1] / "complete").exists():
        pytest.skip("Home Assistant is not installed here: .ci/run does it where there is Python 3.13")
    (folder / "said.json").write_text(json.dumps(said))
    checked = subprocess.run(  # noqa: S603
        [python, Path(__file__).with_name(script), folder / "said.json", *more],
        capture_output=True,
        text=True,
        env={key: value for key, value in os.environ.items() if not key.startswith("PYTHON")},
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    return checked.stdout.split()


def test_home_assistant_itself_takes_every_message(tmp_path: Path) -> None:
    said = {form: configs(form) for form in FORMS}
    counted = home_assistant("home_assistant_schemas.py", said, tmp_path, HOW_TO)
    assert counted == [str(len(entities(form))) for form in FORMS]


def counts(*messages: dict[str, Any], began_ms: float) -> Iterator[dict[str, Any]]:
    """The states of a session that begins then and has these events."""
    scoreboard = Scoreboard(["thigh"])
    for each in ({"type": "link", "state": "connected"}, *messages):
        scoreboard.take({"device": "thigh", **each})
        state = scoreboard.state("workout", 0.0)
        since_s = state.pop("count_since_s")
        yield {**state, "count_since_ms": None if since_s is None else began_ms + 1000.0 * since_s}


def began(exercise: str, at_s: float) -> tuple[dict[str, Any], dict[str, Any]]:
    started = {"type": "set_started", "n": 1, "exercise": exercise, "device": "workout", "t_s": at_s + 1.0}
    return {"type": "exercise", "exercise": exercise, "t_s": at_s}, started


def test_home_assistants_statistics_add_up_what_was_done_and_corrected(tmp_path: Path) -> None:
    """Sets of four, one, and three: what goes down is no new beginning, and neither is a restart."""
    [count] = [each for each in entities("device") if each.get("unique_id", "").endswith("_count")]
    less = {"type": "correction", "by": -1}
    reps = [{"type": "rep", "id": f"t.thigh.{n}", "n": n, "end_s": 2.0 * n} for n in range(1, 20)]
    withdrawn = {"type": "retracted", "retracts": "t.thigh.4"}
    ended = {"type": "set_ended", "n": 1, "device": "workout"}
    corrected = {"type": "set_corrected", "n": 1, "exercise": "lunge", "count": 1, "device": "workout"}
    first = (*began("squat", 0.5), *reps[:4], withdrawn, *reps[4:6], less, ended)
    second = (*began("lunge", 50.0), *reps[6:9], less, ended, corrected)
    third = (*began("squat", 1.0), *reps[:3], ended)
    states = [*counts(*first, *second, began_ms=1e12), *counts(*third, began_ms=1e12 + 3e5)]
    assert home_assistant(
        "home_assistant_statistics.py", {"component": count, "states": states}, tmp_path
    ) == [str(float(4 + 1 + 3))]
