"""A count that was corrected while training is kept as truth, and states one's own error."""

import sys
from pathlib import Path

import pytest

from legday.cli import main
from legday.cli.own_truth import OwnTruth, keep_own_truth
from legday.core.inputs import Command, Input, time_ns
from legday.core.setup import SensorSetup, SessionSetup
from legday.evaluation.evaluate import evaluate
from legday.evaluation.report import render
from legday.messages import message
from legday.publishers import Message
from legday.recording.label import read_label
from legday.recording.writer import RecordingWriter
from legday.sensors.registry import profile
from legday.session import Session
from legday.simulate.athlete import Athlete
from legday.simulate.radio import Radio, transmit
from legday.simulate.sensor import Strapped, sense

START_S = 1000.0
SENSOR = SensorSetup(profile="movella_dot", site="left_thigh", person="p1")
SETUP = SessionSetup(recording="monday", exercise="squat", sensors=(SENSOR,), synthetic=True)


def trained(*commands: tuple[float, str, str]) -> list[Input]:
    """Five squats, a rest, four squats, a rest."""
    athlete = Athlete(seed=3)
    athlete.stay(2.0)
    for squats in (5, 4):
        for _ in range(squats):
            athlete.squat()
        athlete.stay(20.0)
    block = sense(athlete.kinematics(), Strapped(60.0))
    packets: list[Input] = list(transmit(block, profile("movella_dot"), Radio(start_ns=round(START_S * 1e9))))
    asked = [Command(round((START_S + t_s) * 1e9), name, value) for t_s, name, value in commands]
    return sorted([*packets, *asked], key=time_ns)


async def record(path: Path, inputs: list[Input]) -> None:
    """Record a session and follow it, as the service does."""
    session = Session(SETUP)
    async with OwnTruth(path, SETUP) as truth:
        with RecordingWriter(path, SETUP, {}) as writer:
            for item in inputs:
                writer.write(item)
        for event in session.push(inputs) + session.finish():
            host_ms = (START_S + event.happened_s) * 1000.0
            await truth.publish(Message("event", event.device, message(event, "monday"), host_ms))


def label_of(path: Path) -> list[tuple[str, int, str]]:
    return [(each.exercise, each.reps, each.truth_kind) for each in read_label(path)[0].sets]


CORRECTED = [(24.0, "adjust", "+1"), (25.0, "adjust", "+1"), (50.0, "undo", "")]


async def test_a_killed_session_gets_the_label_of_one_that_ended_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing but the torn file is left; the repair reads the corrections out of it."""
    inputs, whole, torn = trained(*CORRECTED), tmp_path / "whole.mcap", tmp_path / "torn.mcap"
    await record(whole, inputs)
    writer = RecordingWriter(torn, SETUP, {})
    for item in inputs:
        writer.write(item)
    writer.flush()
    content = writer.part.read_bytes()
    writer.close()
    torn.unlink()
    writer.part.write_bytes(content + b"\6\0")
    monkeypatch.setattr(sys, "argv", ["legday", "repair", str(writer.part)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    assert label_of(torn.with_suffix(".toml")) == label_of(whole.with_suffix(".toml"))
    assert label_of(torn.with_suffix(".toml")) == [("squat", 7, "user"), ("squat", 3, "user")]
    [first, _] = read_label(torn.with_suffix(".toml"))[0].sets
    assert 1000.0 * START_S < first.start_ms < first.end_ms < 1000.0 * (START_S + 30.0)


def test_a_session_that_nobody_corrected_gets_no_label_from_its_repair(tmp_path: Path) -> None:
    path = tmp_path / "monday.mcap"
    with RecordingWriter(path, SETUP, {}) as writer:
        for item in trained((1.0, "calibrate", "")):
            writer.write(item)
    keep_own_truth(path)
    assert not path.with_suffix(".toml").exists()


async def test_the_error_is_that_of_the_detector_and_not_of_the_person(tmp_path: Path) -> None:
    path = tmp_path / "monday.mcap"
    await record(path, trained(*CORRECTED))
    label, warnings = read_label(path.with_suffix(".toml"))
    assert warnings == ()
    assert (label.subject, label.site, label.synthetic) == ("p1", "left_thigh", True)
    assert [(each.exercise, each.reps, each.truth_kind) for each in label.sets] == [
        ("squat", 7, "user"),
        ("squat", 3, "user"),
    ]
    report = evaluate([tmp_path])
    assert report.failures == ()
    takes = [(take.exercise, take.true, take.found) for take in report.takes]
    assert takes == [("squat", 7, 5), ("squat", 3, 4)]


async def test_a_set_that_was_taken_back_is_an_error_of_its_exercise(tmp_path: Path) -> None:
    """Five undone, four left: five found where there was none, and no walk for other counters."""
    undone = [(22.0 + n, "undo", "") for n in range(5)]
    await record(tmp_path / "monday.mcap", trained(*undone))
    assert label_of(tmp_path / "monday.toml") == [("squat", 0, "user"), ("squat", 4, "user")]
    report = evaluate([tmp_path], baselines=True)
    assert [(take.true, take.found, take.error) for take in report.takes] == [(0, 5, 5), (4, 4, 0)]
    [row] = report.counts
    assert (row.true, row.found, row.exact_pct.value, row.miscount_pct.value) == (4, 9, 50.0, 125.0)
    assert row.mean_abs_error_pct.value == 0.0
    assert report.negatives == report.unscored == ()
    assert "monday-set1" in render(report)


async def test_a_session_of_which_nothing_is_left_is_scored_too(tmp_path: Path) -> None:
    undone = [(22.0 + n, "undo", "") for n in range(5)] + [(50.0 + n, "undo", "") for n in range(4)]
    await record(tmp_path / "monday.mcap", trained(*undone))
    report = evaluate([tmp_path], baselines=True)
    assert [(take.true, take.found) for take in report.takes] == [(0, 5), (0, 4)]
    assert report.counts[0].miscount_pct.value is None
    assert report.baselines == ()
    assert "monday-set1" in render(report)


async def test_what_nobody_corrected_is_no_truth(tmp_path: Path) -> None:
    await record(tmp_path / "monday.mcap", trained())
    assert not (tmp_path / "monday.toml").exists()


async def test_a_label_that_is_there_already_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "monday.toml").write_text('exercise = "squat"\n')
    await record(tmp_path / "monday.mcap", trained((24.0, "adjust", "+1")))
    assert (tmp_path / "monday.toml").read_text() == 'exercise = "squat"\n'
