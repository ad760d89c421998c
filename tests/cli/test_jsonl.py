"""JSON lines are a contract: keys, ids and times, the same lines however a take is cut into packets."""

import json
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from legday.exercises import exercise as find_exercise
from legday.exercises import exercises
from legday.recording.label import Label
from legday.recording.write_take import write_take
from legday.simulate.programme import performed
from legday.simulate.sensor import Strapped, sense

from .conftest import Run

START_S = 1000.0
"""Where the clock of the simulated takes begins: no sensor starts at 0."""

ALWAYS = {"take", "id", "type", "decided_s"}
KEYS = {
    "rep": {"n", "start_s", "end_s", "rom_deg", "partial", "side", "quality"},
    "jump": {
        *("n", "takeoff_s", "landing_s", "flight_s", "height_m", "contact_s", "landing_peak_g", "quality"),
    },
    "hold": {"start_s", "end_s", "angle_deg"},
    "lift": {"n", "t_s", "angle_deg", "side"},
    "step": {"t_s", "quality"},
    "cadence": {"t_s", "steps_per_min"},
    "turn": {"start_s", "end_s", "angle_deg"},
    "gap": {"start_s", "end_s"},
    "retracted": {"retracts"},
}
TIMES = ("decided_s", "start_s", "end_s", "t_s", "turn_s", "takeoff_s", "landing_s")
BLOCKS = (1, 10, 1000)

Lines = dict[int, str]


def parsed(text: str) -> list[dict[str, Any]]:
    """Lines as mappings; a number that JSON does not have fails."""

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    return [json.loads(line, parse_constant=refuse) for line in text.splitlines()]


@pytest.fixture(params=list(exercises()))
def simulated(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A take of an exercise at 50 Hz with a hole of 0.4 s in its last third; its clock runs already."""
    name: str = request.param
    block = sense(performed(name).kinematics(), Strapped(50.0))
    t_s = block.t_s + START_S
    kept = np.abs(t_s - (t_s[0] + 0.7 * (t_s[-1] - t_s[0]))) > 0.2
    assert block.gyr is not None
    path = tmp_path / f"{name}.csv"
    label = Label(exercise=name, site="left_thigh", rate_hz=50.0, synthetic=True)
    write_take(path, t_s[kept], block.acc[kept], block.gyr[kept], label)
    return path


@pytest.fixture
def lines(simulated: Path, run: Run) -> Lines:
    """Standard output by the number of samples in a packet."""
    found = {}
    for block in BLOCKS:
        done = run("replay", simulated, "--format", "jsonl", "--block", block)
        assert (done.status, done.err) == (0, "")
        found[block] = done.out
    return found


def test_lines_keep_the_contract(simulated: Path, lines: Lines) -> None:
    """One run serves all that is asked of an exercise's lines: simulating it is the dear part."""
    assert lines[1] == lines[10] == lines[1000]
    events = parsed(lines[1])
    counted = find_exercise(simulated.stem).counts
    assert counted in {event["type"] for event in events}
    assert "gap" in {event["type"] for event in events}
    for event in events:
        assert event.keys() >= ALWAYS | KEYS.get(event["type"], set()), event
        assert event["take"] == simulated.stem
        assert isinstance(event["decided_s"], float)
    _ids_are_unique_and_known(events)
    _times_are_those_of_the_take(events)


def _ids_are_unique_and_known(events: list[dict[str, Any]]) -> None:
    ids = [event["id"] for event in events]
    assert len(set(ids)) == len(ids)
    for place, event in enumerate(events):
        if event["type"] == "retracted":
            assert event["retracts"] in ids[:place]


def _times_are_those_of_the_take(events: Iterable[dict[str, Any]]) -> None:
    """The exercise that is chosen before the first sample has no time of its own."""
    for event in events:
        if event["type"] == "exercise":
            continue
        for key in TIMES:
            if event.get(key) is not None:
                assert START_S <= event[key] <= START_S + 60.0, event
        assert all(event.get(key, event["decided_s"]) <= event["decided_s"] for key in ("start_s", "t_s"))


def real_takes(folder: Path) -> Iterator[Path]:
    """The smallest take of every set and, where there is one of at most 150 kB, one three times its size."""
    for each in sorted(path for path in folder.iterdir() if path.is_dir()):
        files = sorted(each.glob("*.csv"), key=lambda path: (path.stat().st_size, path.name))
        yield files[0]
        least = 3 * files[0].stat().st_size
        yield from [path for path in files if least <= path.stat().st_size <= 150_000][:1]


def counted_as(path: Path) -> str:
    """The take's own exercise, or squats where it is none."""
    label = tomllib.loads(path.with_suffix(".toml").read_text()).get("exercise", "")
    return label if label in exercises() else "squat"


@pytest.mark.real_data
def test_real_takes_give_the_same_lines_for_every_packet_size(run: Run, real_data_folder: Path) -> None:
    for path in real_takes(real_data_folder):
        options = ("--format", "jsonl", "--exercise", counted_as(path))
        found = [run("replay", path, *options, "--block", block) for block in BLOCKS]
        assert [done.status for done in found] == [0, 0, 0]
        assert found[0].out == found[1].out == found[2].out, path
        assert parsed(found[0].out)


@pytest.mark.parametrize(("options", "said"), [([], ""), (["--page"], "The page: http://127.0.0.1:")])
def test_a_take_that_plays_gives_the_lines_of_one_that_is_read(
    run: Run, monkeypatch: pytest.MonkeyPatch, options: list[str], said: str
) -> None:
    monkeypatch.setenv("LEGDAY_WEB_PORT", "0")
    take = Path(__file__).resolve().parents[2] / "recordings" / "leapfrog.csv"
    read = run("replay", take, "--format", "jsonl")
    played = run("replay", take, "--format", "jsonl", "--speed", "10000", *options)
    assert played.status == 0
    assert played.err.startswith(said)
    assert played.out == read.out
    assert parsed(read.out)
