"""``--params``: a tuned setting counts in a replay and in a score as it will live."""

import json
from pathlib import Path

import pytest

from legday.recording.take import read_take
from tests.cli.conftest import Run

SQUATS = Path(__file__).parents[2] / "recordings" / "squat.csv"


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    """A setting that wants 4.5 s between squats that follow each other in less than three."""
    path = tmp_path / "slow.toml"
    path.write_text("[params.squat]\nshortest_s = 4.5\n")
    return path


def reps(lines: str) -> int:
    """Return how many repetitions stand."""
    types = [json.loads(line)["type"] for line in lines.splitlines()]
    return types.count("rep") - types.count("retracted")


def test_a_replay_counts_with_them(run: Run, slow: Path) -> None:
    shipped = run("replay", SQUATS, "--format", "jsonl")
    other = run("replay", SQUATS, "--format", "jsonl", "--params", slow)
    assert reps(shipped.out) == read_take(SQUATS).truth.reps
    assert reps(other.out) < reps(shipped.out)


def test_a_score_is_that_of_the_replay(run: Run, slow: Path) -> None:
    counted = reps(run("replay", SQUATS, "--format", "jsonl", "--params", slow).out)
    [take] = json.loads(run("evaluate", SQUATS, "--json", "--params", slow).out)["takes"]
    assert take["found"] == counted


@pytest.mark.parametrize("command", ["replay", "evaluate"])
def test_a_bad_file_is_one_clear_line(run: Run, tmp_path: Path, command: str) -> None:
    (tmp_path / "bad.toml").write_text("[params.squat]\nfloor_m_s2 = -1\n")
    assert "params.squat.floor_m_s2" in run(command, SQUATS, "--params", tmp_path / "bad.toml").refusal()
