"""``legday export``: what other programs read back is what the take holds."""

import json
from collections import Counter
from datetime import datetime
from pathlib import Path

import fitdecode
import numpy as np
import pyarrow.parquet as pq
import pytest
import rerun
from mcap.reader import make_reader

from legday.recording.exporters import exporters
from legday.recording.take import read_take
from tests.cli.conftest import Run

RECORDINGS = Path(__file__).parents[2] / "recordings"
SQUATS = RECORDINGS / "squat.csv"
BEGAN = ("--began", "2026-11-28T18:30:00")


@pytest.mark.parametrize("form", sorted(each.name for each in exporters().values()))
def test_every_form_is_written_and_never_over_what_is_there(run: Run, form: str, tmp_path: Path) -> None:
    first = run("export", SQUATS, "--to", form, *BEGAN)
    assert first.status == 0, first.err
    before = {path: path.read_bytes() for path in (tmp_path / "exported").iterdir()}
    assert before
    second = run("export", SQUATS, "--to", form, *BEGAN)
    assert second.status == 0, second.err
    assert {path: path.read_bytes() for path in before} == before


def test_parquet_carries_units_and_facts(run: Run, tmp_path: Path) -> None:
    assert run("export", SQUATS).status == 0
    table = pq.read_table(tmp_path / "exported" / "squat.parquet")
    take = read_take(SQUATS)
    assert table.num_rows == len(take)
    assert table.schema.field("acc_z_m_s2").metadata == {b"unit": b"m/s2"}
    assert np.allclose(table["gyr_y_rad_s"].to_numpy(), take.gyr[:, 1], atol=1e-3)
    assert json.loads(table.schema.metadata[b"legday.label"])["exercise"] == "squat"
    events = pq.read_table(tmp_path / "exported" / "squat_events.parquet").to_pylist()
    reps = [json.loads(each["body"]) for each in events if each["type"] == "rep"]
    retracted = sum(each["type"] == "retracted" for each in events)
    assert len(reps) - retracted == take.truth.reps
    assert all("rom_deg" in rep for rep in reps)


def test_mcap_is_read_by_its_own_reader_and_by_rerun(run: Run, tmp_path: Path) -> None:
    assert run("export", SQUATS, "--to", "mcap").status == 0
    path = tmp_path / "exported" / "squat.mcap"
    with path.open("rb") as file:
        found = list(make_reader(file).iter_messages())
    assert {(schema.encoding, channel.message_encoding) for schema, channel, _ in found} == {
        ("jsonschema", "json")
    }
    for schema, channel, message in found:
        offered = json.loads(schema.data)["properties"]
        said = json.loads(message.data).items()
        assert {name for name, value in said if isinstance(value, int | float | str)} <= set(offered)
        assert all("type" in each for each in offered.values()), channel.topic
    samples = [json.loads(message.data) for _, channel, message in found if channel.topic.startswith("/imu/")]
    assert len(samples) == len(read_take(SQUATS))
    topics = Counter(channel.topic for _, channel, _ in found)
    assert topics["/event/rep"] - topics["/event/retracted"] == read_take(SQUATS).truth.reps
    recording = rerun.RecordingStream("legday_test")
    recording.save(tmp_path / "squat.rrd")
    recording.log_file_from_path(path)
    recording.flush()
    recording.disconnect()
    assert (tmp_path / "squat.rrd").stat().st_size > path.stat().st_size // 10


def test_label_studio_gets_a_task_with_what_was_found(run: Run, tmp_path: Path) -> None:
    assert run("export", SQUATS, "--to", "label-studio").status == 0
    (task,) = json.loads((tmp_path / "exported" / "squat.json").read_text())
    assert (tmp_path / "exported" / task["data"]["csv"]).exists()
    found = [each["value"] for each in task["predictions"][0]["result"]]
    assert sum(each["timeserieslabels"] == ["rep"] for each in found) == read_take(SQUATS).truth.reps
    assert all(each["start"] <= each["end"] for each in found)
    assert len(task["annotations"][0]["result"]) == read_take(SQUATS).truth.reps


def test_an_exported_csv_is_a_take_of_the_same_count(run: Run, tmp_path: Path) -> None:
    assert run("export", SQUATS, "--to", "csv").status == 0
    again = run("replay", tmp_path / "exported" / "squat.csv", "--format", "jsonl")
    types = Counter(json.loads(line)["type"] for line in again.out.splitlines())
    assert types["rep"] - types["retracted"] == read_take(SQUATS).truth.reps


def test_an_unknown_form_and_a_missing_take_are_one_line(run: Run) -> None:
    assert "csv, fit, label-studio, mcap, parquet" in run("export", SQUATS, "--to", "xls").refusal()
    assert "nowhere.csv" in run("export", "nowhere.csv").refusal()


def _fit_set(path: Path) -> fitdecode.FitDataMessage:
    with fitdecode.FitReader(str(path), check_crc=fitdecode.CrcCheck.RAISE) as reader:
        frames = [frame for frame in reader if isinstance(frame, fitdecode.FitDataMessage)]
    (found,) = [frame for frame in frames if frame.name == "set"]
    return found


def test_fit_tells_another_reader_what_was_done_and_when(run: Run, tmp_path: Path) -> None:
    assert run("export", SQUATS, "--to", "fit", *BEGAN).status == 0
    found, take = _fit_set(tmp_path / "exported" / "squat.fit"), read_take(SQUATS)
    assert found.get_value("category") == "squat"
    assert found.get_value("repetitions") == take.truth.reps
    since_s = found.get_value("start_time").timestamp() - datetime.fromisoformat(BEGAN[1]).timestamp()
    assert since_s >= 0.0
    assert since_s + found.get_value("duration") <= take.duration_s + 1.0


def test_a_recording_knows_the_time_of_day_that_fit_wants(run: Run, tmp_path: Path) -> None:
    path = RECORDINGS / "movella_dot" / "squat.mcap"
    assert run("export", path, "--to", "fit").status == 0
    with path.open("rb") as file:
        summary = make_reader(file).get_summary()
    assert summary is not None
    assert summary.statistics is not None
    first_s, last_s = (
        each * 1e-9 for each in (summary.statistics.message_start_time, summary.statistics.message_end_time)
    )
    started_s = _fit_set(tmp_path / "exported" / "squat.fit").get_value("start_time").timestamp()
    assert first_s - 1.0 <= started_s <= last_s


def test_a_take_without_a_time_of_day_is_no_fit(run: Run, tmp_path: Path) -> None:
    assert "--began" in run("export", SQUATS, "--to", "fit").refusal()
    assert list((tmp_path / "exported").iterdir()) == []
