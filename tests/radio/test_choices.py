"""Rate and ranges that are chosen stand in the bytes of the start script and in the session's setup."""

import pytest

from legday.errors import ProfileError
from legday.sources.ble.settings import BleSettings
from tests.edges.brokers import eventually
from tests.radio.collecting import QUICK, collecting, source_of
from tests.radio.control import Bluez


async def test_what_was_chosen_is_asked_for_and_remembered(bluez: Bluez) -> None:
    chosen = QUICK.model_copy(update={"rate_hz": 50.0, "acc_range": 4.0, "gyr_range": 500.0})
    sensor = bluez.add("metamotion_bmi160", programme="standing")
    source = await source_of(sensor, settings=chosen)
    (setup,) = source.setup.sensors
    assert (setup.rate_hz, setup.acc_range, setup.gyr_range) == (50.0, 4.0, 500.0)
    async with collecting(source):
        await eventually(lambda: "130101" in sensor.writes)
    assert "03032705" in sensor.writes
    assert "13032702" in sensor.writes


async def test_a_range_that_is_not_offered_is_refused_before_it_is_asked_for(bluez: Bluez) -> None:
    sensor = bluez.add("polar_h10", programme="standing")
    with pytest.raises(ProfileError, match=r"acc_range: ± 16 g is not offered; offered: 2, 4, 8"):
        await source_of(sensor, settings=BleSettings(acc_range=16.0))
