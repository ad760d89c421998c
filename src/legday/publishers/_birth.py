"""What the service says of itself whenever it comes to a broker."""

from typing import Any

import legday
from legday.contract import MINOR, SCHEMA
from legday.contract.topics import COMMANDS
from legday.core.setup import SensorSetup
from legday.errors import ProfileError
from legday.exercises import exercises
from legday.plans import plan_files, read_plan
from legday.publishers._publisher import Context
from legday.publishers._topics import Delivery, bridge
from legday.sensors.registry import profile


def birth(base: str, context: Context, started_ns: int) -> tuple[Delivery, ...]:
    """Return the retained messages about the service and its sensors."""
    known = [{"name": each.name, "title": each.title, "counts": each.counts} for each in exercises().values()]
    info = {
        "version": legday.__version__,
        "schema": SCHEMA,
        "commands": list(COMMANDS),
        "exercises": known,
        "plans": [{"name": name, "title": read_plan(path).title} for name, path in plan_files().items()],
        "started_ms": round(started_ns * 1e-6, 1),
        "v": MINOR,
    }
    devices = [device_entry(each) for each in context.setup.sensors]
    return bridge(base, "info", info), bridge(base, "devices", devices)


def device_entry(sensor: SensorSetup) -> dict[str, Any]:
    """Return what is told of a sensor; a profile that is not installed here tells neither name nor caps."""
    entry: dict[str, Any] = {
        "id": sensor.device,
        "name": sensor.profile,
        "profile": sensor.profile,
        "site": sensor.site,
        "caps": [],
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
