"""One sensor: scanned, identified, connected, started, streaming, stopped."""

from legday.sensors.registry import profiles
from legday.sources.ble.find import find
from legday.sources.ble.radio import Radio, scan
from legday.sources.ble.settings import BleSettings
from legday.sources.ble.source import BleSource
from legday.sources.ble.target import Target
from tests.radio.collecting import collecting, hurried
from tests.radio.control import Bluez

SPEED = 4.0

PATCHED = "10" + bytes(range(1, 24)).hex() + "3c00" + bytes(range(26, 64)).hex()
"""The DOT's settings with 60 Hz and the mode in place, everything else as it was."""


async def test_a_scan_lists_and_identifies_what_is_in_range(bluez: Bluez) -> None:
    dot, stranger = bluez.add("movella_dot"), bluez.add(None)
    found = {each.name: each for each in await scan(Radio(), profiles(), 0.5)}
    assert set(found) == {dot.name, stranger.name}
    assert found[dot.name].profile is not None
    assert found[dot.name].profile.id == "movella_dot"
    assert found[dot.name].rssi_dbm == -55
    assert found[stranger.name].profile is None


async def test_a_sensor_is_started_streams_and_is_stopped(bluez: Bluez) -> None:
    dot = bluez.add("movella_dot", speed=SPEED)
    target = Target(dot.name, "left_thigh", "p1")
    found = await find(Radio(), target, profiles(), 3.0)
    async with collecting(
        BleSource([(target, found)], Radio(), BleSettings(stall_s=20.0), hurried(SPEED))
    ) as collected:
        await collected.until(lambda so_far: so_far.count() == 1)
        assert dot.diary["streaming"]
    assert dot.writes == [PATCHED, "010115", "010015"]
    assert dot.diary["strange"] == []
    assert not dot.diary["streaming"]
