"""Laws over every profile: vectors, round trips, and bytes that mean nothing."""

import numpy as np
import pytest

from legday.core.inputs import Packet
from legday.errors import DecodeError
from legday.sensors.profile import Profile
from legday.sensors.quantity import UNITS
from tests.sensors.shelf import (
    MOVED,
    PROFILES,
    VECTORS,
    decode_all,
    identifier,
    is_pure_table,
    joined,
    layouts_of,
    random_samples,
    same,
)

every_profile = pytest.mark.parametrize("profile", PROFILES.values(), ids=identifier)
every_vector = pytest.mark.parametrize(("profile", "number"), VECTORS, ids=identifier)
every_vector_of_motion = pytest.mark.parametrize(
    ("profile", "number"), [each for each in VECTORS if each[0] in MOVED], ids=identifier
)


@every_vector
def test_vector_decodes_to_its_values(profile: Profile, number: int) -> None:
    vector = profile.vector[number]
    decoded = decode_all(profile, vector.packets(profile), **vector.ranges)
    for name, unit in (("acc", UNITS[vector.acc_unit]), ("gyr", UNITS[vector.gyr_unit]), ("ticks", 1.0)):
        wanted = np.array(getattr(vector, name) or ())
        np.testing.assert_allclose(joined(decoded, name) / unit, wanted, rtol=0, atol=vector.within)


@every_vector_of_motion
def test_decode_encode_decode_is_decode(profile: Profile, number: int) -> None:
    vector = profile.vector[number]
    packets = vector.packets(profile)
    decoder = profile.decoder(**vector.ranges)
    encoder = profile.encoder(speaks=layouts_of(profile, packets), **vector.ranges)
    decoded = [samples for packet in packets for samples in decoder.decode(packet)]
    encoder.state.facts = dict(decoder.state.facts)
    spoken = [packet for samples in decoded for packet in encoder.encode(samples)]
    assert decoded
    assert same([samples for packet in spoken for samples in decoder.decode(packet)], decoded)


@pytest.mark.parametrize(
    ("profile", "number"), [each for each in VECTORS if is_pure_table(each[0])], ids=identifier
)
def test_encode_of_decode_is_the_packet_itself(profile: Profile, number: int) -> None:
    vector = profile.vector[number]
    packets = vector.packets(profile)
    decoder = profile.decoder(**vector.ranges)
    encoder = profile.encoder(speaks=layouts_of(profile, packets), **vector.ranges)
    for at, packet in enumerate(packets):
        for samples in decoder.decode(packet):
            spoken = [each.payload for each in encoder.encode(samples)]
            assert spoken == [each.payload for each in packets[at + 1 - len(spoken) : at + 1]]


def test_the_pure_tables_are_the_ones_meant() -> None:
    pure = {name for name, profile in PROFILES.items() if is_pure_table(profile)}
    assert {"movella_dot", "movella_dot_free", "polar_h10", "take", "big_endian"} <= pure
    assert not pure & {"witmotion_wt901ble", "polar_verity_sense"}


def test_bytes_that_decoding_passes_over_are_encoded_as_zeros() -> None:
    profile = PROFILES["witmotion_wt901ble"]
    (packet,) = profile.vector[0].packets(profile)
    (samples,) = profile.decoder().decode(packet)
    angles = 14
    assert profile.encoder().encode(samples)[0].payload == packet.payload[:angles] + bytes(6)


@pytest.mark.parametrize("profile", MOVED, ids=identifier)
def test_encoded_samples_decode_to_within_one_count(profile: Profile) -> None:
    rng = np.random.default_rng(1)
    encoder = profile.encoder(device="left")
    samples = random_samples(profile, rng, encoder.samples_per_packet)
    packets = encoder.encode(samples)
    decoded = decode_all(profile, packets)
    assert {packet.device for packet in packets} == {"left"}
    np.testing.assert_allclose(joined(decoded, "acc"), samples.acc, atol=0.012)
    if samples.gyr is not None:
        np.testing.assert_allclose(joined(decoded, "gyr"), samples.gyr, atol=0.01)
    again = decode_all(profile, [packet for each in decoded for packet in profile.encoder().encode(each)])
    assert same(again, decoded)


@every_profile
def test_every_truncation_is_an_error_or_a_value(profile: Profile) -> None:
    for vector in profile.vector:
        packets = vector.packets(profile)
        for end in range(len(packets[-1].payload)):
            cut = Packet(0, packets[-1].characteristic, packets[-1].payload[:end])
            _error_or_value(profile, [*packets[:-1], cut])


@every_profile
def test_random_bytes_are_an_error_or_a_value(profile: Profile) -> None:
    rng = np.random.default_rng(2024)
    addresses = list(profile.characteristics.values())
    decoder = profile.decoder()
    for number in range(10_000):
        packet = Packet(0, addresses[number % len(addresses)], rng.bytes(int(rng.integers(0, 260))))
        _check(decoder, packet)


@every_profile
def test_changed_bytes_are_an_error_or_a_value(profile: Profile) -> None:
    rng = np.random.default_rng(7)
    originals = [packet for vector in profile.vector for packet in vector.packets(profile)]
    decoder = profile.decoder()
    for number in range(10_000):
        original = originals[number % len(originals)]
        changed = bytearray(original.payload)
        for at in rng.integers(0, len(changed), int(rng.integers(1, 4))):
            changed[at] = int(rng.choice([0, 127, 128, 255, rng.integers(0, 256)]))
        _check(decoder, Packet(0, original.characteristic, bytes(changed)))


@every_profile
def test_restored_decoder_goes_on_as_the_first(profile: Profile) -> None:
    packets = [packet for vector in profile.vector for packet in vector.packets(profile)]
    first = profile.decoder()
    for at, packet in enumerate(packets):
        saved = first.save()
        second = profile.decoder()
        second.restore(saved)
        assert same(first.decode(packet), second.decode(packet)), at
        assert first.state == second.state
        assert saved is not first.state
    first.reset()
    assert first.state == profile.decoder().state


def _error_or_value(profile: Profile, packets: list[Packet]) -> None:
    decoder = profile.decoder()
    for packet in packets:
        _check(decoder, packet)


def _check(decoder: object, packet: Packet) -> None:
    try:
        decoded = decoder.decode(packet)
    except DecodeError:
        return
    for samples in decoded:
        assert len(samples) > 0
        for values in (samples.acc, samples.gyr, samples.ticks):
            assert values is None or np.isfinite(values).all()
