"""The characteristics that a sensor offers, as far as its profile says."""

from collections.abc import Sequence
from dataclasses import dataclass

from legday.sensors.profile import Profile
from legday.sensors.script import Patch, Read, Subscribe, Write

BATTERY_LEVEL = "00002a19-0000-1000-8000-00805f9b34fb"
STANDARD_VALUES = {
    "00002a29-0000-1000-8000-00805f9b34fb": b"Virtual",
    "00002a24-0000-1000-8000-00805f9b34fb": b"Stand-in",
    "00002a26-0000-1000-8000-00805f9b34fb": b"1.0",
    BATTERY_LEVEL: b"\x5a",
}
"""Manufacturer, model, firmware, and 90 % of the battery."""

VALUE = bytes(range(64))
"""A value that nobody described: long enough to patch, and no two bytes alike."""


@dataclass(slots=True)
class Characteristic:
    """One characteristic: its UUID, what may be done to it, and its value."""

    uuid: str
    flags: list[str]
    value: bytes = VALUE


def characteristics_of(profile: Profile, omit: Sequence[str] = ()) -> dict[str, Characteristic]:
    """Return what a device of this profile offers, by UUID, without those named in ``omit``."""
    offered = {
        address: Characteristic(address, sorted(_flags(profile, name)))
        for name, address in profile.characteristics.items()
        if name not in omit
    }
    for address, value in STANDARD_VALUES.items():
        flags = ["read", "notify"] if address == BATTERY_LEVEL else ["read"]
        offered[address] = Characteristic(address, flags, value)
    return offered


def _flags(profile: Profile, name: str) -> set[str]:
    """Return what the profile does to a characteristic."""
    repeated = profile.keep_alive.step if profile.keep_alive else ()
    flags: set[str] = set()
    for step in (*profile.start, *profile.stop, *repeated):
        if getattr(step, "characteristic", None) != name:
            continue
        match step:
            case Subscribe():
                flags.add("notify")
            case Read():
                flags.add("read")
            case Patch():
                flags |= {"read", "write"}
            case Write():
                flags.add("write" if step.response else "write-without-response")
    return flags or {"read"}
