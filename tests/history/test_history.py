"""The history: kept by person and exercise, once each, and read back from what it exports."""

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import fitdecode
import pytest

from legday.core.setup import SensorSetup, SessionSetup
from legday.errors import HistoryError
from legday.history import History
from legday.history.fit import write_fit
from legday.publishers import Context, Message, publishers
from tests.cli.conftest import Run, run

__all__ = ["run"]

NOON_MS = 1_795_000_000_000.0
DAY_MS = 86_400_000.0


def done(n: int, exercise: str = "squat", count: int = 10, **figures: Any) -> dict[str, Any]:
    span = {"start_s": 100.0 * n, "end_s": 100.0 * n + 40.0, "decided_s": 100.0 * n + 52.0}
    own = {"id": f"r.workout.{n}", "type": "set_ended", "device": "workout", "session": 1}
    return {
        **own,
        **span,
        "n": n,
        "exercise": exercise,
        "count": count,
        "partials": 0,
        "tempo_s": 2.5,
        **figures,
    }


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    path = tmp_path / "history.sqlite"
    with History(path) as history:
        history.add_set("monday", "p1", done(1), NOON_MS)
        history.add_set("monday", "p1", done(2, "leapfrog", 6, best_flight_s=0.41), NOON_MS + 90_500)
        history.add_set("tuesday", "p2", done(1, count=8), NOON_MS + DAY_MS)
        history.add_session(
            "monday",
            "p1",
            {"n": 1, "plan": "stronger-legs", "start_s": 100, "end_s": 240, "count": 16},
            NOON_MS,
        )
    return path


def test_sets_are_found_by_person_exercise_and_day(kept: Path) -> None:
    with History(kept) as history:
        assert [each.id for each in history.sets()] == ["monday.1.1", "monday.1.2", "tuesday.1.1"]
        assert [each.count for each in history.sets(person="p2")] == [8]
        assert [each.exercise for each in history.sets(exercise="leapfrog")] == ["leapfrog"]
        assert [each.person for each in history.sets(since_ms=NOON_MS + DAY_MS / 2)] == ["p2"]
        assert history.sets(person="nobody") == []


def test_what_is_told_again_counts_once_and_a_correction_replaces(kept: Path) -> None:
    with History(kept) as history:
        history.add_set("monday", "p1", done(1), NOON_MS)
        history.add_set("monday", "p1", {**done(1, count=11), "type": "set_corrected"}, NOON_MS)
        assert [(each.id, each.count) for each in history.sets(person="p1")] == [
            ("monday.1.1", 11),
            ("monday.1.2", 6),
        ]


def test_a_file_that_is_no_history_is_named(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    path.write_text("a shopping list, long enough to be no empty database" * 50)
    with pytest.raises(HistoryError, match="cannot be used"):
        History(path)


async def test_a_session_writes_its_sets_as_they_end(tmp_path: Path) -> None:
    kind = publishers()["history"]
    sensor = SensorSetup(profile="take", person="p7")
    context = Context(SessionSetup(recording="r", sensors=(sensor,)), lambda _: True, lambda: 0, "r")
    path = tmp_path / "new" / "history.sqlite"
    async with kind.build(kind.settings(path=path), context) as publisher:
        await publisher.publish(Message("event", "workout", done(1), NOON_MS))
        await publisher.publish(Message("state", "workout", {"count": 3}))
        with History(path) as history:
            (first,) = history.sets(person="p7")
    assert (first.start_ms, first.end_ms, first.count) == (NOON_MS - 40_000, NOON_MS, 10)
    assert first.body["tempo_s"] == 2.5


async def test_a_session_is_kept_as_it_was_corrected_last(tmp_path: Path) -> None:
    kind, path = publishers()["history"], tmp_path / "history.sqlite"
    context = Context(SessionSetup(recording="r"), lambda _: True, lambda: 0, "r")
    summary = {"n": 1, "plan": "short", "start_s": 0.0, "end_s": 60.0, "device": "workout"}
    async with kind.build(kind.settings(path=path), context) as publisher:
        for told, count in (("session_ended", 8), ("session_corrected", 9)):
            body = {**summary, "type": told, "count": count}
            await publisher.publish(Message("event", "workout", body, NOON_MS))
    with closing(sqlite3.connect(path)) as file:
        assert list(file.execute("SELECT id, plan, count FROM sessions")) == [("r.1", "short", 9)]


async def test_a_history_that_cannot_be_written_does_not_stop_the_training(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kind = publishers()["history"]
    context = Context(SessionSetup(recording="r"), lambda _: True, lambda: 0, "r")
    path = tmp_path / "history.sqlite"
    async with kind.build(kind.settings(path=path), context) as publisher:
        other = sqlite3.connect(path)
        other.execute("DROP TABLE sets")
        other.commit()
        other.close()
        await publisher.publish(Message("event", "workout", done(1), NOON_MS))
    assert "cannot be written" in caplog.text


def test_the_fit_file_says_the_same_to_another_reader(kept: Path, tmp_path: Path) -> None:
    with History(kept) as history:
        write_fit(tmp_path / "out.fit", history.sets(person="p1"))
    with fitdecode.FitReader(str(tmp_path / "out.fit"), check_crc=fitdecode.CrcCheck.RAISE) as reader:
        frames = [frame for frame in reader if isinstance(frame, fitdecode.FitDataMessage)]
    sets = [frame for frame in frames if frame.name == "set"]
    assert [(each.get_value("category"), each.get_value("repetitions")) for each in sets] == [
        ("squat", 10),
        ("plyo", 6),
    ]
    assert [each.get_value("duration") for each in sets] == [40.0, 40.0]
    begins = [each.get_value("start_time").timestamp() for each in sets]
    assert begins == pytest.approx([NOON_MS / 1000 - 40, NOON_MS / 1000 + 50.5], abs=1.0)
    (session,) = [frame for frame in frames if frame.name == "session"]
    assert (session.get_value("sport"), session.get_value("sub_sport")) == ("training", "strength_training")
    assert session.get_value("total_elapsed_time") == pytest.approx(130.5)
    assert {frame.name for frame in frames} >= {"file_id", "event", "lap", "activity"}


def test_nothing_is_overwritten_by_a_fit_file(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "out.fit").write_text("mine")
    with History(kept) as history, pytest.raises(HistoryError, match="exists already"):
        write_fit(tmp_path / "out.fit", history.sets(person="p1"))


def test_the_command_prints_tables_csv_and_json_lines(run: Run, kept: Path) -> None:
    table = run("history", "--file", kept)
    assert (table.status, table.err) == (0, "")
    assert "leapfrog" in table.out
    assert "stronger-legs" in table.out
    rows = list(csv.DictReader(io.StringIO(run("history", "--file", kept, "--format", "csv").out)))
    assert [(row["person"], row["exercise"], row["count"]) for row in rows] == [
        ("p1", "squat", "10"),
        ("p1", "leapfrog", "6"),
        ("p2", "squat", "8"),
    ]
    lines = run("history", "--file", kept, "--format", "jsonl", "--person", "p2").out.splitlines()
    assert [(body["id"], body["count"]) for body in map(json.loads, lines)] == [("tuesday.1.1", 8)]


def test_the_command_writes_the_newest_session_as_fit(run: Run, kept: Path, tmp_path: Path) -> None:
    assert run("history", "--file", kept, "--fit", tmp_path / "new.fit", "--person", "p1").status == 0
    with fitdecode.FitReader(str(tmp_path / "new.fit")) as reader:
        names = [frame.name for frame in reader if isinstance(frame, fitdecode.FitDataMessage)]
    assert names.count("set") == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--since", "yesterday"), "want a day such as"),
        (("--format", "pdf"), "want table, csv or jsonl"),
        (("--exercise", "knitting"), "unknown exercise"),
        (("--file", "nowhere.sqlite"), "no history yet"),
        (("--person", "nobody", "--fit", "x.fit"), "nothing to write"),
    ],
)
def test_what_cannot_be_shown_is_one_line(
    run: Run, kept: Path, arguments: tuple[str, ...], said: str
) -> None:
    given = arguments if "--file" in arguments else (*arguments, "--file", str(kept))
    assert said in run("history", *given).refusal()
