"""Whole sessions of real people: takes of one person joined, the sets of one exercise found by themselves."""

from pathlib import Path

import pytest

from legday.recording.take import read_take
from tests.evaluation.whole_sessions import SESSIONS, WALKERS, sets_in, takes_of, truth

pytestmark = pytest.mark.real_data


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
@pytest.mark.parametrize("person", WALKERS)
def test_two_walks_are_two_sets_of_steps(person: str, pocket: str, real_data_folder: Path) -> None:
    takes = takes_of(real_data_folder / "oxford_step_counter", f"{person}_{pocket}_pocket_*.csv")
    assert sets_in(takes, "walk") == pytest.approx([truth(take).steps for take in takes], rel=0.04)
