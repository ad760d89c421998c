"""Home Assistant finds the devices by itself: one retained message each, or one for every entity."""

import random
from collections.abc import Iterator
from typing import Any

import aiomqtt

import legday
from legday.core.workout_events import WORKOUT
from legday.publishers._birth import device_entry
from legday.publishers._components import Component, sensor_components, workout_components
from legday.publishers._mqtt_settings import MqttSettings
from legday.publishers._publisher import Context
from legday.publishers._topics import Delivery, encode, root

BIRTH = b"online"
LONGEST_WAIT_S = 5.0
"""After its birth message everybody tells it everything: not all at once."""

_WITHOUT_STATE = frozenset({"button", "device_automation"})
_PLAIN = frozenset({"device_automation"})


class HomeAssistant:
    """Says what there is to be found.

    Parameters
    ----------
    settings : MqttSettings
        With the form of discovery, and its prefix.
    context : Context
        The session.
    """

    def __init__(self, settings: MqttSettings, context: Context) -> None:
        self._settings = settings
        self._context = context
        self._root = root(settings.base)
        self._node = "legday_" + settings.base.replace("/", "_")

    @property
    def birth_topic(self) -> str | None:
        """Where Home Assistant says that it is there; None where it is to find nothing."""
        return None if self._settings.discovery == "off" else f"{self._settings.discovery_prefix}/status"

    def is_birth(self, message: aiomqtt.Message) -> bool:
        """Whether a message says that Home Assistant has just come up."""
        said = (str(message.topic), message.payload, bool(message.retain))
        return said == (self.birth_topic, BIRTH, False)

    def wait_s(self) -> float:
        """Return how long to wait after that."""
        return random.uniform(0.0, LONGEST_WAIT_S)  # noqa: S311 - nothing secret about it

    def deliveries(self) -> list[Delivery]:
        """Return the messages by which it finds everything; the devices come after what they hang on."""
        if self._settings.discovery == "off":
            return []
        found: list[Delivery] = []
        for identifier, common, components in self._devices():
            if self._settings.discovery == "device":
                found.append(self._config(f"device/{identifier}", {**common, "components": components}))
            else:
                found += self._entities(identifier, common, components)
        return found

    def _devices(self) -> Iterator[tuple[str, dict[str, Any], dict[str, Component]]]:
        service = {"name": "legday", "model": "legday", "sw_version": legday.__version__}
        if (page := self._context.surroundings.page_url) is not None:
            service["configuration_url"] = page
        yield self._device(self._node, WORKOUT, service)
        for sensor in self._context.setup.sensors:
            entry = device_entry(sensor)
            about = {"name": f"legday {sensor.device}", "model": entry["name"], "via_device": self._node}
            yield self._device(f"{self._node}_{sensor.device}", sensor.device, about)

    def _device(
        self, identifier: str, device: str, about: dict[str, Any]
    ) -> tuple[str, dict[str, Any], dict[str, Component]]:
        """Return a device's identifier, what all its components share, and these."""
        own = [] if device == WORKOUT else [{"topic": f"{self._root}/{device}/status"}]
        common = {
            "device": {"identifiers": [identifier], "manufacturer": "legday", **about},
            "origin": {"name": "legday", "sw_version": legday.__version__},
            "availability": [{"topic": f"{self._root}/bridge/status"}, *own],
            "availability_mode": "all",
            "state_topic": f"{self._root}/{device}/state",
            "qos": 1,
        }
        listed = (workout_components if device == WORKOUT else sensor_components)(self._root, device)
        components = {key: {**each, "unique_id": f"{identifier}_{key}"} for key, each in listed.items()}
        return identifier, common, components

    def _entities(
        self, identifier: str, common: dict[str, Any], components: dict[str, Component]
    ) -> Iterator[Delivery]:
        """Yield a message for each component, with what they share in each."""
        for key, component in components.items():
            platform = component["platform"]
            shared = {name: value for name, value in common.items() if name in _shared(platform)}
            own = {name: value for name, value in component.items() if name not in _left_out(platform)}
            yield self._config(f"{platform}/{identifier}/{key}", {**shared, **own})

    def _config(self, place: str, body: dict[str, Any]) -> Delivery:
        topic = f"{self._settings.discovery_prefix}/{place}/config"
        return Delivery(topic, encode(body), qos=1, retain=True)


def _shared(platform: str) -> frozenset[str]:
    shared = {"device", "origin"}
    if platform not in _PLAIN:
        shared |= {"availability", "availability_mode", "qos"}
    if platform not in _WITHOUT_STATE:
        shared.add("state_topic")
    return frozenset(shared)


def _left_out(platform: str) -> frozenset[str]:
    return frozenset({"platform", "unique_id"} if platform in _PLAIN else {"platform"})
