"""The profiles that the laws run over: those shipped, and test sensors for the rest of the format."""

from pathlib import Path

import numpy as np

from legday.core.block import FloatArray
from legday.core.inputs import Packet
from legday.sensors.header import Header
from legday.sensors.profile import Profile
from legday.sensors.registry import profiles
from legday.sensors.samples import Samples

TEST_SENSORS = Path(__file__).parent / "profiles"
PROFILES = profiles(TEST_SENSORS)
MOVED = [profile for profile in PROFILES.values() if profile.measures_motion]
VECTORS = [(profile, number) for profile in PROFILES.values() for number in range(len(profile.vector))]


def identifier(value: object) -> str:
    return value.id if isinstance(value, Profile) else str(value)


def is_pure_table(profile: Profile) -> bool:
    """Every byte of a packet of samples is a field that decoding reads."""
    layouts = [layout for layout in profile.packet if layout.samples is not None]
    if not layouts:
        return False
    fields = {field.name for layout in layouts for field in layout.samples.fields}
    headers = {field.name for layout in layouts for field in layout.header if field.equals is None}
    decoders = {layout.samples.decoder for layout in layouts}
    return decoders == {None} and fields <= {"acc", "gyr", "tick"} and headers <= {"tick", "count"}


def joined(decoded: list[Samples], name: str) -> FloatArray:
    """All values of one kind, one behind the other."""
    found = [getattr(each, name) for each in decoded if getattr(each, name) is not None]
    return np.concatenate(found) if found else np.zeros(0)


def same(one: list[Samples], other: list[Samples]) -> bool:
    names = ("acc", "gyr", "ticks")
    return all(np.array_equal(joined(one, name), joined(other, name)) for name in names)


def random_samples(profile: Profile, rng: np.random.Generator, size: int) -> Samples:
    """Samples that every packet of the profile can carry, with ticks as its packets have them."""
    acc = 9.0 * rng.uniform(-1.0, 1.0, (size, 3))
    gyr = 4.0 * rng.uniform(-1.0, 1.0, (size, 3)) if profile.gyroscope != "none" else None
    stamps = profile.clock.stamps
    ticks = None
    if stamps == "each" and profile.id == "take":
        ticks = np.sort(rng.uniform(0.0, 100.0, size))
    elif stamps != "none":
        ticks = rng.integers(0, profile.clock.wrap or 2**62, size if stamps == "each" else 1)
    return Samples(0, acc, gyr, ticks)


def decode_all(profile: Profile, packets: list[Packet], **ranges: float | None) -> list[Samples]:
    decoder = profile.decoder(**ranges)
    return [samples for packet in packets for samples in decoder.decode(packet)]


def layouts_of(profile: Profile, packets: list[Packet]) -> tuple[str, ...]:
    """Names of the layouts that these packets are of."""
    names = {address: name for name, address in profile.characteristics.items()}
    return tuple(
        layout.name
        for packet in packets
        for layout in profile.packet
        if layout.characteristic == names[packet.characteristic] and Header(layout).fits(packet.payload)
    )
