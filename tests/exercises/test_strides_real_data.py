"""Steps, cadence, turns and lifts of real people, through the whole way from packets to events."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from legday.core.events import Cadence, Event, Lift, Step, Turn
from legday.core.site import site_of
from legday.recording.take import Take, read_take
from legday.session import Session

pytestmark = pytest.mark.real_data

SETS = (
    "austin_cadence",
    "elec_phyphox",
    "gait_rehab_thigh",
    "mobifall_pocket",
    "oxford_step_counter",
    "palewithout_pocket",
    "pebble_steps",
    "selfback_thigh",
    "umafall_pocket",
    "voisard_gait",
    "zhang_pocket_10hz",
)
LEG_AND_TRUNK = {"thigh", "pocket", "lower_back"}
RESTING = {"sit", "stand", "lie", "lie_down", "bend", "drive", "sit_down"}


@cache
def events_of(take: Take, exercise: str) -> list[Event]:
    session = Session(take.setup(exercise))
    return [*session.push(take.inputs()), *session.finish()]


def steps_of(take: Take, exercise: str) -> list[Step]:
    return [event for event in events_of(take, exercise) if isinstance(event, Step)]


@pytest.fixture(scope="module")
def takes(real_data_folder: Path) -> list[Take]:
    return [read_take(path) for name in SETS for path in sorted((real_data_folder / name).glob("*.csv"))]


def of(takes: Iterable[Take], dataset: str, exercise: str, site: str = "") -> list[Take]:
    found = [
        t for t in takes if t.source.parent.name == dataset and t.exercise == exercise and site in t.site
    ]
    assert found
    return found


def error_percent(take: Take, exercise: str) -> float:
    assert take.truth is not None
    assert take.truth.steps
    return 100.0 * (len(steps_of(take, exercise)) - take.truth.steps) / take.truth.steps


@pytest.mark.parametrize(("site", "limit"), [("front_pocket", 2.0), ("back_pocket", 2.0)])
def test_steps_agree_with_foot_switches(takes: list[Take], site: str, limit: float) -> None:
    errors = [error_percent(take, "walk") for take in of(takes, "oxford_step_counter", "walk", site)]
    assert np.mean(np.abs(errors)) <= limit


def test_steps_of_runs_agree_with_their_counts(takes: list[Take]) -> None:
    for dataset in ("austin_cadence", "mobifall_pocket", "selfback_thigh"):
        for take in of(takes, dataset, "run"):
            if take.truth is not None and take.truth.steps:
                error = len(steps_of(take, "run")) - take.truth.steps
                assert abs(error) <= max(take.truth.steps_plus_minus, 2)


def test_running_cadence(takes: list[Take]) -> None:
    for take in of(takes, "austin_cadence", "run"):
        events = [event for event in events_of(take, "run") if isinstance(event, Cadence)]
        assert take.truth is not None
        assert np.median([event.steps_per_s for event in events]) * 60 == pytest.approx(
            take.truth.cadence_spm, abs=2.0
        )


def test_steps_at_the_wrist(takes: list[Take]) -> None:
    """The counts are round numbers, and the arm is not the leg."""
    errors = [error_percent(take, "walk") for take in of(takes, "pebble_steps", "walk")]
    assert np.mean(np.abs(errors)) <= 9.0


def test_every_turn_about_is_found(takes: list[Take]) -> None:
    for take in of(takes, "voisard_gait", "walk_turn_walk"):
        turns = [event for event in events_of(take, "walk_turn_walk") if isinstance(event, Turn)]
        assert take.truth is not None
        assert take.truth.turns_s
        middles = [(start + end) / 2 for start, end in take.truth.turns_s]
        assert [(turn.start_s + turn.end_s) / 2 for turn in turns] == pytest.approx(middles, abs=0.5)
        assert all(turn.decided_s - turn.end_s <= 1.5 for turn in turns)
        assert [abs(np.degrees(turn.angle_rad)) for turn in turns] == pytest.approx([180.0], abs=17.0)


def test_steps_at_the_lower_back(takes: list[Take]) -> None:
    found = of(takes, "voisard_gait", "walk_turn_walk")
    assert np.mean([abs(error_percent(take, "walk_turn_walk")) for take in found]) <= 4.0


@pytest.mark.parametrize("exercise", ["walk", "run", "sprint"])
def test_at_rest_nobody_walks(takes: list[Take], exercise: str) -> None:
    resting = [t for t in takes if t.exercise in RESTING and site_of(t.site) in LEG_AND_TRUNK]
    assert len(resting) >= 8
    assert sum(len(steps_of(take, exercise)) for take in resting) <= 4


def test_walking_and_sitting_lift_no_knee(takes: list[Take]) -> None:
    still = [t for t in takes if t.exercise in {"walk", *RESTING} and site_of(t.site) in LEG_AND_TRUNK]
    hours = sum(take.duration_s for take in still) / 3600
    lifts = sum(isinstance(event, Lift) for take in still for event in events_of(take, "high_knees"))
    assert hours > 0.9
    assert lifts <= 2.0 * hours


@pytest.mark.parametrize("size", [1, 10, 1000])
def test_the_size_of_packets_changes_nothing(takes: list[Take], size: int) -> None:
    take = of(takes, "voisard_gait", "walk_turn_walk")[0]
    reference = events_of(take, "walk_turn_walk")
    session = Session(take.setup("walk_turn_walk"))
    assert [*session.push(take.inputs(block=size)), *session.finish()] == reference
