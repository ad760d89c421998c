"""The collector takes any bleak backend: here one over Bumble's stack, which shares nothing with BlueZ."""

import os

import pytest

if os.environ.get("CI") != "true":
    pytest.importorskip("bumble", reason="bumble, of the extra test, is not installed")

from bumble.link import LocalLink

from legday.sensors.registry import profiles
from legday.sources.ble.find import find
from legday.sources.ble.radio import Radio
from legday.sources.ble.settings import BleSettings
from legday.sources.ble.source import BleSource
from legday.sources.ble.target import Target
from tests.radio.bumble_backend import BumbleClient, BumbleScanner, advertise, device_on
from tests.radio.collecting import collecting, hurried
from tests.radio.programmes import packets_of
from tests.radio.sensor import VirtualSensor

SPEED = 4.0
LONG_S = 400.0
"""So much motion that a busy machine does not come to its end."""
PATIENT = BleSettings(stall_s=20.0)
NAME = "Xsens DOT 0001"


async def test_a_sensor_behind_another_radio_is_counted_and_connected_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    link, profile = LocalLink(), profiles()["movella_dot"]
    sensor = VirtualSensor(profile, packets_of(profile, "two_sets", seconds=LONG_S), speed=SPEED)
    central = device_on(link, "central", "F0:F1:F2:F3:F4:F5")
    monkeypatch.setattr(BumbleScanner, "central", central, raising=False)
    monkeypatch.setattr(BumbleClient, "central", central, raising=False)
    await central.power_on()
    peripheral = await advertise(link, sensor, NAME, "C0:00:00:00:00:01")

    radio, target = Radio(scanner=BumbleScanner, client=BumbleClient), Target(NAME, "left_thigh")
    found = await find(radio, target, profiles(), 5.0)
    async with collecting(BleSource([(target, found)], radio, PATIENT, hurried(SPEED))) as collected:
        await collected.until(lambda so_far: so_far.count() == 1)
        (connection,) = peripheral.connections.values()
        await connection.disconnect()
        await collected.until(lambda so_far: so_far.links() == ["connected", "disconnected", "connected"])
        packets = collected.packets()
        await collected.until(lambda so_far: so_far.packets() > packets + 50)
    assert (sensor.diary.starts, sensor.diary.stops, sensor.diary.strange) == (2, 1, [])
    sensor.end()
