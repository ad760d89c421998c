"""Notifications as a broken sensor, a bad link or a liar would send them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

import numpy as np

from legday.core.block import SampleBlock
from legday.core.inputs import Packet
from legday.core.setup import SensorSetup, SessionSetup
from legday.sensors.profile import Profile
from legday.session import Session
from legday.simulate.athlete import Athlete
from legday.simulate.radio import Radio, transmit
from legday.simulate.sensor import Strapped, sense

RATE_HZ = 100.0
"""Of a profile that leaves the rate open."""

SQUATS = 3

SPOILT_SHARE = 0.3
"""The others are left as they are, so that there is a stream to be put out of step."""

LONGEST = 512
LATE_NS = 20_000_000_000
EDGES = (0x00, 0x01, 0x7F, 0x80, 0xFE, 0xFF)

Spoil = Callable[[bytes, np.random.Generator], bytes]


def session_of(profile: Profile) -> Session:
    """Return a session that counts what such a sensor sends."""
    rate_hz = RATE_HZ if profile.rate is None and profile.measures_motion else None
    sensor = SensorSetup(device="thigh", profile=profile.id, rate_hz=rate_hz)
    return Session(SessionSetup(exercise="squat", sensors=(sensor,)), lambda _identifier: profile)


def refused(session: Session) -> int:
    """Return how many notifications were no packets."""
    intakes = [pipeline.intake for pipeline in session.pipelines.values()]
    return sum(each.bad_packets for each in (*intakes, *session.meters.values()))


def spoilt(profile: Profile, seed: int = 0) -> Iterator[Packet]:
    """Yield what the sensor sends, for ever, with many of its notifications spoilt."""
    random = np.random.default_rng(seed)
    sound = _sound(profile)
    lasts_ns = sound[-1].arrival_ns - sound[0].arrival_ns + round(1e9 / RATE_HZ)
    addresses = list(profile.characteristics.values())
    passed_ns = 0
    while True:
        for packet in sound:
            moved = replace(packet, arrival_ns=packet.arrival_ns + passed_ns)
            yield moved if random.random() >= SPOILT_SHARE else _spoil(moved, addresses, random)
            if random.random() < SPOILT_SHARE / 10:
                yield moved
        passed_ns += lasts_ns


def _sound(profile: Profile) -> list[Packet]:
    """Return the vectors' notifications, and those of a performance where there is motion in them."""
    vectors = [packet for vector in profile.vector for packet in vector.packets(profile)]
    if not profile.measures_motion:
        return [replace(packet, arrival_ns=at * 1_000_000_000) for at, packet in enumerate(vectors)]
    rate_hz = RATE_HZ if profile.rate is None else profile.rate.default_hz
    block = _squats(rate_hz)
    if profile.gyroscope == "none":
        block = replace(block, gyr=None)
    performance = transmit(block, profile, Radio(start_ns=0))
    return [*(replace(packet, arrival_ns=0) for packet in vectors), *performance]


@cache
def _squats(rate_hz: float) -> SampleBlock:
    athlete = Athlete()
    athlete.stay(2.0)
    for _ in range(SQUATS):
        athlete.squat()
    return sense(athlete.kinematics(), Strapped(rate_hz))


def _spoil(packet: Packet, addresses: list[str], random: np.random.Generator) -> Packet:
    way = int(random.integers(0, len(SPOILS) + 2))
    if way == len(SPOILS):
        return replace(packet, characteristic=str(random.choice(addresses)))
    if way > len(SPOILS):
        return replace(packet, arrival_ns=packet.arrival_ns + int(random.integers(-LATE_NS, LATE_NS)))
    return replace(packet, payload=SPOILS[way](packet.payload, random))


def _flipped(payload: bytes, random: np.random.Generator) -> bytes:
    changed = bytearray(payload)
    for bit in random.integers(0, 8 * len(changed), int(random.integers(1, 9)) if changed else 0).tolist():
        changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def _replaced(payload: bytes, random: np.random.Generator) -> bytes:
    changed = bytearray(payload)
    for at in random.integers(0, len(changed), int(random.integers(1, 5)) if changed else 0).tolist():
        changed[at] = int(random.choice(EDGES))
    return bytes(changed)


def _filled(payload: bytes, random: np.random.Generator) -> bytes:
    """The end is all zeros, or all ones: an infinity or a NaN where numbers are floating-point ones."""
    kept = int(random.integers(0, len(payload) + 1))
    return payload[:kept] + bytes([int(random.choice(EDGES))]) * (len(payload) - kept)


def _cut(payload: bytes, random: np.random.Generator) -> bytes:
    return payload[: int(random.integers(0, len(payload) + 1))]


def _headless(payload: bytes, random: np.random.Generator) -> bytes:
    return payload[int(random.integers(0, len(payload) + 1)) :]


def _stuffed(payload: bytes, random: np.random.Generator) -> bytes:
    at = int(random.integers(0, len(payload) + 1))
    return payload[:at] + random.bytes(int(random.integers(1, 33))) + payload[at:]


def _repeated(payload: bytes, random: np.random.Generator) -> bytes:
    return (payload * int(random.integers(2, 9)))[:LONGEST]


def _noise(_payload: bytes, random: np.random.Generator) -> bytes:
    return random.bytes(int(random.integers(0, LONGEST)))


SPOILS: tuple[Spoil, ...] = (
    _flipped,
    _replaced,
    _filled,
    _cut,
    _headless,
    _stuffed,
    _repeated,
    _noise,
)
