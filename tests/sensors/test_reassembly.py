"""Whole packets from notifications that ignore their edges."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legday.core.block import STANDARD_GRAVITY
from legday.core.inputs import Packet
from legday.errors import DecodeError
from legday.sensors.reassembly import Leftover
from legday.sensors.samples import Samples
from tests.sensors.shelf import PROFILES, joined, same

WIT = PROFILES["witmotion_wt901ble"]
WIT_DATA = WIT.characteristics["data"]
LINES = PROFILES["text_lines"]
LINES_DATA = LINES.characteristics["data"]
TWO_PARTS = PROFILES["planar_two_parts"]
TWO_PARTS_DATA = TWO_PARTS.characteristics["data"]
REPLY = bytes.fromhex("5571 3a00 6801 6900 7a00 0000 0000 0000 0000 0000")


def motion(number: int) -> bytes:
    """A packet whose acceleration along x is ``number`` counts."""
    return bytes.fromhex("5561") + number.to_bytes(2, "little", signed=True) + bytes(16)


def numbers(decoded: list[Samples]) -> list[int]:
    acc = joined(decoded, "acc")
    return [] if acc.size == 0 else np.rint(acc[:, 0] / STANDARD_GRAVITY / 16 * 32768).astype(int).tolist()


def heard(stream: bytes, cuts: list[int]) -> list[Samples]:
    """What a decoder makes of a stream cut at these places."""
    decoder = WIT.decoder()
    pieces = [stream[start:end] for start, end in pairwise([0, *sorted(cuts), len(stream)])]
    return [samples for piece in pieces for samples in decoder.decode(Packet(0, WIT_DATA, piece))]


CLEAN = b"".join([motion(1), motion(-2), REPLY, motion(3), motion(0x6155), motion(5)])


def test_a_stream_is_the_same_under_every_single_cut() -> None:
    for cut in range(len(CLEAN) + 1):
        assert numbers(heard(CLEAN, [cut])) == [1, -2, 3, 0x6155, 5]


def test_a_stream_byte_by_byte() -> None:
    assert numbers(heard(CLEAN, list(range(1, len(CLEAN))))) == [1, -2, 3, 0x6155, 5]


@settings(deadline=None, max_examples=200)
@given(
    parts=st.lists(
        st.one_of(
            st.integers(-32768, 32767).map(motion),
            st.just(REPLY),
            st.binary(max_size=25),
            st.just(b"\x55\x61"),
        ),
        max_size=8,
    ),
    data=st.data(),
)
def test_any_stream_is_the_same_under_any_cuts(parts: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(parts)
    cuts = data.draw(st.lists(st.integers(0, len(stream)), max_size=10))
    assert same(heard(stream, cuts), heard(stream, []))


def test_after_lost_bytes_a_packet_counts_only_where_the_next_follows() -> None:
    stream = motion(1) + motion(2)[7:] + motion(3) + motion(4) + motion(5)
    assert numbers(heard(stream, [])) == [1, 3, 4, 5]


def test_measured_numbers_that_look_like_a_packet_do_not_mislead() -> None:
    deceiving = bytes.fromhex("5561 0000 5561") + bytes(14)
    stream = deceiving[3:] + motion(3) + motion(4)
    assert numbers(heard(stream, [])) == [3, 4]


def test_bytes_passed_over_are_counted_and_little_is_kept() -> None:
    decoder = WIT.decoder()
    for _ in range(50):
        decoder.decode(Packet(0, WIT_DATA, bytes(100)))
    leftover = decoder.state.leftovers[WIT_DATA]
    assert leftover.skipped + len(leftover.pending) == 5000
    assert len(leftover.pending) < 22


def test_several_packets_in_one_notification_are_one_piece() -> None:
    decoded = heard(motion(1) + motion(2) + motion(3), [])
    assert [len(samples) for samples in decoded] == [3]


@given(st.integers(0, 100), st.integers(0, 100))
def test_lines_are_the_same_under_any_cuts(one: int, other: int) -> None:
    text = b"banner\r\n>I,1,40,10,20,1000\r\nI,2,80,-10,20,990\nI,3,120,0,0,0\r\n"
    text += b"x" * 70 + b"\r\nI,4,160,1,2,3\n"
    cuts = sorted((min(one, len(text)), min(other, len(text))))
    decoder = LINES.decoder()
    pieces = [text[start:end] for start, end in pairwise([0, *cuts, len(text)])]
    decoded = [samples for piece in pieces for samples in decoder.decode(Packet(0, LINES_DATA, piece))]
    assert joined(decoded, "ticks").tolist() == [80, 120, 160]
    assert decoder.state.leftovers[LINES_DATA] == Leftover(skipped=71)


def test_a_line_that_never_ends_is_not_kept() -> None:
    decoder = LINES.decoder()
    for _ in range(100):
        decoder.decode(Packet(0, LINES_DATA, b"y" * 20))
    assert len(decoder.state.leftovers[LINES_DATA].pending) == 61


@pytest.mark.parametrize("numbers", [b"1,2,3,4", b"1,2,3,4,x", b"1,2,3,4,5,6", b"1,2,3,4,99999999999", b""])
def test_a_line_of_something_else_is_an_error(numbers: bytes) -> None:
    with pytest.raises(DecodeError):
        LINES.decoder().decode(Packet(0, LINES_DATA, b"I," + numbers + b"\n"))


def imu6(count: int) -> list[Packet]:
    acc = np.arange(3.0 * count).reshape(count, 3)
    return TWO_PARTS.encoder().encode(Samples(0, acc, -acc / 100, np.array([1000])))


def test_a_long_packet_comes_in_two_parts_of_the_vendor_s_size() -> None:
    parts = imu6(8)
    assert [len(part.payload) for part in parts] == [152, 48]
    assert [part.payload[:2].hex() for part in parts] == ["0264", "0364"]
    decoder = TWO_PARTS.decoder()
    assert decoder.decode(parts[0]) == []
    (samples,) = decoder.decode(parts[1])
    np.testing.assert_array_equal(samples.acc, np.arange(24.0).reshape(8, 3))
    np.testing.assert_allclose(samples.gyr, -np.arange(24.0).reshape(8, 3) / 100, rtol=1e-6)
    assert samples.ticks.tolist() == [1000]


def test_a_short_packet_is_one_part() -> None:
    (part,) = imu6(2)
    (samples,) = TWO_PARTS.decoder().decode(part)
    assert len(samples) == 2


def test_a_second_part_without_its_first_is_an_error() -> None:
    decoder = TWO_PARTS.decoder()
    first, second = imu6(8)
    with pytest.raises(DecodeError, match="second part without its first"):
        decoder.decode(second)
    decoder.decode(first)
    assert len(decoder.decode(second)) == 1
    with pytest.raises(DecodeError, match="second part without its first"):
        decoder.decode(second)


def test_a_first_part_whose_second_is_lost_gives_way_to_the_next() -> None:
    decoder = TWO_PARTS.decoder()
    lost, _ = imu6(8)
    decoder.decode(lost)
    (short,) = imu6(1)
    assert len(decoder.decode(short)) == 1
    assert decoder.state.leftovers[TWO_PARTS_DATA].parts == {}
