"""``legday import``: takes out of other programs' recordings, and what it says about each."""

import os
import shutil
from pathlib import Path

import pytest

from legday.recording.take import read_take
from tests.cli.conftest import Run

FIXTURES = Path(__file__).parents[1] / "recording" / "importers" / "fixtures"


def test_a_folder_of_recordings_becomes_takes(run: Run, tmp_path: Path) -> None:
    for name in ("phyphox", "sensorlog"):
        shutil.copytree(FIXTURES / name, tmp_path / "mine" / name)
    done = run(
        "import", "mine", "--site", "left_thigh", "--exercise", "squat", "--reps", 3, "--subject", "p7"
    )
    assert done.status == 0, done.err
    assert len(done.out.splitlines()) == 2
    assert "phyphox: 60 samples, 1.2 s at 50 Hz, accelerometer and gyroscope -> takes/" in done.out
    assert "SensorLog" in done.out
    assert "signs turned (iOS)" in done.out
    take = read_take(tmp_path / "takes" / "my_iOS_device.csv")
    assert (take.site, take.subject, take.exercise, take.rate_hz) == ("left_thigh", "p7", "squat", 50.0)
    assert take.truth is not None
    assert (take.truth.reps, take.truth_kind) == (3, "manual")
    assert take.label.source == "my_iOS_device.csv (SensorLog)"


def test_a_take_is_never_overwritten(run: Run, tmp_path: Path) -> None:
    recording = FIXTURES / "physics_toolbox" / "gforce.csv"
    assert run("import", recording).status == 0
    before = (tmp_path / "takes" / "gforce.csv").read_bytes()
    assert "takes/gforce_2.csv" in run("import", recording).out
    assert (tmp_path / "takes" / "gforce.csv").read_bytes() == before


def test_what_cannot_be_read_does_not_keep_the_rest(run: Run, tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "metabase", tmp_path / "mine")
    header = "time,seconds_elapsed,z,y,x\n"
    (tmp_path / "mine" / "Accelerometer.csv").write_text(f"{header}1,0.0,0,0,0\n2,0.1,0,0,0\n")
    done = run("import", *sorted((tmp_path / "mine").glob("*Accel*")))
    assert "without gravity" in done.refusal()
    assert "MetaBase" in done.out


def test_a_file_that_nobody_knows_asks_for_a_mapping(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("t,x,y,z\n0,0,0,1\n0.1,0,0,1\n")
    assert "--mapping" in run("import", "a.csv").refusal()
    (tmp_path / "own.toml").write_text(
        'time = {column = "t"}\nacc = {columns = ["x", "y", "z"], unit = "g"}\n'
    )
    done = run("import", "a.csv", "--mapping", "own.toml")
    assert "own: 2 samples, 0.1 s at 10 Hz" in done.out


def test_nothing_to_import_is_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "found none" in run("import", "empty").refusal()
    assert "no such file" in run("import", "nowhere").refusal()


def test_a_mixed_folder_gives_each_recording_and_names_what_was_left(run: Run, tmp_path: Path) -> None:
    mixed = tmp_path / "mixed"
    mixed.mkdir()
    head = "time,gFx,gFy,gFz,TgF\n"
    for name in ("monday", "tuesday"):
        (mixed / f"{name}.csv").write_text(head + "".join(f"{n / 10},0.0,0.0,1.0,1.0\n" for n in range(30)))
    (mixed / "turning.csv").write_text(
        "timestamp,x,y,z\n" + "".join(f"{100 * n},0.1,0.2,0.3\n" for n in range(30))
    )
    (mixed / "shopping.txt").write_text("milk\n")
    done = run("import", mixed, "--out", "takes")
    assert done.status == 0
    assert sorted(path.name for path in (tmp_path / "takes").glob("*.csv")) == [
        "monday.csv",
        "tuesday.csv",
        "turning.csv",
    ]
    assert "no recording by itself and left (1): shopping.txt" in done.err
    assert "turning.csv: |acc| at rest is 0.374, want about 9.81" in done.err


@pytest.mark.skipif(os.name == "nt", reason="file names there are text")
def test_a_name_that_is_no_text_is_imported(run: Run, tmp_path: Path) -> None:
    header = ",".join(["Time (s)", *(f"Acceleration {axis} (m/s^2)" for axis in "xyz")])
    name = os.fsdecode(b"squ\xffats.csv")
    (tmp_path / name).write_text("\n".join([header, *(f"{n / 50},0.5,0.0,9.8" for n in range(30))]))
    (tmp_path / "empty.csv").write_text("")
    done = run("import", tmp_path / name, tmp_path / "empty.csv", "--out", tmp_path / "takes")
    assert done.status == 2
    assert "squ\\udcffats.csv: phyphox: 30 samples" in done.out
    assert "empty.csv: empty" in done.err
    assert sorted(path.name for path in (tmp_path / "takes").iterdir()) == ["squ_ats.csv", "squ_ats.toml"]
