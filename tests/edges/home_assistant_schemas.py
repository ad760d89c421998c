"""Run by Home Assistant's own Python: hold discovery messages against Home Assistant's own schemas."""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

from homeassistant.components.automation.config import AUTOMATION_BLUEPRINT_SCHEMA, PLATFORM_SCHEMA
from homeassistant.components.blueprint.models import Blueprint, BlueprintInputs
from homeassistant.components.mqtt import discovery
from homeassistant.components.mqtt.schemas import MQTT_ORIGIN_INFO_SCHEMA
from homeassistant.util import yaml

COMPONENTS = "homeassistant.components.mqtt"


def schema(platform: str) -> Any:
    """The schema that a platform holds a discovered component against."""
    if platform == "device_automation":
        return importlib.import_module(f"{COMPONENTS}.device_trigger").TRIGGER_DISCOVERY_SCHEMA
    return importlib.import_module(f"{COMPONENTS}.{platform}").DISCOVERY_SCHEMA


def check_device(body: dict[str, Any]) -> int:
    """Check a device's message and each of its components as Home Assistant puts them together."""
    config = discovery.MQTTDiscoveryPayload(body)
    discovery.DEVICE_DISCOVERY_SCHEMA(config)
    for component in config["components"].values():
        whole = discovery.MQTTDiscoveryPayload(component)
        platform = whole.pop("platform")
        discovery._merge_common_device_options(whole, config)
        whole["device"], whole["origin"] = config["device"], config["origin"]
        schema(platform)(whole)
    return len(config["components"])


def check_entity(topic: str, body: dict[str, Any]) -> int:
    """Check the message of one entity."""
    MQTT_ORIGIN_INFO_SCHEMA(body["origin"])
    schema(topic.split("/")[1])(body)
    return 1


def check_how_to(folder: Path) -> None:
    """Check that the blueprint is one, that it makes an automation, and that the dashboard can be read."""
    text = yaml.load_yaml_dict(str(folder / "set_done.yaml"))
    blueprint = Blueprint(text, expected_domain="automation", schema=AUTOMATION_BLUEPRINT_SCHEMA)
    filled = BlueprintInputs(blueprint, {"use_blueprint": {"path": "x", "input": {}}}).async_substitute()
    PLATFORM_SCHEMA(filled)
    assert yaml.load_yaml_dict(str(folder / "dashboard.yaml"))["views"]


def main() -> None:
    """Check both forms of the file that the command line names; print how many components each has."""
    said = json.loads(Path(sys.argv[1]).read_text())
    print(sum(check_device(body) for body in said["device"].values()))
    check_how_to(Path(sys.argv[2]))
    print(sum(check_entity(topic, body) for topic, body in said["per_entity"].items()))


if __name__ == "__main__":
    main()
