"""Texts of phones' apps: gravity that comes apart, late and in another unit."""

import json

import numpy as np
import pytest

from legday.core.inputs import Packet
from legday.errors import DecodeError
from tests.sensors.shelf import PROFILES, joined

START_NS = 1_700_000_000_123_456_789
STEP_NS = 10_000_000


def record(name: str, step: int, *values: float) -> dict[str, object]:
    at = START_NS + step * STEP_NS
    return {"name": name, "time": at, "values": dict(zip("xyz", values, strict=True))}


def message(*records: dict[str, object]) -> Packet:
    body = {"messageId": 1, "sessionId": "s", "deviceId": "d", "payload": list(records)}
    return Packet(0, "message", json.dumps(body).encode())


def test_times_of_19_digits_stay_exact() -> None:
    (samples,) = PROFILES["sensor_logger"].decoder().decode(message(record("totalacceleration", 0, 0, 0, 9)))
    assert samples.ticks.tolist() == [START_NS]


def test_gravity_is_interpolated_at_the_times_of_the_acceleration() -> None:
    gravity = [record("gravity", 0, 0, 0, 8.0), record("gravity", 2, 0, 0, 10.0)]
    decoded = (
        PROFILES["sensor_logger"].decoder().decode(message(record("accelerometer", 1, 1, 0, 0), *gravity))
    )
    assert joined(decoded, "acc").tolist() == [[1.0, 0.0, 9.0]]


def test_acceleration_waits_for_gravity_whichever_comes_first() -> None:
    linear = [message(record("accelerometer", step, 1, 0, 0)) for step in range(4)]
    gravity = [message(record("gravity", step, 0, 0, 9.5)) for step in range(4)]
    for packets in (
        [*linear, *gravity],
        [each for pair in zip(linear, gravity, strict=True) for each in pair],
    ):
        decoder = PROFILES["sensor_logger"].decoder()
        decoded = [samples for packet in packets for samples in decoder.decode(packet)]
        assert joined(decoded, "acc").tolist() == [[1.0, 0.0, 9.5]] * 4


def test_acceleration_without_gravity_is_never_taken_for_the_force() -> None:
    decoder = PROFILES["sensor_logger"].decoder()
    packets = [message(record("accelerometer", step, 1, 0, 0)) for step in range(500)]
    assert [samples for packet in packets for samples in decoder.decode(packet)] == []
    assert len(decoder.state.memory["waiting"]) <= 100


def test_the_unit_of_the_raw_accelerometer_is_told_once_and_kept_in_free_fall() -> None:
    still = message(*[record("accelerometerUncalibrated", step, 0, 0, 9.8) for step in range(5)])
    falling = message(record("accelerometerUncalibrated", 6, 0, 0, 0.5))
    decoder = PROFILES["sensor_logger"].decoder()
    decoded = decoder.decode(still) + decoder.decode(falling)
    np.testing.assert_allclose(joined(decoded, "acc")[:, 2], [9.8] * 5 + [0.5])


def test_an_iphone_s_sign_is_turned_by_its_profile_and_rotation_is_not() -> None:
    sent = message(record("totalacceleration", 0, 1, 2, -9), record("gyroscope", 0, 0.1, 0.2, 0.3))
    decoded = PROFILES["sensor_logger_ios"].decoder().decode(sent)
    assert joined(decoded, "acc").tolist() == [[-1.0, -2.0, 9.0]]
    assert joined(decoded, "gyr").tolist() == [[0.1, 0.2, 0.3]]


@pytest.mark.parametrize(
    ("profile", "text"),
    [
        (
            "sensor_logger",
            '{"payload": [{"name": "gravity", "time": 1.5e18, "values": {"x":1,"y":2,"z":3}}]}',
        ),
        ("sensor_logger", '{"payload": [{"name": "gravity", "time": 1, "values": {"x": 1, "y": 2}}]}'),
        ("sensor_logger", '{"payload": [{"name": "gyroscope", "time": 1, "values": {"x":1,"y":NaN,"z":3}}]}'),
        ("sensor_logger", "[" * 100_000),
        ("sensor_server", '{"timestamp": 1, "values": [1, 2]}'),
        ("sensor_server", '{"timestamp": 99999999999999999999, "values": [1, 2, 3]}'),
        ("phyphox_acc", '{"buffer": [1]}'),
        ("phyphox_acc", '{"buffer": {"acc_time": {}, "accX": {}, "accY": {}, "accZ": {}}}'),
    ],
)
def test_what_is_no_message_is_refused(profile: str, text: str) -> None:
    known = PROFILES[profile]
    (channel,) = known.characteristics.values()
    with pytest.raises(DecodeError, match=profile):
        known.decoder().decode(Packet(0, channel, text.encode()))
