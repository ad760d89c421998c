"""Packets of the profile ``take``: what goes in comes out, bit for bit."""

import numpy as np
import pytest

from legday.core.inputs import Packet
from legday.errors import DecodeError
from legday.sensors.decoders.take import CHARACTERISTIC, PROFILE, encode_take
from legday.sensors.registry import profile

RNG = np.random.default_rng(3)


@pytest.mark.parametrize("size", [1, 10, 1000])
@pytest.mark.parametrize("gyroscope", [True, False])
def test_samples_come_back_bit_for_bit(size: int, gyroscope: bool) -> None:
    t_s = np.cumsum(RNG.uniform(0.005, 0.015, size))
    acc = RNG.standard_normal((size, 3)) * 10
    gyr = RNG.standard_normal((size, 3)) if gyroscope else None
    packet = Packet(77, CHARACTERISTIC, encode_take(t_s, acc, gyr))
    (samples,) = profile(PROFILE).decoder().decode(packet)
    assert samples.arrival_ns == 77
    assert samples.ticks.tobytes() == t_s.tobytes()
    assert samples.acc.tobytes() == acc.tobytes()
    assert samples.gyr is None if gyr is None else samples.gyr.tobytes() == gyr.tobytes()
    assert samples.clipped is None


def test_the_layout_is_the_documented_one() -> None:
    payload = encode_take(np.array([0.5]), np.array([[1.0, 2.0, 10.0]]), None)
    assert payload == b"\x04" + np.array([0.5, 1.0, 2.0, 10.0], "<f8").tobytes()


def test_the_setup_gives_the_rate() -> None:
    take = profile(PROFILE)
    assert take.decoder().clock.rate_hz == 0.0
    clock = take.decoder(rate_hz=109.9).clock
    assert (clock.stamps, clock.tick_s, clock.wrap, clock.rate_hz) == ("each", 1.0, 0, 109.9)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\x04",
        b"\x05" + bytes(32),
        b"\x04" + bytes(31),
        encode_take(np.array([np.nan]), np.ones((1, 3)), None),
        encode_take(np.zeros(1), np.array([[0.0, np.inf, 0.0]]), None),
        encode_take(np.zeros(1), np.zeros((1, 3)), np.array([[0.0, np.nan, 0.0]])),
    ],
)
def test_what_is_no_packet_is_an_error(payload: bytes) -> None:
    with pytest.raises(DecodeError):
        profile(PROFILE).decoder().decode(Packet(0, CHARACTERISTIC, payload))
