"""From files to figures, with the session that live uses, on motion whose truth the simulator knows."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from legday.cli.evaluate import evaluate as command
from legday.cli.simulate import simulate
from legday.core.events import Rep, Retracted
from legday.core.inputs import Input
from legday.core.setup import SensorSetup, SessionSetup
from legday.evaluation.evaluate import evaluate
from legday.evaluation.rows import Report
from legday.recording.label import Label, Truth
from legday.recording.mcap_file import RecordingWriter, read_recording
from legday.recording.take import read_take
from legday.recording.write_take import label_text
from legday.sensors.registry import profile
from legday.session import Session
from legday.simulate.programme import performed
from legday.simulate.radio import Radio, transmit
from legday.simulate.sensor import Strapped, sense


@pytest.fixture
def squats(tmp_path: Path) -> Path:
    path = tmp_path / "made" / "squats.csv"
    path.parent.mkdir()
    simulate("squat", path, 100.0, 0, True)
    return path


def invoke(*arguments: str) -> tuple[int, str, str]:
    app = typer.Typer()
    app.command()(command)
    result = CliRunner().invoke(app, arguments)
    return result.exit_code, result.stdout, result.stderr


def reps_in(setup: SessionSetup, inputs: Iterable[Input]) -> int:
    """Count the repetitions that a session gives, none of them retracted."""
    session = Session(setup.model_copy(update={"exercise": "squat"}))
    events = [*session.push(inputs), *session.finish()]
    withdrawn = {event.retracts for event in events if isinstance(event, Retracted)}
    return sum(isinstance(event, Rep) and event.serial not in withdrawn for event in events)


def test_a_simulated_take_is_scored_and_called_synthetic(squats: Path) -> None:
    report = evaluate([squats], baselines=True)
    take = read_take(squats)
    [row] = report.counts
    assert (row.synthetic, row.true) == (True, 10)
    assert row.found == reps_in(take.setup(), take.inputs(7)) > 5
    assert {part.kind for part in report.timed} == {"rep", "rep end"}
    assert report.failures == ()


def test_a_recording_with_a_label_beside_it_is_scored_like_a_take(tmp_path: Path) -> None:
    found = profile("movella_dot")
    athlete = performed("squat", 0)
    block = sense(athlete.kinematics(), Strapped(60.0), 0)
    setup = SessionSetup(sensors=(SensorSetup(profile=found.id, site="left_thigh"),), synthetic=True)
    path = tmp_path / "squats.mcap"
    with RecordingWriter(path, setup, {}) as writer:
        for item in transmit(block, found, Radio(), "thigh", seed=0):
            writer.write(item)
    truth = Truth(reps=athlete.truth.count("rep"), truth_kind="simulated")
    label = Label(subject="s", site="left_thigh", exercise="squat", truth=truth)
    path.with_suffix(".toml").write_text(label_text(label), encoding="utf-8")
    report = evaluate([tmp_path])
    found_reps = reps_in(setup, read_recording(path).inputs())
    assert found_reps > 5
    assert [(row.synthetic, row.true, row.found) for row in report.counts] == [(True, 10, found_reps)]


def test_the_command_prints_tables(squats: Path) -> None:
    status, out, _ = invoke(str(squats))
    assert status == 0
    assert out.startswith("# SYNTHETIC takes")
    assert "| squat" in out


def test_the_command_writes_json_and_nothing_else(squats: Path) -> None:
    status, out, _ = invoke(str(squats.parent), "--json", "--baselines")
    assert status == 0
    report = Report.model_validate(json.loads(out))
    assert report.takes[0].found > 5
    assert len(report.baselines) == 2


def test_a_take_that_cannot_be_read_is_one_line_and_status_2(squats: Path) -> None:
    (squats.parent / "bad.csv").write_text("t_s,acc_x_m_s2\n0,1\n", encoding="utf-8")
    status, out, err = invoke(str(squats.parent))
    assert status == 2
    assert "| squat" in out
    [line] = [line for line in err.splitlines() if "bad.csv" in line]
    assert "acc_y_m_s2" in line
    assert "Traceback" not in err


@pytest.mark.real_data
def test_real_takes_are_read_and_scored(real_data_folder: Path) -> None:
    report = evaluate([real_data_folder / "squat3imu"])
    assert report.failures == ()
    assert report.counts[0].takes == 33
    assert report.counts[0].people == 3
    assert report.counts[0].true == 375
