"""A part of a recording has the part of its label that is true of it."""

import sys
from pathlib import Path

import pytest

from legday.cli import main
from legday.core.events import Rep
from legday.core.inputs import Input
from legday.core.setup import SensorSetup, SessionSetup
from legday.errors import RecordingError
from legday.recording.label import Truth, read_label
from legday.recording.mcap_file import read_recording
from legday.recording.trim import trim
from legday.recording.trim_label import truth_within
from legday.recording.writer import RecordingWriter
from legday.sensors.registry import profile
from legday.session import Session
from legday.simulate.athlete import Athlete
from legday.simulate.radio import Radio, transmit
from legday.simulate.sensor import Strapped, sense

START_NS = 1_000 * 10**9
SETUP = SessionSetup(
    recording="monday", exercise="squat", sensors=(SensorSetup(profile="movella_dot", site="left_thigh"),)
)


def squats() -> list[Input]:
    """Six squats, stamped as a radio does it."""
    athlete = Athlete(seed=5)
    athlete.stay(2.0)
    for _ in range(6):
        athlete.squat()
    athlete.stay(2.0)
    block = sense(athlete.kinematics(), Strapped(60.0))
    return list(transmit(block, profile("movella_dot"), Radio(start_ns=START_NS)))


def reps(path: Path) -> list[tuple[float, float]]:
    recording = read_recording(path)
    session = Session(recording.setup, recording.profile)
    events = session.push(recording.inputs()) + session.finish()
    return [(each.start_s, each.end_s) for each in events if isinstance(each, Rep)]


@pytest.fixture
def take(tmp_path: Path) -> Path:
    path = tmp_path / "monday.mcap"
    with RecordingWriter(path, SETUP, {}) as writer:
        for item in squats():
            writer.write(item)
    return path


def test_times_inside_move_with_the_movement_and_are_counted(take: Path) -> None:
    marked = reps(take)
    assert len(marked) == 6
    lines = ", ".join(f"[{start:.4f}, {end:.4f}]" for start, end in marked)
    take.with_suffix(".toml").write_text(
        f'subject = "me"  # a remark\nmood = "good"\n[truth]\nreps = 6\nrep_intervals_s = [{lines}]\n'
    )
    start_s, end_s = (marked[0][1] + marked[1][0]) / 2, (marked[3][1] + marked[4][0]) / 2
    part = take.with_name("part.mcap")
    assert trim(take, part, start_s, end_s) == []
    label, _ = read_label(part.with_suffix(".toml"))
    assert label.truth is not None
    assert label.truth.rep_intervals_s is not None
    assert (label.subject, label.truth.reps) == ("me", 3)
    for kept, found in zip(label.truth.rep_intervals_s, reps(part), strict=True):
        assert kept == pytest.approx(found, abs=0.15)
    text = part.with_suffix(".toml").read_text()
    assert "# a remark" in text
    assert 'mood = "good"' in text


def test_a_bare_count_goes_and_one_line_says_so(
    take: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    take.with_suffix(".toml").write_text(
        'exercise = "squat"\n[truth]\nreps = 6\nreps_plus_minus = 1\n'
        + "".join(
            f'[[sets]]\nexercise = "squat"\nstart_ms = {1e6 + 1e3 * first}\nend_ms = {1e6 + 1e3 * last}\n'
            f"reps = {count}\n"
            for first, last, count in ((1.0, 4.0, 1), (6.0, 9.0, 2), (9.5, 60.0, 3))
        )
    )
    arguments = ["legday", "takes", "monday", "--trim", "5:10", "--to", "part", "--folder", str(take.parent)]
    monkeypatch.setattr(sys, "argv", arguments)
    with pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    [said] = [line for line in capsys.readouterr().err.splitlines() if "Not kept" in line]
    assert "reps = 6" in said
    label, _ = read_label(take.with_name("part.toml"))
    assert (label.exercise, label.truth) == ("squat", None)
    assert [each.reps for each in label.sets] == [2]


def test_nothing_is_written_over_a_label(take: Path) -> None:
    take.with_name("part.toml").write_text('exercise = "lunge"\n')
    with pytest.raises(RecordingError, match="exists already"):
        trim(take, take.with_name("part.mcap"), 2.0, 5.0)
    assert not take.with_name("part.mcap").exists()


def test_a_take_without_a_label_gives_a_part_without_one(take: Path) -> None:
    assert trim(take, take.with_name("part.mcap"), 2.0, 5.0) == []
    assert not take.with_name("part.toml").exists()


@pytest.mark.parametrize(
    ("truth", "kept", "lost"),
    [
        ({"reps": 0}, {"reps": 0}, []),
        ({"reps": 3, "rep_times_s": [1.0, 12.0]}, {"rep_times_s": [2.0]}, ["reps = 3"]),
        ({"reps": 2, "rep_times_s": [1.0, 12.0]}, {"reps": 1, "rep_times_s": [2.0]}, []),
        (
            {"reps": 2, "rep_times_s": [12.0], "rep_intervals_s": [[9.0, 11.0]]},
            {"reps": 1, "rep_times_s": [2.0]},
            [],
        ),
        ({"steps": 2, "step_times_s": [9.0, 12.0]}, {"steps": 1, "step_times_s": [2.0]}, []),
        ({"steps": 90, "cadence_spm": 110.0}, {}, ["steps = 90", "cadence_spm = 110.0"]),
        ({"walk_s": [[2.0, 12.0], [14.0, 90.0]]}, {"walk_s": [[0.0, 2.0], [4.0, 10.0]]}, []),
        (
            {"reps": 2, "takeoff_s": [9.9, 12.0], "landing_s": [10.3, 12.5], "flight_s": [0.4, 0.5]},
            {"reps": 1, "takeoff_s": [2.0], "landing_s": [2.5], "flight_s": [0.5]},
            [],
        ),
        ({"partial": True, "truth_kind": "user"}, {"partial": True, "truth_kind": "user"}, []),
    ],
)
def test_what_is_true_of_a_part(truth: dict[str, object], kept: dict[str, object], lost: list[str]) -> None:
    assert truth_within(truth, 10.0, 20.0) == (kept, lost)
    Truth.model_validate(kept)
