"""Scale, axes, range, factors, clocks: known answers."""

import numpy as np
import pytest

from legday.core.block import STANDARD_GRAVITY
from legday.core.inputs import Packet
from legday.errors import DecodeError, EncodeError
from legday.sensors.match import Match
from legday.sensors.samples import Samples
from tests.sensors.shelf import PROFILES, joined

MUX = PROFILES["multiplexed"]
WIT = PROFILES["witmotion_wt901ble"]
DOT = PROFILES["movella_dot"]


def mux(hex_digits: str) -> Packet:
    return Packet(5, "data", bytes.fromhex(hex_digits))


def test_the_scale_follows_the_configured_range() -> None:
    packet = mux("04 01 0000 00000000 0040 0000 0000 0040 0000 0000")
    (narrow,) = MUX.decoder(acc_range=2, gyr_range=2000).decode(packet)
    (wide,) = MUX.decoder().decode(packet)
    assert narrow.acc[0, 0] == pytest.approx(1.0 * STANDARD_GRAVITY)
    assert wide.acc[0, 0] == pytest.approx(4.0 * STANDARD_GRAVITY)
    assert narrow.gyr[0, 0] == pytest.approx(np.radians(1000.0))
    assert wide.gyr[0, 0] == pytest.approx(np.radians(250.0))


def test_facts_of_a_header_are_kept() -> None:
    decoder = MUX.decoder()
    assert decoder.decode(mux("05 0000003f 9600")) == []
    assert decoder.state.facts == {"gyr_factor": 0.5, "battery_percent": 75.0}
    with pytest.raises(DecodeError, match="factors"):
        decoder.decode(mux("05 0000c07f 9600"))


def test_a_packet_that_no_layout_knows_names_those_it_could_be() -> None:
    with pytest.raises(DecodeError, match="multiplexed: got 2 bytes 07 00, want motion or state"):
        MUX.decoder().decode(mux("0700"))


def test_other_characteristics_are_none_of_its_business() -> None:
    heart_rate = Packet(0, "00002a37-0000-1000-8000-00805f9b34fb", b"\x00\x48")
    assert MUX.decoder().decode(heart_rate) == []


def test_the_header_s_count_must_agree_with_the_length() -> None:
    with pytest.raises(DecodeError, match="want 44 bytes of motion"):
        MUX.decoder().decode(mux("04 03 0000 00000000" + "00" * 24))


def test_the_ends_of_the_range_are_flagged_as_clipped() -> None:
    decoder = WIT.decoder()
    inside = bytes.fromhex("5561 fe7f 0000 0000 0000 0000 0000") + bytes(6)
    at_end = bytes.fromhex("5561 ff7f 0000 0000 0000 0000 0000") + bytes(6)
    low_end = bytes.fromhex("5561 0000 0000 0000 0000 0080 0000") + bytes(6)
    address = WIT.characteristics["data"]
    assert decoder.decode(Packet(0, address, inside))[0].clipped is None
    assert decoder.decode(Packet(0, address, at_end))[0].clipped.tolist() == [True]
    (run,) = decoder.decode(Packet(0, address, inside + at_end + low_end))
    assert run.clipped.tolist() == [False, True, True]


def test_a_float_at_its_range_is_clipped_and_far_beyond_it_is_no_measurement() -> None:
    def decoded(acc_x: float) -> Samples:
        numbers = np.array([acc_x, 0, 0, 0, 0, 0], "<f4").tobytes()
        return DOT.decoder().decode(Packet(0, DOT.characteristics["medium"], bytes(4) + numbers))[0]

    assert decoded(15.9 * STANDARD_GRAVITY).clipped is None
    assert decoded(16.0 * STANDARD_GRAVITY).clipped.tolist() == [True]
    with pytest.raises(DecodeError, match="acc of"):
        decoded(100.0 * STANDARD_GRAVITY)
    with pytest.raises(DecodeError, match="acc of nan"):
        decoded(np.nan)


def test_a_payload_may_be_filled_up_with_zeros_only() -> None:
    whole = DOT.vector[0].packets(DOT)[0]
    bare = Packet(0, whole.characteristic, whole.payload[:28])
    np.testing.assert_array_equal(DOT.decoder().decode(bare)[0].acc, DOT.decoder().decode(whole)[0].acc)
    for wrong in (whole.payload[:39], whole.payload + b"\0", whole.payload[:39] + b"\1"):
        with pytest.raises(DecodeError, match="want 28 bytes"):
            DOT.decoder().decode(Packet(0, whole.characteristic, wrong))


def test_the_chip_s_axes_are_turned_into_the_case_s_and_back() -> None:
    turned = PROFILES["big_endian"]
    acc = STANDARD_GRAVITY * np.array([[1.0, 0, 0], [0, 1.0, 0], [0, 0, 1.0]])
    packets = turned.encoder().encode(Samples(0, acc, None, np.array([7])))
    assert packets[0].payload.hex(" ", 2) == "0007 0000 4000 0000 0000 0000 c000 c000 0000 0000"
    np.testing.assert_allclose(turned.decoder().decode(packets[0])[0].acc, acc)


@pytest.mark.parametrize(
    ("identifier", "full_scales"),
    [
        ("arduino_nano33_dashboard", None),
        ("arduino_nano33_specification", None),
        ("arduino_nano33_motion_kit", (4.0, 2000.0)),
    ],
)
def test_a_chip_with_left_handed_axes_is_read_right_handed(
    identifier: str, full_scales: tuple[float, float] | None
) -> None:
    """A Nano on its edge, turning about y at 90 degrees a second, as its chip says it.

    Gravity seen from the board then turns by the cross product of itself and the rate, which wants
    right-handed axes.
    """
    profile = PROFILES[identifier]
    acc_g, rate_dps = np.array([1.0, 0.0, 0.5]), np.array([30.0, 90.0, 0.0])
    chip = np.array([-1.0, 1.0, 1.0])
    acc_end, gyr_end = full_scales or (1.0, 1.0)
    numbers = [(chip * acc_g / acc_end).astype("<f4"), (chip * rate_dps / gyr_end).astype("<f4")]
    streams = [profile.characteristics[each.characteristic] for each in profile.packet]
    payloads = [each.tobytes() for each in numbers] if full_scales is None else [np.hstack(numbers).tobytes()]
    decoder = profile.decoder()
    found = [decoder.decode(Packet(0, *each))[0] for each in zip(streams, payloads, strict=True)]
    acc = next(each.acc for each in found if each.acc is not None)
    gyr = next(each.gyr for each in found if each.gyr is not None)
    np.testing.assert_allclose(acc[0], acc_g * STANDARD_GRAVITY, rtol=1e-6)
    np.testing.assert_allclose(gyr[0], np.deg2rad(rate_dps), rtol=1e-6)


def test_the_arrival_is_the_notification_s() -> None:
    assert MUX.decoder().decode(mux("04 01 0000 00000000" + "00" * 12))[0].arrival_ns == 5


def test_clocks_say_what_the_profile_says() -> None:
    clock = DOT.decoder().clock
    assert (clock.stamps, clock.tick_s, clock.wrap, clock.rate_hz) == ("each", 1e-6, 2**32, 60)
    assert DOT.decoder(rate_hz=59.7).clock.rate_hz == 59.7
    assert WIT.decoder().clock.stamps == "none"
    assert PROFILES["polar_h10"].decoder().clock.tick_s == 1e-9


def test_encoded_ticks_wrap_where_the_device_s_do() -> None:
    acc = np.zeros((2, 3))
    packets = DOT.encoder().encode(Samples(0, acc, acc, np.array([2**32 - 1, 2**32 + 16666])))
    ticks = joined([each for packet in packets for each in DOT.decoder().decode(packet)], "ticks")
    assert ticks.tolist() == [2**32 - 1, 16666]


def test_encoded_ticks_wrap_at_any_number() -> None:
    turned = PROFILES["big_endian"]
    (packet,) = turned.encoder().encode(Samples(0, np.zeros((3, 3)), None, np.array([40_005])))
    assert turned.decoder().decode(packet)[0].ticks.tolist() == [5]


def test_the_tick_is_that_of_the_sample_it_belongs_to() -> None:
    ticks = np.array([1, 2, 3])
    last, first = PROFILES["polar_h10"], PROFILES["big_endian"]
    for profile, tick in ((last, 3), (first, 1)):
        (packet,) = profile.encoder().encode(Samples(0, np.zeros((3, 3)), None, ticks))
        assert profile.decoder().decode(packet)[0].ticks.tolist() == [tick]


def test_bits_outside_a_mask_are_not_looked_at() -> None:
    h10 = PROFILES["polar_h10"]
    (packet,) = h10.vector[0].packets(h10)
    flagged = Packet(0, packet.characteristic, bytes((packet.payload[0] | 0x80,)) + packet.payload[1:])
    np.testing.assert_array_equal(h10.decoder().decode(flagged)[0].acc, h10.decoder().decode(packet)[0].acc)


def test_a_counter_counts_packets_and_is_part_of_the_state() -> None:
    encoder = MUX.encoder()
    zeros = Samples(0, np.zeros((1, 3)), np.zeros((1, 3)), np.array([0]))
    counters = [int.from_bytes(encoder.encode(zeros)[0].payload[2:4], "little") for _ in range(3)]
    assert counters == [0, 1, 2]
    other = MUX.encoder()
    other.restore(encoder.save())
    assert other.encode(zeros)[0].payload == encoder.encode(zeros)[0].payload


def test_a_sensor_saturates_at_its_range() -> None:
    hard = Samples(0, np.array([[1e4, -1e4, 0.0]]), np.zeros((1, 3)), None)
    (samples,) = WIT.decoder().decode(WIT.encoder().encode(hard)[0])
    np.testing.assert_allclose(samples.acc[0] / STANDARD_GRAVITY, [16, -16, 0], atol=1e-3)
    assert samples.clipped.tolist() == [True]


def test_rotation_goes_into_packets_of_its_own_where_the_sensor_does_so() -> None:
    verity = PROFILES["polar_verity_sense"]
    both = Samples(9, np.ones((4, 3)), np.ones((4, 3)), np.array([123]))
    packets = verity.encoder().encode(both)
    assert [packet.payload[0] for packet in packets] == [2, 5]
    assert {packet.arrival_ns for packet in packets} == {9}


@pytest.mark.parametrize(
    ("name", "samples"),
    [
        ("polar_h10", Samples(0, np.ones((1, 3)), np.ones((1, 3)), np.array([0]))),
        ("polar_h10", Samples(0, np.ones((1, 3)), None, None)),
        ("witmotion_wt901ble", Samples(0, np.ones((1, 3)), None, None)),
        ("take", Samples(0, np.ones((1, 3)), None, None)),
        ("big_endian", Samples(0, None, None, np.array([0]))),
        ("big_endian", Samples(0, np.ones((4, 3)), None, np.arange(4))),
    ],
)
def test_samples_that_no_packet_can_carry(name: str, samples: Samples) -> None:
    with pytest.raises(EncodeError, match=name):
        PROFILES[name].encoder().encode(samples)


def test_an_advertisement_is_recognised_by_name_service_or_company() -> None:
    polar, muxed = PROFILES["polar_h10"].match, MUX.match
    assert polar.fits("Polar H10 12345678")
    assert not polar.fits("Polar Sense 12345678", manufacturer_data={0x006B: b"\x01"})
    assert muxed.fits("", services=["0000180d-0000-1000-8000-00805f9b34fb"])
    assert muxed.fits("", manufacturer_data={0x0397: b"\x00\x80\x06"})
    assert not muxed.fits("Mux 1", manufacturer_data={0x0397: b"\x00\x41\x06"})
    assert not muxed.fits("Mux 1", manufacturer_data={0x0397: b"\x00"})
    assert not muxed.fits("other", manufacturer_data={0x0001: b"\x00\x80"})


def test_several_companies_may_make_one_sensor() -> None:
    several = Match(manufacturer_id=(0x0201, 0x0601), manufacturer_data="????")
    assert several.fits("", manufacturer_data={0x0601: b"\x00\xe0"})
    assert not several.fits("", manufacturer_data={0x0601: b"\x00"})
    assert not several.fits("", manufacturer_data={0x0301: b"\x00\xe0"})
    assert Match(manufacturer_id=0x0201).manufacturer_id == (0x0201,)


def test_the_last_count_of_a_chip_is_clipped_in_a_wider_type_too() -> None:
    puck = PROFILES["espruino_puck_js"]

    def clipped(count: int) -> bool:
        line = f"I,5,{count},0,0,0,0,0\r\n".encode()
        (samples,) = puck.decoder().decode(Packet(0, puck.characteristics["output"], line))
        return samples.clipped is not None

    assert [clipped(count) for count in (32766, 32767, -32766, -32768)] == [False, True, False, True]
