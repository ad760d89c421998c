"""Repetitions of real people, through the whole way from packets to events, against what they did."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from legday.core.events import Event, Rep, Retracted
from legday.core.site import site_of
from legday.recording.take import Take, read_take
from legday.session import Session

pytestmark = pytest.mark.real_data

SETS = ("squat3imu", "uci_physical_therapy", "exermote", "metamotion_barbell")
LEG_AND_TRUNK = {"thigh", "pocket", "lower_back"}


def events_of(take: Take, exercise: str | None = None) -> list[Event]:
    session = Session(take.setup(exercise))
    return [*session.push(take.inputs()), *session.finish()]


def reps_of(take: Take, exercise: str | None = None) -> list[Rep]:
    events = events_of(take, exercise)
    gone = {event.retracts for event in events if isinstance(event, Retracted)}
    return [event for event in events if isinstance(event, Rep) and event.serial not in gone]


@pytest.fixture(scope="module")
def takes(real_data_folder: Path) -> list[Take]:
    return [read_take(path) for path in sorted(real_data_folder.glob("*/*.csv"))]


@pytest.fixture(scope="module")
def counted(takes: list[Take]) -> list[tuple[Take, list[Rep]]]:
    """Every take that has repetitions, with those that were found."""
    wanted = [t for t in takes if t.source.parent.name in SETS and t.truth is not None and t.truth.reps]
    return [(take, reps_of(take)) for take in wanted]


@pytest.fixture(scope="module")
def errors(counted: list[tuple[Take, list[Rep]]]) -> Callable[..., tuple[list[int], int]]:
    def of(dataset: str, exercise: str, site: str = "") -> tuple[list[int], int]:
        """Return the error of each take and the sum of the truth."""
        found = [
            (len(reps) - (take.truth.reps or 0), take.truth.reps or 0)
            for take, reps in counted
            if take.truth is not None
            and take.source.parent.name == dataset
            and take.exercise == exercise
            and site in take.site
        ]
        assert found
        return [error for error, _ in found], sum(truth for _, truth in found)

    return of


def within_one(errors: list[int]) -> float:
    return sum(abs(error) <= 1 for error in errors) / len(errors)


def miscount_percent(errors: list[int], truth: int) -> float:
    return 100.0 * sum(map(abs, errors)) / truth


def test_no_squat_of_a_strapped_thigh_is_wrong(errors: Callable[..., tuple[list[int], int]]) -> None:
    found, _ = errors("squat3imu", "squat")
    assert len(found) == 33
    assert not any(found)


@pytest.mark.parametrize("exercise", ["straight_leg_raise", "hip_abduction", "seated_knee_extension"])
def test_leg_exercises(errors: Callable[..., tuple[list[int], int]], exercise: str) -> None:
    found, truth = errors("uci_physical_therapy", exercise)
    assert within_one(found) == 1.0
    assert miscount_percent(found, truth) <= 1.5


def test_hip_extensions(errors: Callable[..., tuple[list[int], int]]) -> None:
    found, truth = errors("uci_physical_therapy", "hip_extension")
    assert within_one(found) >= 0.8
    assert miscount_percent(found, truth) <= 4.0


@pytest.mark.parametrize("exercise", ["burpee", "squat"])
@pytest.mark.parametrize("site", ["arm", "belly"])
def test_arm_and_belly(errors: Callable[..., tuple[list[int], int]], exercise: str, site: str) -> None:
    assert within_one(errors("exermote", exercise, site)[0]) >= 0.9


@pytest.mark.parametrize("exercise", ["deadlift", "squat"])
def test_wrist(errors: Callable[..., tuple[list[int], int]], exercise: str) -> None:
    assert within_one(errors("metamotion_barbell", exercise)[0]) >= 0.95


def test_a_rep_on_the_thigh_is_told_in_time(counted: list[tuple[Take, list[Rep]]]) -> None:
    latencies = [rep.decided_s - rep.end_s for take, reps in counted if "thigh" in take.site for rep in reps]
    assert min(latencies) >= 0.0
    assert np.percentile(latencies, 95) <= 0.25


@pytest.mark.parametrize("exercise", ["squat", "burpee"])
def test_walking_and_sitting_are_no_repetitions(takes: list[Take], exercise: str) -> None:
    calm = [
        t
        for t in takes
        if t.exercise in {"walk", "walk_turn_walk", "sit"} and site_of(t.site) in LEG_AND_TRUNK
    ]
    hours = sum(take.duration_s for take in calm) / 3600
    assert hours > 0.9
    assert sum(len(reps_of(take, exercise)) for take in calm) <= 2.0 * hours
