"""Whole sessions of real people: takes of one person joined, the sets of one exercise found by themselves."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from legday.core.events import Event, SetEnded
from legday.recording.label import Truth
from legday.recording.take import Take, read_take
from legday.session import Session

pytestmark = pytest.mark.real_data

REST_S = 20.0
"""Standing still between the takes, longer than what ends a set."""

SESSIONS = {
    "mobifall sub10": ("mobifall_pocket", "sub10_{}_1", ("WAL", "JUM", "WAL", "JUM", "JOG")),
    "mobifall sub2": ("mobifall_pocket", "sub2_{}_1", ("WAL", "JUM", "CSI", "JUM", "WAL")),
    "mobifall sub5": ("mobifall_pocket", "sub5_{}_1", ("JOG", "JUM", "SCH", "JUM", "SCH")),
    "mobifall sub9": ("mobifall_pocket", "sub9_{}_1", ("SCH", "JUM", "JOG", "JUM", "SCH")),
    "mobifall sub11": ("mobifall_pocket", "sub11_{}_1", ("STU", "JUM", "STN", "JUM", "JOG")),
    "umafall s14": ("umafall_pocket", "s14_{}_1", ("goupstairs", "hopping", "godownstairs", "hopping")),
    "umafall s05": ("umafall_pocket", "s05_{}_1", ("sitting", "hopping", "jogging", "hopping", "sitting")),
}


def joined(takes: list[Take]) -> Take:
    """Return the takes one after another, each ending in standing still, upright as it was on the average."""
    times, forces, rates, now_s = [], [], [], 0.0
    for take in takes:
        period_s = 1.0 / float(take.label.rate_hz or 1.0 / np.median(np.diff(take.t_s)))
        still = np.arange(1, round(REST_S / period_s)) * period_s
        t_s = np.concatenate((take.t_s - take.t_s[0], take.t_s[-1] - take.t_s[0] + still))
        level = np.median(take.acc, axis=0)
        level *= 9.81 / np.linalg.norm(level)
        times.append(now_s + t_s)
        forces.append(np.concatenate((take.acc, np.tile(level, (len(still), 1)))))
        if take.gyr is not None:
            rates.append(np.concatenate((take.gyr, np.zeros((len(still), 3)))))
        now_s = float(times[-1][-1]) + period_s
    gyr = np.concatenate(rates) if rates else None
    return replace(takes[0], t_s=np.concatenate(times), acc=np.concatenate(forces), gyr=gyr)


def sets_in(takes: list[Take], exercise: str) -> list[int]:
    """Return the count of each set that is found in takes of one person joined to a session."""
    whole = joined(takes)
    session = Session(whole.setup(exercise))
    events: list[Event] = [*session.push(whole.inputs()), *session.finish()]
    return [event.count for event in events if isinstance(event, SetEnded)]


def takes_of(folder: Path, pattern: str) -> list[Take]:
    return [read_take(path) for path in sorted(folder.glob(pattern))]


def truth(take: Take) -> Truth:
    assert take.truth is not None
    return take.truth


@pytest.mark.parametrize("name", SESSIONS)
def test_jumps_between_everyday_movement_are_two_sets(name: str, real_data_folder: Path) -> None:
    folder, stem, parts = SESSIONS[name]
    takes = [read_take(real_data_folder / folder / f"{stem.format(part)}.csv") for part in parts]
    truths = [truth(take) for take in takes if take.exercise == "repeated_jump"]
    sets = sets_in(takes, "repeated_jump")
    assert len(sets) == len(truths) == 2
    for found, true in zip(sets, truths, strict=True):
        assert found == pytest.approx(true.reps, abs=true.reps_plus_minus)


@pytest.mark.parametrize("person", [1, 2, 3])
def test_eleven_sets_of_squats_stay_eleven_sets(person: int, real_data_folder: Path) -> None:
    takes = takes_of(real_data_folder / "squat3imu", f"subject{person}_*.csv")
    sets = sets_in(takes, "squat")
    assert sets == pytest.approx([truth(take).reps for take in takes], abs=1)


@pytest.mark.parametrize("person", ["s1", "s2", "s3"])
def test_leg_raises_are_all_counted_in_a_session(person: str, real_data_folder: Path) -> None:
    """The recordings have rests inside, which end sets: only the sum is known."""
    takes = takes_of(real_data_folder / "uci_physical_therapy", f"{person}_e3_*.csv")
    assert {take.exercise for take in takes} == {"straight_leg_raise"}
    assert sum(sets_in(takes, "straight_leg_raise")) == pytest.approx(39, abs=2)


@pytest.mark.parametrize("pocket", ["front", "back"])
@pytest.mark.parametrize("person", ["samsung_carmelo", "samsung_dario", "pixel_jamie"])
def test_two_walks_are_two_sets_of_steps(person: str, pocket: str, real_data_folder: Path) -> None:
    takes = takes_of(real_data_folder / "oxford_step_counter", f"{person}_{pocket}_pocket_*.csv")
    assert sets_in(takes, "walk") == pytest.approx([truth(take).steps for take in takes], rel=0.04)
