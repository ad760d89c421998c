"""A live session leaves its sets in the history, its corrections beside the recording, and follows a plan."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from legday.cli.orders import plan_text
from legday.cli.outputs import Outputs
from legday.cli.perform import perform
from legday.config import load
from legday.core.inputs import Command, Input, time_ns
from legday.core.setup import SensorSetup, SessionSetup
from legday.evaluation.score import standing
from legday.history import History
from legday.recording.label import read_label
from legday.recording.mcap_file import read_recording
from legday.sensors.registry import profile
from legday.session import Session
from legday.simulate.athlete import Athlete
from legday.simulate.radio import Radio, transmit
from legday.simulate.sensor import Strapped, sense

START_NS = 1_795_000_000_000_000_000
SENSOR = SensorSetup(profile="movella_dot", site="left_thigh", person="p1")
SETUP = SessionSetup(recording="evening", sensors=(SENSOR,))
PLAN = 'name = "four"\n[[exercises]]\nexercise = "squat"\nreps = 4\n'


class Given:
    """A source of inputs that waits for the session."""

    waits = True

    def __init__(self, inputs: list[Input]) -> None:
        self._inputs = inputs

    async def inputs(self) -> AsyncGenerator[Input, None]:
        for item in self._inputs:
            yield item


def squats(*commands: tuple[float, str, str]) -> list[Input]:
    athlete = Athlete(seed=3)
    athlete.stay(2.0)
    for _ in range(4):
        athlete.squat()
    athlete.stay(8.0)
    packets: list[Input] = list(
        transmit(
            sense(athlete.kinematics(), Strapped(60.0)), profile("movella_dot"), Radio(start_ns=START_NS)
        )
    )
    asked = [Command(START_NS + round(t_s * 1e9), name, value) for t_s, name, value in commands]
    return sorted([*packets, *asked], key=time_ns)


def test_a_session_with_a_plan_and_a_correction_is_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "evening.mcap"
    outputs = Outputs(page=False, record=path, plan=plan_text(PLAN), remember=True, keys=True)
    perform(
        SETUP, Given(squats((18.0, "undo", ""))), load({"history": {"path": tmp_path / "h.sqlite"}}), outputs
    )
    printed = capsys.readouterr()
    assert "plan started" in printed.out
    with History(tmp_path / "h.sqlite") as history:
        (done,) = history.sets(person="p1")
        assert list(history.plans().values()) == ["four"]
    assert (done.exercise, done.count, done.body["detected"], done.body["reached"]) == ("squat", 3, 4, True)
    assert done.end_ms == pytest.approx(START_NS * 1e-6 + 1000.0 * done.body["end_s"], abs=100.0)
    label, _ = read_label(path.with_suffix(".toml"))
    assert [(each.exercise, each.reps, each.truth_kind) for each in label.sets] == [("squat", 3, "user")]

    recording = read_recording(path)
    again = Session(recording.setup)
    events = again.push(recording.inputs()) + again.finish()
    assert len(standing([event for event in events if event.type in {"rep", "retracted"}])) == 3
    assert [event.plan for event in events if event.type == "plan_started"] == ["four"]
