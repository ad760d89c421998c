"""Polar's compressed samples: bits in, numbers out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legday.core.block import STANDARD_GRAVITY
from legday.core.inputs import Packet
from legday.errors import DecodeError
from legday.sensors.decoders.polar_delta import decode, encode
from tests.sensors.shelf import PROFILES

VERITY = PROFILES["polar_verity_sense"]


def test_reference_alone_is_one_sample() -> None:
    assert decode(bytes.fromhex("f1ff 1400 f003"), 16, 3, "x").tolist() == [[-15, 20, 1008]]


def test_deltas_run_on_over_blocks_and_each_block_starts_at_a_byte() -> None:
    bits = 0b010_111_001  # width 3, from bit 0: 1, -1, 2
    block = bytes((3, 1)) + bits.to_bytes(2, "little")
    samples = decode(bytes(6) + block + block, 16, 3, "x")
    assert samples.tolist() == [[0, 0, 0], [1, -1, 2], [2, -2, 4]]


def test_a_width_of_nothing_repeats_the_sample() -> None:
    samples = decode(bytes.fromhex("0100 0200 0300") + bytes((0, 4)), 16, 3, "x")
    assert samples.tolist() == [[1, 2, 3]] * 5


@given(
    st.integers(1, 300).flatmap(
        lambda n: st.lists(st.tuples(*[st.integers(-32768, 32767)] * 3), min_size=n, max_size=n)
    )
)
def test_what_is_encoded_is_decoded(rows: list[tuple[int, int, int]]) -> None:
    samples = np.array(rows, np.int64)
    assert decode(encode(samples, 16), 16, 3, "x").tolist() == samples.tolist()


@pytest.mark.parametrize(
    ("content", "got"),
    [
        ("f1ff14", "3 bytes of content"),
        ("000000000000 06", "a single byte"),
        ("000000000000 06 01 7b", "a block that ends at 11 of 9"),
        ("000000000000 12 01 00000000000000", "deltas of 18 bits"),
        ("ff7f00000000 02 01 01", "deltas that run out of range"),
    ],
)
def test_content_that_is_no_content(content: str, got: str) -> None:
    with pytest.raises(DecodeError, match=got):
        decode(bytes.fromhex(content), 16, 3, "x")


def test_the_factor_of_the_start_response_holds_until_reset() -> None:
    control, data = VERITY.characteristics["control"], VERITY.characteristics["data"]
    response = Packet(0, control, bytes.fromhex("f002020000 0501 0000003f"))  # a factor of one half
    frame = Packet(0, data, bytes.fromhex("02 6500000000000000 81 f1ff1400f003 0601 7b0f08"))
    decoder = VERITY.decoder()
    mg = STANDARD_GRAVITY / 1000
    np.testing.assert_allclose(decoder.decode(frame)[0].acc[0] / mg, [-15, 20, 1008])
    assert decoder.decode(response) == []
    np.testing.assert_allclose(decoder.decode(frame)[0].acc[0] / mg, [-7.5, 10, 504])
    decoder.reset()
    np.testing.assert_allclose(decoder.decode(frame)[0].acc[0] / mg, [-15, 20, 1008])


def test_frames_that_want_a_factor_are_no_measurement_without_it() -> None:
    frame = Packet(
        0,
        VERITY.characteristics["data"],
        bytes.fromhex("02 0094357700000000 80 7107f06a9e8d 0a01 be5cbeba"),
    )
    with pytest.raises(DecodeError, match="acc of"):
        VERITY.decoder().decode(frame)


@pytest.mark.parametrize("refused", ["f0020208", "f0020206", "f00202000004 01 03"])
def test_a_response_without_a_factor_changes_nothing(refused: str) -> None:
    decoder = VERITY.decoder()
    assert decoder.decode(Packet(0, VERITY.characteristics["control"], bytes.fromhex(refused))) == []
    assert decoder.state.facts == {}


@pytest.mark.parametrize(
    "broken",
    ["f002020000 0501 0000", "f002020000 0901 00", "f002020000 0501 0000807f", "f002020001 0501 0000003f"],
)
def test_a_broken_response_is_an_error(broken: str) -> None:
    with pytest.raises(DecodeError):
        VERITY.decoder().decode(Packet(0, VERITY.characteristics["control"], bytes.fromhex(broken)))


def test_acceleration_and_rotation_come_apart_on_two_clocks() -> None:
    decoder = VERITY.decoder()
    assert decoder.clock.stamps == "last"
    assert decoder.clock.rate_hz == 52
    assert decoder.gyro_clock == decoder.clock
    assert PROFILES["polar_h10"].decoder().gyro_clock is None
