"""The count is exact over the radio, the real bytes, the start script and a link that breaks on the way."""

import asyncio
from collections.abc import Sequence
from itertools import repeat
from pathlib import Path
from statistics import median

import numpy as np
import pytest

from legday.core.workout_events import WORKOUT
from legday.sensors.profile import Profile
from legday.sensors.registry import profiles
from legday.simulate.keyframes import LEGS
from legday.simulate.truth import Leg
from legday.sources.ble.settings import BleSettings
from legday.workout.pairing.alternation import REMEMBERED
from legday.workout.pairing.together import symmetry_index
from tests.radio.collecting import Collected, collecting, source_of
from tests.radio.control import Bluez, Sensor
from tests.radio.counting import replayed, replaying
from tests.radio.programmes import SQUATS_IN_A_SET, pause_of_two_sets, wearer

COUNTING = [
    profile
    for profile in profiles().values()
    if profile.tier in ("recorded", "vectors", "limited")
    and (profile.match.local_name or profile.match.services)
]
FEW_KNEES = "few_knees"
DOT_HZ = 60.0

AS_EXACT = 0.05
"""Legs of a simulated athlete differ by up to 15 %; over three a DOT's angles were off by 4.2 % at most."""

PATIENT = BleSettings(stall_s=20.0)
"""A busy machine may hold its breath: what is lost here is told by the radio, not by silence."""

AFTER_S = 4.0
"""From the end of the last squat until it is surely decided and sent."""


async def lose_the_link_between_the_sets(collected: Collected, sensor: Sensor, device: str) -> None:
    """Break a sensor's link early in the pause, and wait until its wearer has done the second set."""
    pause_s, _again_s = pause_of_two_sets()
    await collected.until(lambda so_far: so_far.packets(device) > 0)
    await asyncio.sleep(pause_s + 1.0)
    sensor.link_down()
    await asyncio.sleep(wearer("two_sets").truth.reps[-1].end_s - pause_s - 1.0 + AFTER_S)


@pytest.mark.real_time
@pytest.mark.timeout(300)
async def test_every_profile_counts_at_once_and_replays_the_same(bluez: Bluez, tmp_path: Path) -> None:
    sensors = [bluez.add(profile.id) for profile in COUNTING]
    source = await source_of(*sensors, settings=PATIENT, sites=["left_thigh"] * len(sensors))
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
    lives, runs = [], []
    for setup in collected.setups:
        device = setup.sensors[0].device
        lives.append([event for event in collected.events if event.device == device])
        runs.append([item for item in collected.inputs if getattr(item, "device", device) == device])
    with replaying() as pool:
        again = pool.map(replayed, repeat(tmp_path), collected.setups, runs)
        for setup, live, events in zip(collected.setups, lives, again, strict=True):
            assert [event for event in events if event.device == setup.sensors[0].device] == live


def assert_followed_the_script(sensor: Sensor) -> None:
    """Started twice, stopped at the end, and told nothing that its profile does not say."""
    diary = sensor.diary
    profile: Profile = profiles()[sensor.profile or ""]
    assert diary["strange"] == [], profile.id
    assert diary["starts"] == 2
    assert diary["stops"] == (1 if profile.stop else 0)
    assert not diary["streaming"]


async def test_two_thighs_on_one_adapter_tell_the_legs_apart(bluez: Bluez) -> None:
    left, right = (bluez.add("movella_dot", programme=FEW_KNEES, leg=leg) for leg in ("left", "right"))
    truth = wearer(FEW_KNEES).truth.lifts
    strides_s = [later.t_s - sooner.t_s for sooner, later in zip(truth, truth[2:], strict=False)]
    source = await source_of(left, right, settings=PATIENT)
    async with collecting(source, "high_knees") as collected:
        enough = DOT_HZ * (truth[-1].t_s + AFTER_S)
        for sensor in source.setup.sensors:
            await collected.until(lambda so_far, of=sensor.device: so_far.packets(of) > enough)
    told = [event for event in collected.standing() if event.device == WORKOUT]
    assert [event.side for event in told if event.type == "lift"] == [lift.side for lift in truth]
    cadences = [event.steps_per_s for event in told if event.type == "cadence" and event.steps_per_s > 0.0]
    assert median(cadences) == pytest.approx(2.0 / median(strides_s), rel=0.05)
    beside = [event for event in told if event.type == "asymmetry"]
    assert [event.n for event in beside] == list(range(2, len(truth) + 1, 2))
    tops = lifted_rad()
    for event in beside:
        assert event.index == pytest.approx(true_index(tops[: event.n]), abs=AS_EXACT)


def lifted_rad() -> list[tuple[Leg, float]]:
    """Return how high each knee was really lifted, in turn, rad."""
    athlete = wearer(FEW_KNEES)
    motions = {leg: athlete.kinematics(leg) for leg in LEGS}
    return [
        (lift.side, float(np.interp(lift.t_s, motions[lift.side].t_s, motions[lift.side].angle_rad)))
        for lift in athlete.truth.lifts
    ]


def true_index(lifts: Sequence[tuple[Leg, float]]) -> float | None:
    """Return by how much the left knee rose more than the right one, summed up as legday does."""
    left, right = (median([top for side, top in lifts if side == leg][-REMEMBERED:]) for leg in LEGS)
    return symmetry_index(left, right)
