"""Whatever happens to the link, the sensor streams again, and nobody has to do anything."""

from collections.abc import Callable

import pytest

from legday.sensors.registry import profiles
from legday.sensors.script import Write
from legday.sources.ble.find import find
from legday.sources.ble.radio import Radio
from legday.sources.ble.source import BleSource
from legday.sources.ble.target import Target
from tests.radio.collecting import QUICK, SCAN_S, Collected, collecting, source_of
from tests.radio.control import Bluez, Sensor

UP_AGAIN = ["connected", "disconnected", "connected"]


def streaming(packets: int) -> Callable[[Collected], bool]:
    return lambda so_far: so_far.packets() > packets


async def streams_again(collected: Collected, sensor: Sensor) -> None:
    """Wait for the second link, and for samples on it."""
    await collected.until(lambda so_far: so_far.links() == UP_AGAIN)
    await collected.until(streaming(collected.packets() + 50))
    assert sensor.diary["starts"] == 2


async def test_a_lost_link_is_connected_again(bluez: Bluez) -> None:
    dot = bluez.add("movella_dot", programme="standing")
    async with collecting(await source_of(dot)) as collected:
        await collected.until(streaming(50))
        dot.link_down()
        await streams_again(collected, dot)


async def test_a_sensor_that_goes_away_is_taken_up_when_it_comes_back(bluez: Bluez) -> None:
    dot = bluez.add("movella_dot", programme="standing")
    async with collecting(await source_of(dot)) as collected:
        await collected.until(streaming(50))
        dot.out_of_range()
        await collected.until(lambda so_far: so_far.links() == ["connected", "disconnected"])
        dot.in_range()
        await streams_again(collected, dot)


async def test_silence_on_a_link_that_stands_is_noticed(bluez: Bluez) -> None:
    dot = bluez.add("movella_dot", programme="standing")
    async with collecting(await source_of(dot)) as collected:
        await collected.until(streaming(50))
        dot.silent(1.5)
        await streams_again(collected, dot)
    assert dot.diary["stops"] == 2


async def test_a_dead_daemon_is_noticed_though_bleak_says_connected(bluez: Bluez) -> None:
    dot = bluez.add("movella_dot", programme="standing")
    async with collecting(await source_of(dot)) as collected:
        await collected.until(streaming(50))
        bluez.kill_daemon()
        await collected.until(lambda so_far: so_far.links() == ["connected", "disconnected"])
        bluez.start_daemon()
        await streams_again(collected, dot)


async def test_an_adapter_that_is_pulled_out_and_put_in_again(bluez: Bluez) -> None:
    dot = bluez.add("movella_dot", programme="standing")
    async with collecting(await source_of(dot)) as collected:
        await collected.until(streaming(50))
        bluez.remove_adapter()
        await collected.until(lambda so_far: so_far.links() == ["connected", "disconnected"])
        bluez.add_adapter()
        await streams_again(collected, dot)


@pytest.mark.parametrize("trouble", [lambda dot: dot.connect_delay(2.0), lambda dot: dot.fail_connect(2)])
async def test_a_connection_that_takes_long_or_fails_at_first(
    bluez: Bluez, trouble: Callable[[Sensor], None]
) -> None:
    dot = bluez.add("movella_dot", programme="standing")
    trouble(dot)
    async with collecting(await source_of(dot)) as collected:
        await collected.until(streaming(50))
    assert collected.links() == ["connected"]


async def test_a_sensor_that_somebody_else_took_is_taken_back_when_it_is_free(bluez: Bluez) -> None:
    dot = bluez.add("movella_dot", programme="standing")
    async with collecting(await source_of(dot)) as collected:
        await collected.until(streaming(50))
        dot.hold_elsewhere()
        dot.link_down()
        await collected.until(lambda so_far: so_far.links() == ["connected", "disconnected"])
        dot.hold_elsewhere(held=False)
        await streams_again(collected, dot)


async def test_a_sensor_that_wants_to_be_kept_alive_is(bluez: Bluez) -> None:
    muse = profiles()["interaxon_muse"]
    assert muse.keep_alive is not None
    often = muse.model_copy(update={"keep_alive": muse.keep_alive.model_copy(update={"every_s": 0.4})})
    sensor = bluez.add(muse.id, programme="standing")
    target = Target(sensor.name, "left_thigh")
    found = await find(Radio(), target, {muse.id: often}, SCAN_S)
    async with collecting(BleSource([(target, found)], Radio(), QUICK)) as collected:
        await collected.until(streaming(100))
    (repeated,) = muse.keep_alive.step
    assert isinstance(repeated, Write)
    assert sensor.writes.count(repeated.payload().hex()) >= 2
    assert sensor.diary["strange"] == []
