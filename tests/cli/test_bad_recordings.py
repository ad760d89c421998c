"""Recordings that cannot be used, or only in part; nothing recorded is ever touched."""

import json
from pathlib import Path

import numpy as np
import pytest

from legday.core.inputs import Packet
from legday.core.setup import SensorSetup, SessionSetup
from legday.recording.writer import RecordingWriter
from legday.sensors.registry import profile
from legday.simulate.athlete import Athlete
from legday.simulate.radio import Radio, transmit
from legday.simulate.sensor import Strapped, sense

from .conftest import Run, Write

SENSOR = SensorSetup(device="thigh", profile="take", rate_hz=50.0)


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a recording of three squats."""
    athlete = Athlete(seed=2)
    athlete.stay(2.0)
    for _ in range(3):
        athlete.squat()
    athlete.stay(3.0)
    block = sense(athlete.kinematics(), Strapped(50.0))
    path = tmp_path_factory.mktemp("recorded") / "monday.mcap"
    setup = SessionSetup(recording="monday", exercise="squat", sensors=(SENSOR,))
    with RecordingWriter(path, setup, {}) as writer:
        for item in transmit(block, profile("take"), Radio(samples=10, start_ns=0)):
            writer.write(item)
    return path.read_bytes()


@pytest.fixture
def recording(recorded: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "monday.mcap"
    path.write_bytes(recorded)
    return path


@pytest.mark.parametrize("size", [0, 1, 7, 8, 100, 5000])
@pytest.mark.parametrize("magic", [b"", b"\x89MCAP0\r\n"], ids=["no magic", "magic"])
def test_random_bytes_are_refused(run: Run, tmp_path: Path, size: int, magic: bytes) -> None:
    path = tmp_path / "noise.mcap"
    path.write_bytes(magic + np.random.default_rng(size).bytes(size))
    said = run("replay", path).refusal()
    assert said.startswith(f"legday: {path}: want an MCAP file")
    assert path.stat().st_size == len(magic) + size


def test_a_half_written_recording_gives_what_it_holds(run: Run, recording: Path) -> None:
    whole = run("replay", recording, "--format", "jsonl")
    assert (whole.status, whole.err) == (0, "")
    content = recording.read_bytes()
    for share in (0.5, 0.8, 0.95):
        recording.write_bytes(content[: int(share * len(content))])
        cut = run("replay", recording, "--format", "jsonl")
        assert cut.status == 0
        assert cut.err == f"legday: {recording}: was not closed; up to its last second is missing\n"
        # The last one may be under way where the recording ends: then its end is that of the recording.
        *before, last = [line for line in cut.out.splitlines() if json.loads(line)["type"] == "rep"]
        assert set(before) <= set(whole.out.splitlines())
        turns = {
            (each["id"], each["turn_s"])
            for each in map(json.loads, whole.out.splitlines())
            if each["type"] == "rep"
        }
        assert (json.loads(last)["id"], json.loads(last)["turn_s"]) in turns


def test_a_cut_at_any_byte_is_one_line_at_most(run: Run, recording: Path) -> None:
    content = recording.read_bytes()
    whole = run("replay", recording, "--format", "jsonl").out
    for size in np.random.default_rng(5).integers(0, len(content), 60).tolist():
        recording.write_bytes(content[:size])
        done = run("replay", recording, "--format", "jsonl")
        assert done.status in {0, 2}
        if done.err or done.out != whole:
            assert done.err.startswith(f"legday: {recording}: ")
            assert done.err.count("\n") == 1


def test_a_recording_beside_a_broken_one_is_replayed(run: Run, recording: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.mcap"
    broken.write_bytes(b"nothing")
    done = run("replay", broken, recording, "--format", "jsonl")
    assert done.status == 2
    assert str(broken) in done.err
    assert {json.loads(line)["take"] for line in done.out.splitlines()} == {"monday"}


def test_a_recording_of_an_unknown_sensor_is_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "monday.mcap"
    sensors = (SensorSetup(device="thigh", profile="nobody_made_this"),)
    with RecordingWriter(path, SessionSetup(exercise="squat", sensors=sensors), {}) as writer:
        writer.write(Packet(0, "abcd", b"\x00"))
    said = run("replay", path).refusal()
    assert "nobody_made_this" in said
    assert "movella_dot" in said


def test_an_unknown_exercise_is_refused_for_a_recording_too(run: Run, recording: Path) -> None:
    assert "'knitting'" in run("replay", recording, "--exercise", "knitting").refusal()


@pytest.mark.parametrize("name", ["monday.mcap", "monday.csv", "absent.mcap.part"])
def test_only_a_part_is_repaired(run: Run, recording: Path, tmp_path: Path, name: str) -> None:
    before = recording.read_bytes()
    assert str(tmp_path / name) in run("repair", tmp_path / name).refusal()
    assert recording.read_bytes() == before


def test_repair_never_writes_over_a_recording(run: Run, recording: Path) -> None:
    part = recording.with_name("monday.mcap.part")
    part.write_bytes(recording.read_bytes()[:2000])
    before = recording.read_bytes()
    assert "exists already" in run("repair", part).refusal()
    assert recording.read_bytes() == before
    assert part.read_bytes() == before[:2000]


def test_a_part_is_repaired_and_then_replayed(run: Run, recording: Path) -> None:
    part = recording.with_name("tuesday.mcap.part")
    content = recording.read_bytes()
    part.write_bytes(content[: int(0.9 * len(content))])
    done = run("repair", part)
    assert (done.status, done.out.strip()) == (0, str(recording.with_name("tuesday.mcap")))
    assert run("replay", done.out.strip()).status == 0


@pytest.mark.parametrize("name", ["monday.mcap", "no_such_folder/new.mcap"])
def test_a_recording_is_not_written_over_or_nowhere(run: Run, recording: Path, name: str) -> None:
    before = recording.read_bytes()
    said = run("record", "--demo", recording.parent / name, "--seconds", "2").refusal()
    assert str(recording.parent / name) in said
    assert [path.name for path in recording.parent.iterdir()] == ["monday.mcap"]
    assert recording.read_bytes() == before


@pytest.mark.parametrize("name", ["take.csv", "no_such_folder/new.csv", "take", "take.toml"])
def test_a_take_is_not_written_over_or_nowhere(run: Run, write: Write, tmp_path: Path, name: str) -> None:
    write()
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    assert str(tmp_path / name) in run("simulate", "squat", tmp_path / name).refusal()
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
