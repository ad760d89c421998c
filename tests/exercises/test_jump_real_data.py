"""Jumps of real people, through the whole way from packets to events, against what they were to be."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from legday.core.events import Event, Jump
from legday.core.site import site_of
from legday.recording.take import Take, read_take
from legday.session import Session

pytestmark = pytest.mark.real_data

POCKETS = ("elec_phyphox", "mobifall_pocket", "umafall_pocket")
JUMPS = ("countermovement_jump", "drop_jump", "leapfrog", "repeated_jump", "single_jump")
COUNTED = {"repeated_jump", "single_jump"}
WALKING = {"walk", "walk_turn_walk", "stairs", "stairs_up", "stairs_down"}
RESTING = {"sit", "sit_down", "sit_stand", "stand", "lie", "lie_down", "bend", "car_step_in", "none"}


@cache
def events_of(take: Take, exercise: str | None = None) -> list[Event]:
    session = Session(take.setup(exercise))
    return [*session.push(take.inputs()), *session.finish()]


def jumps_of(take: Take, exercise: str | None = None) -> list[Jump]:
    return [event for event in events_of(take, exercise) if isinstance(event, Jump)]


@pytest.fixture(scope="module")
def takes(real_data_folder: Path) -> list[Take]:
    return [read_take(path) for path in sorted(real_data_folder.glob("*/*.csv"))]


def with_a_count(takes: list[Take]) -> Iterator[tuple[Take, int, int]]:
    """Yield the pocket takes whose jumps somebody counted, the count and its own doubt."""
    for take in takes:
        truth = take.truth
        if take.source.parent.name in POCKETS and take.exercise in COUNTED and truth and truth.reps:
            yield take, truth.reps, truth.reps_plus_minus


def negatives(takes: list[Take], activities: set[str]) -> list[Take]:
    """Return the takes at thigh, pocket or back in which nobody jumps."""
    at_home = {"thigh", "pocket", "lower_back"}
    return [take for take in takes if take.exercise in activities and site_of(take.site) in at_home]


def test_pocket_jumps_are_counted(takes: list[Take]) -> None:
    errors = [(abs(len(jumps_of(t)) - true), true, doubt) for t, true, doubt in with_a_count(takes)]
    assert len(errors) >= 20
    within = sum(error <= max(1, doubt) for error, _, doubt in errors)
    miscount = sum(max(0, error - doubt) for error, _, doubt in errors)
    assert within / len(errors) >= 0.92
    assert miscount / sum(true for _, true, _ in errors) <= 0.02


def test_jumps_are_decided_in_time(takes: list[Take]) -> None:
    late = sorted(j.decided_s - j.landing_s for t, _, _ in with_a_count(takes) for j in jumps_of(t))
    assert late[int(0.95 * len(late))] <= 0.12


def test_every_countermovement_jump_of_a_strapped_thigh_is_told_at_its_landing(takes: list[Take]) -> None:
    thighs = [t for t in takes if t.exercise == "countermovement_jump" and site_of(t.site) == "thigh"]
    jumps = [jump for take in thighs for jump in jumps_of(take)]
    assert len(jumps) == 3 * len(thighs)
    assert max(jump.decided_s - jump.landing_s for jump in jumps) <= 0.12


@pytest.mark.parametrize("exercise", JUMPS)
def test_strides_are_no_jumps(takes: list[Take], exercise: str) -> None:
    for activities, per_hour in ((WALKING, 2.0), ({"run"}, 5.0), (RESTING, 2.0)):
        tried = negatives(takes, activities)
        hours = sum(take.duration_s for take in tried) / 3600
        assert sum(len(jumps_of(take, exercise)) for take in tried) <= per_hour * hours


def test_the_force_plate_agrees(takes: list[Take]) -> None:
    plates = [take for take in takes if take.truth_kind == "force_plate"]
    assert plates
    for take in plates:
        truth = take.truth
        assert truth is not None
        jumps = jumps_of(take)
        assert [jump.landing_s for jump in jumps] == pytest.approx(truth.landing_s, abs=0.02)
        assert [jump.takeoff_s for jump in jumps] == pytest.approx(truth.takeoff_s, abs=0.04)


def test_two_legged_jumps_of_a_strapped_thigh_are_found(takes: list[Take]) -> None:
    found = {t.source.stem: len(jumps_of(t)) for t in takes if t.source.stem.startswith("CMJDL")}
    assert found == {"CMJDL_left_thigh": 3, "CMJDL_right_thigh": 3}
