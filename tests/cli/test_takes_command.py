"""The takes of this system: listed, shown, trimmed, exported, deleted, and kept within limits."""

import os
from pathlib import Path

import pytest

from legday.cli.orders import Orders
from legday.cli.recorders import tidy, warn_if_nearly_full
from legday.core.inputs import Command, Input, Packet, Tick
from legday.core.setup import SensorSetup, SessionSetup
from legday.errors import RecordingError
from legday.publishers import Answer
from legday.recording.mcap_file import read_recording
from legday.recording.recent import RecentInputs
from legday.recording.shelf import ShelfSettings, make_room, recorded
from legday.recording.writer import RecordingWriter

from .conftest import Run

SETUP = SessionSetup(recording="r", exercise="squat", sensors=(SensorSetup(profile="movella_dot"),))


def inputs(seconds: int, size: int = 100) -> list[Input]:
    """A notification a second, a choice in the middle."""
    packets: list[Input] = [Packet(second * 10**9, "x", os.urandom(size)) for second in range(seconds)]
    packets.insert(seconds // 2, Command(seconds // 2 * 10**9 - 1, "exercise", "lunge"))
    return packets


def record(path: Path, seconds: int = 20, size: int = 100) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with RecordingWriter(path, SETUP, {}) as writer:
        for item in inputs(seconds, size):
            writer.write(item)
    return path


def test_takes_are_listed_and_shown(run: Run, tmp_path: Path) -> None:
    record(tmp_path / "monday.mcap")
    record(tmp_path / "tuesday.mcap").with_suffix(".toml").write_text(
        '[[sets]]\nexercise = "squat"\nstart_ms = 1.0\nend_ms = 2.0\nreps = 7\ntruth_kind = "user"\n'
    )
    listed = run("takes", "--folder", tmp_path).out.splitlines()
    assert [line.split()[0] for line in listed] == ["monday", "tuesday", "2"]
    assert "labelled" in listed[1]
    shown = run("takes", "tuesday", "--folder", tmp_path).out
    assert "19.0 s" in shown
    assert "20 notifications" in shown
    assert "squat: 7 (user)" in shown


def test_a_take_is_trimmed_to_one_of_its_own(run: Run, tmp_path: Path) -> None:
    record(tmp_path / "monday.mcap")
    done = run("takes", "monday", "--trim", "12:15", "--to", "middle", "--folder", tmp_path)
    assert done.status == 0
    kept = read_recording(tmp_path / "middle.mcap")
    assert [item.arrival_ns for item in kept.inputs() if isinstance(item, Packet)] == [
        12 * 10**9,
        13 * 10**9,
        14 * 10**9,
    ]
    assert (kept.setup.exercise, kept.setup.recording) == ("lunge", "middle")
    assert read_recording(tmp_path / "monday.mcap").finished


def test_a_take_is_exported_with_its_label_and_deleted_with_it(run: Run, tmp_path: Path) -> None:
    shelf, out = tmp_path / "shelf", tmp_path / "out"
    record(shelf / "monday.mcap").with_suffix(".toml").write_text('exercise = "squat"\n')
    assert run("takes", "monday", "--export", out, "--folder", shelf).status == 0
    assert {path.name for path in out.iterdir()} == {"monday.mcap", "monday.toml"}
    assert "exists already" in run("takes", "monday", "--export", out, "--folder", shelf).refusal()
    assert run("takes", "monday", "--delete", "--folder", shelf).status == 0
    assert list(shelf.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nobody",), "no such take"),
        (("../monday",), "no such take"),
        (("--delete",), "of which take"),
        (("monday", "--trim", "9:3", "--to", "x"), "want START:END"),
        (("monday", "--trim", "1:3"), "--to NEW"),
        (("monday", "--trim", "1:3", "--to", "../x"), "not a path"),
        (("monday", "--trim", "100:200", "--to", "x"), "nothing lies between"),
        (("monday", "--delete", "--export", "x"), "want one of them"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    record(tmp_path / "shelf" / "monday.mcap")
    assert said in run("takes", *arguments, "--folder", tmp_path / "shelf").refusal()
    assert [path.name for path in (tmp_path / "shelf").iterdir()] == ["monday.mcap"]


def test_only_a_limit_of_the_user_lets_takes_go_and_never_labelled_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, name in enumerate(("oldest", "labelled", "middle", "newest")):
        path = record(tmp_path / f"{name}.mcap", size=20_000)
        os.utime(path, (number, number))
    (tmp_path / "labelled.toml").write_text('exercise = "squat"\n')
    assert make_room(tmp_path, None) == []
    size_mb = recorded(tmp_path)[0].size / 1e6
    tidy(tmp_path, ShelfSettings(limit_mb=2.5 * size_mb))
    assert [each.path.stem for each in recorded(tmp_path)] == ["labelled", "newest"]
    assert capsys.readouterr().err.count("Deleted") == 2


def test_a_disk_that_is_nearly_full_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert not warn_if_nearly_full(tmp_path, 500.0, lambda _: 501.0)
    assert warn_if_nearly_full(tmp_path, 500.0, lambda _: 120.0)
    assert "Only 120 MB are free" in capsys.readouterr().err


class TestKeeping:
    def ring(self, seconds: int, exercise: str = "squat") -> RecentInputs:
        ring = RecentInputs(SETUP, {}, lambda: exercise)
        for second in range(seconds):
            ring.write(Packet(second * 10**9, "x", b"\x01"))
        return ring

    def test_the_last_seconds_are_a_take_of_their_own(self, tmp_path: Path) -> None:
        self.ring(300, "lunge").keep(60.0, tmp_path / "kept.mcap")
        kept = read_recording(tmp_path / "kept.mcap")
        times = [item.arrival_ns for item in kept.inputs() if isinstance(item, Packet)]
        assert times == [second * 10**9 for second in range(239, 300)]
        assert kept.setup.exercise == "lunge"

    def test_only_so_much_is_remembered(self) -> None:
        assert len(self.ring(5000)) == 601
        ring = RecentInputs(SETUP, {}, lambda: None)
        for number in range(100):
            ring.write(Packet(number, "x", bytes(2_000_000)))
        assert len(ring) < 32

    def test_nothing_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(RecordingError, match="nothing has come in"):
            RecentInputs(SETUP, {}, lambda: None).keep(60.0, tmp_path / "kept.mcap")

    def test_the_command_keeps_and_everything_else_goes_on_to_the_session(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
        heard: list[Command] = []

        def obey(command: Command, _answer: Answer) -> bool:
            heard.append(command)
            return True

        orders = Orders(obey, self.ring(100))
        assert orders(Command(10**18, "keep", "30"))
        assert orders(Command(0, "keep", "forever"))
        assert orders(Command(0, "undo"))
        assert orders(Command(0, "plan", "stronger-legs advanced"))
        assert orders(Command(0, "plan", "nobody"))
        said = capsys.readouterr().err
        assert said.count("Kept:") == 1
        assert "want seconds" in said
        (path,) = (tmp_path / "legday" / "recordings").glob("kept-*.mcap")
        assert len(list(read_recording(path).inputs())) == 31
        assert [command.name for command in heard] == ["undo", "plan", "plan"]
        assert '"level":"advanced"' in heard[1].value
        assert heard[2].value == "nobody"

    def test_ticks_are_remembered_too(self) -> None:
        ring = self.ring(1)
        ring.write(Tick(5))
        assert len(ring) == 2
