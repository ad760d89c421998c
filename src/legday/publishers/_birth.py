"""What the service says of itself whenever it comes to a broker."""

from collections.abc import Mapping
from typing import Any

import legday
from legday.contract import MINOR, SCHEMA
from legday.contract.topics import COMMANDS, REQUESTS
from legday.core.setup import SensorSetup
from legday.errors import ProfileError
from legday.exercises import exercises
from legday.plans import usable_plans
from legday.publishers._message import Message
from legday.publishers._publisher import Context
from legday.publishers._topics import Delivery, bridge
from legday.sensors.registry import profile, profile_files


class Birth:
    """Follows what is known of the service and its sensors.

    Parameters
    ----------
    base : str
        First part of every topic.
    context : Context
        The session, and what surrounds it.
    """

    def __init__(self, base: str, context: Context) -> None:
        self._base = base
        self._context = context
        self._started_ms = round(context.now_ns() * 1e-6, 1)
        self._firmware: dict[str, str] = {}

    def deliveries(self) -> tuple[Delivery, ...]:
        """Return the retained messages."""
        return bridge(self._base, "info", self.info()), bridge(self._base, "devices", self.devices())

    def learn(self, message: Message) -> Delivery | None:
        """Return the devices anew when a state tells a firmware that was not known."""
        firmware = (message.body.get("sensor") or {}).get("firmware")
        if firmware is None or self._firmware.get(message.device) == firmware:
            return None
        self._firmware[message.device] = firmware
        return bridge(self._base, "devices", self.devices())

    def devices(self) -> list[dict[str, Any]]:
        """Return the body of ``bridge/devices``."""
        return [device_entry(each, self._firmware) for each in self._context.setup.sensors]

    def info(self) -> dict[str, Any]:
        """Return the body of ``bridge/info``."""
        around = self._context.surroundings
        known = exercises().values()
        return {
            "version": legday.__version__,
            "schema": SCHEMA,
            "schema_url": around.schema_url,
            "commands": list(COMMANDS),
            "requests": list(REQUESTS),
            "exercises": [{"name": each.name, "title": each.title, "counts": each.counts} for each in known],
            "plans": [{"name": each.name, "title": each.title} for each in usable_plans(around.plan_folders)],
            "profiles": sorted(profile_files()),
            "adapters": list(around.adapters),
            "config_hash": around.config_hash,
            "started_ms": self._started_ms,
            "v": MINOR,
        }


def device_entry(sensor: SensorSetup, firmware: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return what is told of a sensor; a profile that is not installed here tells neither name nor caps."""
    entry: dict[str, Any] = {
        "id": sensor.device,
        "name": sensor.profile,
        "profile": sensor.profile,
        "site": sensor.site,
        "caps": [],
        "firmware": (firmware or {}).get(sensor.device),
    }
    try:
        found = profile(sensor.profile)
    except ProfileError:
        return entry
    if not found.measures_motion:
        caps = ["cadence"]
    else:
        caps = ["accelerometer"] if found.gyroscope == "none" else ["accelerometer", "gyroscope"]
    return {**entry, "name": found.title, "caps": caps}
