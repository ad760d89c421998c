"""Run by Home Assistant's own Python: what its statistics add up of states that legday published."""

import datetime
import json
import sys
from pathlib import Path
from typing import Any
from unittest.mock import Mock, patch

import jinja2
from homeassistant.components.sensor import recorder
from homeassistant.core import State
from homeassistant.helpers.template import timestamp_utc

START = datetime.datetime(2026, 11, 29, 12, tzinfo=datetime.UTC)
NAME = "sensor.legday_count"


def shown(component: dict[str, Any], body: dict[str, Any], before: str, at: datetime.datetime) -> State:
    """The state that a message leaves, as the MQTT integration makes it; an empty reset keeps the last."""
    environment = jinja2.Environment(autoescape=False)  # noqa: S701
    environment.filters["timestamp_utc"] = timestamp_utc

    def said(key: str) -> str:
        return environment.from_string(component[key]).render(value_json=body) if key in component else ""

    value = said("value_template")
    reset = said("last_reset_value_template") or before
    attributes = {"state_class": component["state_class"], **({"last_reset": reset} if reset else {})}
    state = "unknown" if value == "None" else value
    return State(NAME, state, attributes, last_changed=at, last_updated=at)


def states(component: dict[str, Any], bodies: list[dict[str, Any]]) -> list[State]:
    """The states that it shows one after the other."""
    found: list[State] = []
    for number, body in enumerate(bodies):
        before = found[-1].attributes.get("last_reset", "") if found else ""
        found.append(shown(component, body, before, START + datetime.timedelta(seconds=number)))
    return found


def added_up(of: list[State]) -> float:
    """The sum that Home Assistant keeps of them, in five minutes whose first state is the zero point."""
    nothing, whole = Mock(return_value={}), Mock(return_value={NAME: of})
    with (
        patch.object(recorder, "get_instance", Mock()),
        patch.object(recorder, "_get_sensor_states", Mock(return_value=[of[-1]])),
        patch.object(recorder.history, "get_full_significant_states_with_session", whole),
        patch.object(recorder.statistics, "get_metadata_with_session", nothing),
        patch.object(recorder.statistics, "get_latest_short_term_statistics_with_session", nothing),
    ):
        compiled = recorder.compile_statistics(
            Mock(data={}), Mock(), START, START + datetime.timedelta(minutes=5)
        )
    return float(compiled.platform_stats[0]["stat"]["sum"])


if __name__ == "__main__":
    said = json.loads(Path(sys.argv[1]).read_text())
    print(added_up(states(said["component"], said["states"])))
