"""Takes that cannot be used: one line that names file, place and what was wanted; nothing is touched."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from legday.exercises import exercises

from .conftest import HEADER, STILL, Run, Write

ROW = "0.0,0.1,9.8,0.2\n"


def lines(text: str) -> list[str]:
    """Names of the takes in JSON lines; anything else on standard output fails."""
    return [json.loads(line)["take"] for line in text.splitlines()]


@pytest.mark.parametrize(
    ("csv", "facts"),
    [
        ("", ["line 1", "empty", HEADER]),
        (HEADER + "\n", ["line 2", "at least one line"]),
        ("t_s,acc_x_m_s2,acc_z_m_s2\n0,1,2\n", ["line 1", "acc_y_m_s2"]),
        ("time,ax,ay,az\n0,1,2,3\n", ["line 1", HEADER, "time,ax,ay,az"]),
        (HEADER + ",gyr_x_rad_s\n0,1,2,3,4\n", ["gyr_y_rad_s,gyr_z_rad_s"]),
        (f"{HEADER}\n{ROW}0.1,0,zero,9.8\n", ["line 3", "acc_y_m_s2", "'zero'", "a number"]),
        (f"{HEADER}\n{ROW}0.1,0,,9.8\n", ["line 3", "acc_y_m_s2", "''"]),
        (f"{HEADER}\n{ROW}0.1,0\n", ["line 3", "acc_y_m_s2"]),
        (f"{HEADER}\n{ROW}0.1,nan,0,9.8\n", ["line 3", "acc_x_m_s2", "'nan'"]),
        (f"{HEADER}\n{ROW}0.1,0,1e300,9.8\n", ["line 3", "acc_y_m_s2", "'1e300'", "1e+11"]),
        (f"{HEADER}\n1.7e12,0,0,9.8\n", ["line 2", "t_s", "1e+11"]),
        (f"{HEADER}\n{ROW}0.2,0,0,9.8\n0.1,0,0,9.8\n", ["line 4", "t_s", "backwards", "0.2", "0.1"]),
    ],
)
def test_a_csv_is_refused_at_its_place(run: Run, write: Write, csv: str, facts: Sequence[str]) -> None:
    path = write(csv=csv)
    said = run("replay", path).refusal()
    assert said.startswith(f"legday: {path}: ")
    for fact in facts:
        assert fact in said


@pytest.mark.parametrize(
    ("toml", "fact"),
    [
        ("exercise = ", "TOML"),
        ("rate_hz = 0", "rate_hz"),
        ("rate_hz = inf", "rate_hz"),
        ('exercise = "squat"\n[truth]\nreps = "ten"', "truth.reps"),
        ('exercise = "squat"\n[truth]\nrep_intervals_s = [[1.0]]', "truth.rep_intervals_s"),
    ],
)
def test_a_label_is_refused_at_its_key(run: Run, write: Write, toml: str, fact: str) -> None:
    path = write(toml=toml)
    said = run("replay", path).refusal()
    assert said.startswith(f"legday: {path.with_suffix('.toml')}: ")
    assert fact in said


def test_what_is_no_text_is_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "noise.csv"
    path.write_bytes(bytes(range(256)) * 8)
    assert "UTF-8" in run("replay", path).refusal()
    path.write_text("t_s\x1b[31m,\x07acc\n0,1\n")
    said = run("replay", path).refusal()
    assert "\x1b" not in said
    assert "\x07" not in said


@pytest.mark.parametrize(
    "name", ["absent.csv", "absent.mcap", "absent", "folder", "folder.csv", "folder.mcap"]
)
@pytest.mark.parametrize("command", [["replay"], ["replay", "--exercise", "squat"], ["evaluate"]])
def test_what_is_no_file_is_refused(run: Run, tmp_path: Path, name: str, command: list[str]) -> None:
    if name.startswith("folder"):
        (tmp_path / name).mkdir()
    said = run(*command, tmp_path / name).refusal()
    assert str(tmp_path / name) in said


@pytest.mark.parametrize("label", ["none", "stairs", "sit", "cycling"])
def test_a_take_of_something_else_needs_a_named_exercise(run: Run, write: Write, label: str) -> None:
    path = write(toml=f'exercise = "{label}"\n[truth]\nreps = 0')
    said = run("replay", path).refusal()
    for fact in (str(path), repr(label), "--exercise", *exercises()):
        assert fact in said
    done = run("replay", path, "--exercise", "squat", "--format", "jsonl")
    assert (done.status, done.err) == (0, "")
    assert "rep" not in [json.loads(line)["type"] for line in done.out.splitlines()]


def test_a_take_without_a_label_needs_a_named_exercise(run: Run, write: Write) -> None:
    path = write(toml=None)
    assert "--exercise" in run("replay", path).refusal()
    assert run("replay", path, "--exercise", "squat").status == 0


@pytest.mark.parametrize(
    "toml", ['exercise = "squat"', 'exercise = "squat"\nrate_hz = 50\nsite = "left_thigh"']
)
def test_a_label_without_truth_is_enough(run: Run, write: Write, toml: str) -> None:
    done = run("replay", write(toml=toml), "--format", "jsonl")
    assert (done.status, done.err) == (0, "")
    assert lines(done.out)


def test_an_unknown_exercise_lists_the_known_ones(run: Run, write: Write) -> None:
    said = run("replay", write(), "--exercise", "knitting").refusal()
    assert "'knitting'" in said
    for name in exercises():
        assert name in said


def test_doubtful_units_are_said_and_the_take_is_read(run: Run, write: Write) -> None:
    in_g = STILL.replace(",0.1,9.8,0.2", ",0.01,1.0,0.02")
    path = write(csv=in_g)
    done = run("replay", path, "--format", "jsonl")
    assert done.status == 0
    assert done.err.startswith(f"legday: {path}: |acc| at rest is 1, want about 9.81")
    assert done.err.count("\n") == 1
    assert set(lines(done.out)) == {"take"}


def test_good_takes_are_replayed_beside_bad_ones(run: Run, write: Write, tmp_path: Path) -> None:
    good = [write("first"), write("second")]
    bad = [write("broken", csv="t_s\n0\n"), tmp_path / "absent.csv", write("none", toml='exercise = "none"')]
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    files = [bad[0], good[0], bad[1], good[1], bad[2]]
    done = run("replay", *files, "--format", "jsonl")
    assert done.status == 2
    assert sorted(set(lines(done.out))) == ["first", "second"]
    said = done.err.splitlines()
    assert [line.split(": ")[1] for line in said] == [str(path) for path in bad]
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_good_takes_are_scored_beside_bad_ones(run: Run, write: Write, tmp_path: Path) -> None:
    write("good", toml='exercise = "squat"\n[truth]\nreps = 3')
    broken = write("broken", csv="t_s\n0\n")
    done = run("evaluate", tmp_path, "--json")
    assert done.status == 2
    assert str(broken) in done.err
    report = json.loads(done.out)
    assert len(report["failures"]) == 1
    assert [take["path"].rsplit("/", 1)[1] for take in report["takes"]] == ["good"]


@pytest.mark.parametrize(
    "times",
    [
        pytest.param([0.0], id="one sample"),
        pytest.param([0.0] * 100, id="time stands still"),
        pytest.param([index / 50 for index in range(200) for _ in range(2)], id="every time twice"),
        pytest.param([index * 10.0 for index in range(100)], id="0.1 Hz"),
        pytest.param([index / 5 for index in range(100)], id="5 Hz"),
        pytest.param([index * 1e-6 for index in range(1000)], id="1 MHz"),
        pytest.param([*(index / 50 for index in range(200)), 9e10, 9e10 + 0.02], id="a hole of 2,800 years"),
        pytest.param([-100.0 + index / 50 for index in range(200)], id="before zero"),
    ],
)
@pytest.mark.parametrize("exercise", ["squat", "high_knees", "leapfrog", "wall_sit"])
def test_odd_times_break_nothing(run: Run, write: Write, times: list[float], exercise: str) -> None:
    rows = "\n".join(f"{time_s!r},0.1,{9.0 + index % 3},0.2" for index, time_s in enumerate(times))
    done = run("replay", write(csv=f"{HEADER}\n{rows}\n"), "--exercise", exercise, "--format", "jsonl")
    assert done.status == 0, done.err
    assert lines(done.out)
