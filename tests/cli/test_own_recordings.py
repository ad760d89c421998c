"""The project's own takes are counted as what was done in them."""

import json
from pathlib import Path
from typing import Any

import pytest

from legday.exercises import exercise
from legday.recording.label import Truth
from legday.recording.take import Take, read_take

from .conftest import Run

FOLDER = Path(__file__).resolve().parents[2] / "recordings"
MAIN = {"wall_sit", "lunge", "squat", "straight_leg_raise", "high_knees", "sprint", "leapfrog", "burpee"}
TAKES = sorted(FOLDER.glob("*.csv"))


def truth_of(take: Take) -> Truth:
    assert take.truth is not None
    return take.truth


def counted(run: Run, path: Path) -> list[dict[str, Any]]:
    """What counts in a take: events of its exercise's type that were not withdrawn."""
    done = run("replay", path, "--format", "jsonl")
    assert (done.status, done.err) == (0, "")
    events = [json.loads(line) for line in done.out.splitlines()]
    withdrawn = {event["retracts"] for event in events if event["type"] == "retracted"}
    kind = exercise(path.stem).counts
    return [event for event in events if event["type"] == kind and event["id"] not in withdrawn]


def test_there_is_a_small_take_of_each_main_exercise() -> None:
    assert {path.stem for path in TAKES} == MAIN
    assert all(path.stat().st_size < 200_000 for path in TAKES)
    assert all(read_take(path).synthetic for path in TAKES)


@pytest.mark.parametrize("path", TAKES, ids=lambda path: path.stem)
def test_the_count_is_the_truth(run: Run, path: Path) -> None:
    truth = truth_of(read_take(path))
    wanted = truth.steps if exercise(path.stem).counts == "step" else truth.reps
    assert len(counted(run, path)) == wanted


@pytest.mark.parametrize("name", ["squat", "lunge", "straight_leg_raise", "burpee"])
def test_each_rep_lies_where_it_was_done(run: Run, name: str) -> None:
    path = FOLDER / f"{name}.csv"
    intervals = truth_of(read_take(path)).rep_intervals_s
    reps = counted(run, path)
    assert intervals is not None
    for rep, (start_s, end_s) in zip(reps, intervals, strict=True):
        assert start_s < (rep["start_s"] + rep["end_s"]) / 2.0 < end_s
