"""Recordings of five sensors over the radio: their count is the truth, their events are those expected."""

import json
from pathlib import Path
from typing import Any

import pytest

from legday.exercises import exercise
from legday.recording.label import read_label
from tests.radio.expected_events import expected, found
from tests.radio.record_takes import EXERCISES, PROFILES

FOLDER = Path(__file__).resolve().parents[2] / "recordings"
RECORDINGS = sorted(FOLDER.glob("*/*.mcap"))
TOLERANCE = 1e-3
"""Events are written with three or four decimals, and the last may differ with the processor."""


def count(events: list[dict[str, Any]], kind: str) -> int:
    withdrawn = {event["retracts"] for event in events if event["type"] == "retracted"}
    return sum(event["type"] == kind and event["id"] not in withdrawn for event in events)


def like(value: Any) -> Any:
    """Return a value that is equal to others as good as the same."""
    match value:
        case float():
            return pytest.approx(value, abs=TOLERANCE)
        case dict():
            return {key: like(each) for key, each in value.items()}
        case list():
            return [like(each) for each in value]
    return value


def test_each_exercise_was_recorded_with_each_sensor_and_is_small() -> None:
    assert {(path.parent.name, path.stem) for path in RECORDINGS} == {
        (profile, name) for profile in PROFILES for name in EXERCISES
    }
    assert all(path.stat().st_size < 300_000 for path in RECORDINGS)
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < 5 * 2**20


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_replay_finds_the_truth_and_what_is_expected(path: Path) -> None:
    events = found(path)
    truth = read_label(path.with_suffix(".toml"))[0].truth
    counts = exercise(path.stem).counts
    assert truth is not None
    true = truth.steps if counts == "step" else truth.reps
    assert true is not None
    assert count(events, counts) == true
    wanted = [json.loads(line) for line in expected(path).read_text(encoding="utf-8").splitlines()]
    assert events == [like(event) for event in wanted]
