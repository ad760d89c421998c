"""Make the project's recordings of sensors: ``python -m tests.radio.record_takes recordings [EXERCISE...]``.

Five virtual sensors of five makes sit on one thigh while an exercise is done; unmodified bleak connects to
them, starts them and takes their notifications from the stand-in for BlueZ, in real time. Each exercise takes
as long as it lasts. `tests.radio.expected_events` then writes what is to be found.
"""

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from legday.cli.simulate import simulated_truth
from legday.core.inputs import Input, Packet
from legday.core.setup import SessionSetup
from legday.exercises import exercise as find_exercise
from legday.recording.label import Label
from legday.recording.write_take import label_text
from legday.recording.writer import RecordingWriter
from legday.sources.ble.settings import BleSettings
from tests.radio.collecting import Collected, collecting, source_of
from tests.radio.control import Bluez, standin
from tests.radio.programmes import STANDING_S, wearer

PROFILES = ("polar_verity_sense", "movesense_imu6", "movella_dot", "witmotion_wt901ble", "espruino_puck_js")
"""Packed by differences; arrays under one time; one sample a packet; no device time; text."""

EXERCISES = (
    "wall_sit", "lunge", "squat", "straight_leg_raise", "high_knees", "sprint", "leapfrog", "burpee",
)  # fmt: skip
SITE = "left_thigh"
AFTER_S = 1.5
"""The sensors are let go of so long after the athlete has come to rest."""

STALL_S = 1.0
"""Five sensors that all say nothing for so long were not heard."""


async def record(bluez: Bluez, folder: Path, exercise: str) -> None:
    """Write a recording of each sensor while an exercise is done, and its truth."""
    bluez.reset()
    sensors = [bluez.add(profile, programme=exercise) for profile in PROFILES]
    source = await source_of(*sensors, settings=BleSettings(), sites=[SITE] * len(sensors))
    async with collecting(source, None) as collected:
        await collected.until(
            lambda so_far: all(so_far.packets(each.device) for each in source.setup.sensors)
        )
        await asyncio.sleep(wearer(exercise).now_s - STANDING_S + AFTER_S)
    _check_steady(collected, exercise)
    for setup in _apart(source.setup, exercise):
        _write(folder / setup.sensors[0].profile / f"{exercise}.mcap", setup, collected)


def _check_steady(collected: Collected, exercise: str) -> None:
    """Refuse what was recorded while the computer was too busy to hear or to send in time."""
    arrivals_s = np.array([each.arrival_ns for each in collected.inputs if isinstance(each, Packet)]) * 1e-9
    longest_s = float(np.diff(arrivals_s).max())
    if longest_s > STALL_S or collected.links().count("connected") > len(PROFILES):
        sys.exit(
            f"{exercise}: nothing came for {longest_s:.1f} s: the computer is too busy. Nothing was replaced."
        )


def _apart(setup: SessionSetup, exercise: str) -> list[SessionSetup]:
    return [
        SessionSetup(recording=exercise, exercise=exercise, sensors=(sensor,), synthetic=True)
        for sensor in setup.sensors
    ]


def _write(path: Path, setup: SessionSetup, collected: Collected) -> None:
    device = setup.sensors[0].device
    exercise = find_exercise(setup.exercise or "")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with RecordingWriter(path, setup, {}) as writer:
        for item in _of(device, collected.inputs):
            writer.write(item)
    truth = simulated_truth(wearer(exercise.name).truth, exercise.counts)
    label = Label(subject="simulated", site=SITE, exercise=exercise.name, synthetic=True, truth=truth)
    path.with_suffix(".toml").write_text(label_text(label), encoding="utf-8")
    print(f"{path}: {collected.packets(device)} packets, {path.stat().st_size} bytes")


def _of(device: str, inputs: Sequence[Input]) -> list[Input]:
    return [item for item in inputs if getattr(item, "device", device) == device]


def main(folder: Path, exercises: Sequence[str]) -> None:
    """Record these exercises into a folder of each profile."""
    dbus_daemon = shutil.which("dbus-daemon")
    if dbus_daemon is None:
        sys.exit("The program dbus-daemon is wanted.")
    with tempfile.TemporaryDirectory(prefix="legday") as room, standin(dbus_daemon, Path(room)) as bluez:
        os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = bluez.bus_address
        for exercise in exercises:
            asyncio.run(record(bluez, folder, exercise))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] or EXERCISES)
