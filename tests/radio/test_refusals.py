"""What cannot be: one line each that says what is wrong and what to do, and the other sensors go on."""

import logging
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from legday.cli.together import sensors_of
from legday.config import load
from legday.errors import ProfileError, SensorError
from legday.sensors.registry import profiles
from legday.sources.ble.find import find, find_all
from legday.sources.ble.radio import Radio, scan
from legday.sources.ble.settings import BleSettings
from legday.sources.ble.source import BleSource
from legday.sources.ble.target import Target
from tests.radio.collecting import QUICK, Collected, collecting, source_of
from tests.radio.control import Bluez, Sensor


async def complaint_of(*sensors: Sensor, settings: BleSettings = QUICK) -> str:
    """Return why a source of these sensors ended."""
    async with collecting(await source_of(*sensors, settings=settings)) as collected:
        with pytest.raises(AssertionError):
            await collected.until(lambda _so_far: False)
    assert "\n" not in str(collected.error)
    return str(collected.error)


@pytest.mark.parametrize(("status", "remedy"), [(13, "take it out"), (10, "MTU"), (99, "status 99")])
async def test_a_refused_start_says_why(bluez: Bluez, status: int, remedy: str) -> None:
    h10 = bluez.add("polar_h10", programme="standing")
    h10.refuse_start(status)
    complaint = await complaint_of(h10)
    assert complaint.startswith(f"{h10.name}: refuses to start: ")
    assert remedy in complaint
    assert h10.writes[-1] == "0302"


async def test_an_answer_on_the_characteristic_of_the_samples_is_no_stream(bluez: Bluez) -> None:
    """A board of the same name with another chip refuses each time; it is let go of at the first."""
    other = bluez.add("metamotion_bmi270", name="MetaWear", programme="standing")
    found = await find_all([Target("MetaWear", "left_thigh")], Radio(), profiles(), 3.0)
    async with collecting(BleSource(found, Radio(), QUICK)) as collected:
        with pytest.raises(AssertionError):
            await collected.until(lambda _so_far: False)
    assert str(collected.error) == (
        "MetaWear: refuses to start: its accelerometer is a BMI270: live --profile metamotion_bmi270"
    )
    assert collected.links() == ["connected", "disconnected"]
    assert other.diary["starts"] == 0


async def test_a_link_too_narrow_for_the_notifications(bluez: Bluez) -> None:
    h10 = bluez.add("polar_h10", programme="standing", mtu=185)
    complaint = await complaint_of(h10)
    assert complaint.startswith(f"{h10.name}: its notifications need an MTU of 229, the link has 185: use ")
    assert h10.diary["starts"] == 0


async def test_a_link_of_which_the_system_does_not_tell_the_width(
    bluez: Bluez, caplog: pytest.LogCaptureFixture
) -> None:
    dot = bluez.add("movella_dot", programme="standing", mtu=23)
    async with collecting(await source_of(dot)) as collected:
        await collected.until(lambda so_far: so_far.packets() > 10)
    assert f"{dot.name}: its notifications need an MTU of 43, the link has 23: use another" in caplog.text


async def test_a_device_that_is_not_what_its_name_says(bluez: Bluez) -> None:
    other = bluez.add("movella_dot", programme="standing", omit=["medium"])
    assert "does not offer medium (15172003" in await complaint_of(other)


async def test_a_sensor_that_is_started_and_sends_nothing(bluez: Bluez) -> None:
    dot = bluez.add("movella_dot", programme="standing")
    dot.silent(3600.0)
    assert "it sends nothing" in await complaint_of(dot)
    assert dot.diary["stops"] == 1


async def test_a_sensor_that_cannot_be_connected(bluez: Bluez) -> None:
    dot = bluez.add("movella_dot", programme="standing")
    dot.fail_connect(100)
    assert dot.name in await complaint_of(dot)


async def test_a_stranger_has_no_profile(bluez: Bluez) -> None:
    stranger = bluez.add(None)
    with pytest.raises(SensorError, match=r"no profile knows this device.*add-a-sensor"):
        await source_of(stranger)


async def test_a_sensor_that_is_not_there(bluez: Bluez) -> None:
    with pytest.raises(SensorError, match="Nobody: not in range within 0 s: switch it on"):
        await find(Radio(), Target("Nobody"), profiles(), 0.3)


async def test_a_rate_that_is_not_offered(bluez: Bluez) -> None:
    dot = bluez.add("movella_dot", programme="standing")
    with pytest.raises(ProfileError, match=r"100 Hz is not offered; offered: .*60"):
        await source_of(dot, settings=BleSettings(rate_hz=100.0))


@pytest.mark.parametrize(
    ("trouble", "remedy"),
    [
        (lambda bluez: bluez.remove_adapter(), "no Bluetooth adapter: plug one in"),
        (lambda bluez: bluez.power(on=False), "switched off: switch it on"),
        (lambda bluez: bluez.deny(), "no permission.*usermod -aG bluetooth"),
        (lambda bluez: bluez.kill_daemon(), "not running: sudo systemctl start bluetooth"),
    ],
)
async def test_a_radio_that_cannot_be_used(
    bluez: Bluez, trouble: Callable[[Bluez], None], remedy: str
) -> None:
    trouble(bluez)
    with pytest.raises(SensorError, match=remedy):
        await scan(Radio(), profiles(), 0.3)
    with pytest.raises(SensorError, match=remedy):
        await find(Radio(), Target("Somebody"), profiles(), 0.3)


async def test_an_adapter_that_is_not_the_one_meant(bluez: Bluez) -> None:
    with pytest.raises(SensorError, match="adapter 'hci7' not found"):
        await scan(Radio("hci7"), profiles(), 0.3)


async def test_no_bus_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/legday")
    with pytest.raises(SensorError, match="no system D-Bus here"):
        await scan(Radio(), profiles(), 0.3)


async def test_a_second_instance_is_told_of_the_first(bluez: Bluez) -> None:
    dot = bluez.add("movella_dot", programme="standing")
    async with collecting(await source_of(dot)) as first:
        await first.until(lambda so_far: so_far.packets() > 50)
        with pytest.raises(SensorError, match=f"{dot.name}: another legday on this computer uses it"):
            await source_of(dot)
        before = first.packets()
        await first.until(lambda so_far: so_far.packets() > before + 50)
    assert first.links() == ["connected"]


async def test_a_link_that_a_crash_left_behind_is_taken_up(bluez: Bluez) -> None:
    dot = bluez.add("movella_dot", programme="standing")
    dot.connected_here()
    async with collecting(await source_of(dot)) as collected:
        await collected.until(lambda so_far: so_far.packets() > 50)


async def test_a_left_behind_link_is_known_by_the_services_too(bluez: Bluez) -> None:
    nano = bluez.add("arduino_nano33_dashboard", name="BLESense-1A2B")
    nano.connected_here()
    found = await find(Radio(), Target(nano.address), profiles(), 1.0)
    assert found.profile is profiles()["arduino_nano33_dashboard"]


@pytest.mark.parametrize(
    ("trouble", "omit", "remedy"),
    [
        (
            lambda h10: h10.refuse_start(13),
            (),
            "refuses to start: the sensor sits in its charger: take it out",
        ),
        (
            lambda h10: h10.refuse_start(10),
            (),
            "refuses to start: the MTU is too small: use another Bluetooth",
        ),
        (lambda _h10: None, ("data",), "other firmware, or another profile fits"),
        (lambda h10: h10.silent(3600.0), (), "it sends nothing: if that lasts, switch it off and on"),
    ],
    ids=["in its charger", "MTU", "not what its name says", "silent"],
)
async def test_the_other_sensors_go_on(
    bluez: Bluez,
    caplog: pytest.LogCaptureFixture,
    trouble: Callable[[Sensor], None],
    omit: Sequence[str],
    remedy: str,
) -> None:
    dot = bluez.add("movella_dot", programme="standing")
    h10 = bluez.add("polar_h10", programme="standing", omit=omit)
    trouble(h10)

    def left_alone(_so_far: Collected) -> bool:
        return any(said.endswith("; the other sensors go on") for said in caplog.messages)

    with caplog.at_level(logging.WARNING):
        async with collecting(await source_of(dot, h10)) as collected:
            await collected.until(left_alone)
            before = collected.packets("left_thigh")
            await collected.until(lambda so_far: so_far.packets("left_thigh") > before + 50)
    (said,) = [each for each in caplog.messages if each.endswith("; the other sensors go on")]
    assert remedy in said
    assert "\n" not in said


async def test_a_stranger_beside_a_sensor_is_left_out(bluez: Bluez, caplog: pytest.LogCaptureFixture) -> None:
    dot, stranger = bluez.add("movella_dot", programme="standing"), bluez.add(None)
    with caplog.at_level(logging.WARNING):
        source = await source_of(dot, stranger)
    assert [sensor.site for sensor in source.setup.sensors] == ["left_thigh"]
    (said,) = [each for each in caplog.messages if each.endswith("; the other sensors go on")]
    assert said.startswith(f"{stranger.address}: no profile knows this device: ")


@pytest.mark.parametrize(
    ("trouble", "remedy"),
    [
        (lambda bluez: bluez.remove_adapter(), "no Bluetooth adapter: plug one in"),
        (lambda bluez: bluez.deny(), "no permission to use Bluetooth"),
    ],
)
async def test_phones_go_on_without_the_radio(
    bluez: Bluez,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    trouble: Callable[[Bluez], None],
    remedy: str,
) -> None:
    trouble(bluez)
    named = ["Somebody=left_thigh", "sensor-server://127.0.0.1=right_thigh"]
    settings = load({"ble": {"scan_s": 20.0}, "web": {"port": 0}})
    async with AsyncExitStack() as stack:
        found = await sensors_of(named, None, settings, tmp_path / "said.json", tmp_path, tmp_path, stack)
    assert [sensor.site for sensor in found.setup.sensors] == ["right_thigh"]
    (said,) = [line for line in capsys.readouterr().err.splitlines() if remedy in line]
    assert said.startswith("legday: Bluetooth: ")
    assert said.endswith("; the other sensors go on")


async def test_the_sensors_that_are_there_are_taken(bluez: Bluez, caplog: pytest.LogCaptureFixture) -> None:
    dot, away = (bluez.add("movella_dot", programme="standing") for _ in range(2))
    away.out_of_range()
    with caplog.at_level(logging.WARNING):
        source = await source_of(dot, away)
    assert [sensor.site for sensor in source.setup.sensors] == ["left_thigh"]
    assert f"{away.address}: not in range" in caplog.text
