"""The count is exact over the radio, the real bytes, the start script and a link that breaks on the way."""

import asyncio
from pathlib import Path
from statistics import median

import pytest

from legday.core.events import Event
from legday.core.inputs import Input
from legday.core.setup import SessionSetup
from legday.recording.mcap_file import read_recording
from legday.recording.writer import RecordingWriter
from legday.sensors.profile import Profile
from legday.sensors.registry import profiles
from legday.session import Session
from legday.sources.ble.settings import BleSettings
from legday.workout.tracker import WORKOUT
from tests.radio.collecting import Collected, collecting, source_of
from tests.radio.control import Bluez, Sensor
from tests.radio.programmes import SQUATS_IN_A_SET, pause_of_two_sets, wearer

COUNTING = [
    profile
    for profile in profiles().values()
    if profile.tier in ("recorded", "vectors", "limited")
    and (profile.match.local_name or profile.match.services)
]
AFTER_S = 4.0
"""From the end of the last squat until it is surely decided and sent."""


async def lose_the_link_between_the_sets(collected: Collected, sensor: Sensor, device: str) -> None:
    """Break a sensor's link early in the pause, and wait until its wearer has done the second set."""
    pause_s, _again_s = pause_of_two_sets()
    await collected.until(lambda so_far: so_far.packets(device) > 0)
    await asyncio.sleep(pause_s + 1.0)
    sensor.link_down()
    await asyncio.sleep(wearer("two_sets").truth.reps[-1].end_s - pause_s - 1.0 + AFTER_S)


def replayed(folder: Path, setup: SessionSetup, inputs: list[Input]) -> list[Event]:
    """Return the events of the recording that a run's inputs make."""
    path = folder / f"{setup.sensors[0].device}.mcap"
    with RecordingWriter(path, setup, {}) as recorder:
        for item in inputs:
            recorder.write(item)
    recording = read_recording(path)
    session = Session(recording.setup)
    return session.push(recording.inputs()) + session.finish()


@pytest.mark.real_time
async def test_every_profile_counts_at_once_and_replays_the_same(bluez: Bluez, tmp_path: Path) -> None:
    sensors = [bluez.add(profile.id) for profile in COUNTING]
    source = await source_of(*sensors, settings=BleSettings(), sites=["left_thigh"] * len(sensors))
    devices = {sensor.device: sensor.profile for sensor in source.setup.sensors}
    async with collecting(source, apart=True) as collected, asyncio.TaskGroup() as group:
        for sensor, device in zip(sensors, devices, strict=True):
            group.create_task(lose_the_link_between_the_sets(collected, sensor, device))

    expected = 2 * SQUATS_IN_A_SET
    assert {profile: collected.count("rep", device) for device, profile in devices.items()} == {
        profile.id: expected for profile in COUNTING
    }
    for sensor, device in zip(sensors, devices, strict=True):
        assert collected.links(device) == ["connected", "disconnected", "connected"]
        assert_followed_the_script(sensor)
    for setup in collected.setups:
        device = setup.sensors[0].device
        live = [event for event in collected.events if event.device == device]
        theirs = [item for item in collected.inputs if getattr(item, "device", device) == device]
        again = replayed(tmp_path, setup, theirs)
        assert [event for event in again if event.device == device] == live


def assert_followed_the_script(sensor: Sensor) -> None:
    """Started twice, stopped at the end, and told nothing that its profile does not say."""
    diary = sensor.diary
    profile: Profile = profiles()[sensor.profile or ""]
    assert diary["strange"] == [], profile.id
    assert diary["starts"] == 2
    assert diary["stops"] == (1 if profile.stop else 0)
    assert not diary["streaming"]


async def test_two_thighs_on_one_adapter_tell_the_legs_apart(bluez: Bluez) -> None:
    left = bluez.add("movella_dot", programme="high_knees", leg="left")
    right = bluez.add("movella_dot", programme="high_knees", leg="right")
    truth = wearer("high_knees").truth.lifts
    strides_s = [later.t_s - sooner.t_s for sooner, later in zip(truth, truth[2:], strict=False)]
    async with collecting(await source_of(left, right, settings=BleSettings()), "high_knees") as collected:
        await collected.until(lambda so_far: so_far.packets() > 0)
        await asyncio.sleep(truth[-1].t_s + AFTER_S)
    told = [event for event in collected.standing() if event.device == WORKOUT]
    assert [event.side for event in told if event.type == "lift"] == [lift.side for lift in truth]
    cadences = [event.steps_per_s for event in told if event.type == "cadence" and event.steps_per_s > 0.0]
    assert median(cadences) == pytest.approx(2.0 / median(strides_s), rel=0.05)
    beside = [event.index for event in told if event.type == "asymmetry"]
    assert len(beside) >= len(truth) / 2 - 1
    assert all(index is not None and abs(index) < 0.2 for index in beside[2:])
