"""A crash costs at most a second, and repairing never risks what is there."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from mcap.reader import make_reader

from legday.core.inputs import Input, Packet
from legday.errors import RecordingError
from legday.recording.mcap_file import RecordingWriter, read_recording
from legday.recording.repair import repair, repair_all

from .conftest import PROFILES, SETUP

WRITER = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from legday.core.inputs import Packet
    from legday.core.setup import SensorSetup, SessionSetup
    from legday.recording.mcap_file import RecordingWriter

    setup = SessionSetup(sensors=(SensorSetup(profile="dot"),))
    with RecordingWriter(Path(sys.argv[1]), setup, {"dot": "id = 'dot'"}) as writer:
        for n in range(10_000):
            writer.write(Packet(n * 10_000_000, "c", n.to_bytes(8, "little")))
            sys.stdout.write(f"{n}\\n")
            sys.stdout.flush()
    """
)


FULL_DISK = textwrap.dedent(
    """
    import resource, sys
    from pathlib import Path
    from legday.core.inputs import Packet
    from legday.core.setup import SessionSetup
    from legday.errors import RecordingError
    from legday.recording.mcap_file import RecordingWriter

    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
    try:
        with RecordingWriter(Path(sys.argv[1]), SessionSetup(), {}) as writer:
            for n in range(10_000):
                writer.write(Packet(n * 100_000_000, "c", n.to_bytes(8, "little")))
    except RecordingError as error:
        print(error)
    """
)


def left_behind(folder: Path, inputs: list[Input], name: str = "a") -> Path:
    """Return a part whose writer went away without closing it."""
    writer = RecordingWriter(folder / f"{name}.mcap", SETUP, PROFILES)
    for item in inputs:
        writer.write(item)
    writer.flush()
    content = writer.part.read_bytes()
    writer.close()
    writer.path.unlink()
    writer.part.write_bytes(content)
    return writer.part


@pytest.mark.parametrize("content", [b"", bytes(4096)], ids=["empty", "zeros"])
def test_what_never_came_to_the_disk_does_not_stand_in_the_way(tmp_path: Path, content: bytes) -> None:
    """The power failed right behind the beginning: the name is there, nothing else is."""
    (tmp_path / "a.mcap.part").write_bytes(content)
    assert repair_all(tmp_path) == ([], [])
    with RecordingWriter(tmp_path / "a.mcap", SETUP, PROFILES):
        pass
    assert read_recording(tmp_path / "a.mcap").finished


@pytest.mark.parametrize("lines", [1, 150, 777, 2500])
def test_kill_loses_at_most_a_second(tmp_path: Path, lines: int) -> None:
    path = tmp_path / "killed.mcap"
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for _ in range(lines):
            process.stdout.readline()
        os.kill(process.pid, signal.SIGKILL)
        written = lines - 1 + sum(1 for line in process.stdout if line.endswith("\n"))
    [repaired], failed = repair_all(tmp_path)
    assert failed == []
    assert repaired == path
    found = list(read_recording(path).inputs())
    assert found == [Packet(n * 10_000_000, "c", n.to_bytes(8, "little")) for n in range(len(found))]
    assert written - len(found) < 100, "less than a second at 100 Hz"
    assert [entry.name for entry in tmp_path.iterdir()] == ["killed.mcap"]


def test_repaired_file_is_valid_for_anybody(tmp_path: Path, inputs: list[Input]) -> None:
    path = repair(left_behind(tmp_path, inputs))
    assert path == tmp_path / "a.mcap"
    recording = read_recording(path)
    assert recording.finished
    assert list(recording.inputs()) == inputs
    assert recording.setup == SETUP
    assert recording.profiles == PROFILES
    with path.open("rb") as file:
        assert sum(1 for _ in make_reader(file, validate_crcs=True).iter_messages()) == len(inputs)


def test_every_cut_is_repaired_or_left_alone(tmp_path: Path, inputs: list[Input]) -> None:
    whole = left_behind(tmp_path, inputs).read_bytes()
    (tmp_path / "a.mcap.part").unlink()
    for size in range(0, len(whole), 7):
        part = tmp_path / "cut.mcap.part"
        part.write_bytes(whole[:size])
        try:
            path = repair(part)
        except RecordingError:
            assert part.read_bytes() == whole[:size]
            part.unlink()
            assert list(tmp_path.iterdir()) == []
            continue
        found = list(read_recording(path).inputs())
        assert found == inputs[: len(found)]
        path.unlink()
        for kept in tmp_path.glob("*.damaged"):
            assert kept.read_bytes() == whole[:size]
            kept.unlink()
        assert list(tmp_path.iterdir()) == []


def test_nothing_is_lost_when_repairing_fails_half_way(
    tmp_path: Path, inputs: list[Input], monkeypatch: pytest.MonkeyPatch
) -> None:
    part = left_behind(tmp_path, inputs)
    before = part.read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RecordingError, match="No space left"):
        repair(part)
    assert part.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == [part.name]


def test_a_finished_file_of_that_name_is_not_touched(tmp_path: Path, inputs: list[Input]) -> None:
    part = left_behind(tmp_path, inputs)
    finished = tmp_path / "a.mcap"
    finished.write_bytes(b"precious")
    with pytest.raises(RecordingError, match="exists already"):
        repair(part)
    assert finished.read_bytes() == b"precious"
    assert part.exists()


def test_a_recording_in_progress_is_left_alone(tmp_path: Path, inputs: list[Input]) -> None:
    with RecordingWriter(tmp_path / "live.mcap", SETUP, PROFILES) as writer:
        writer.write(inputs[0])
        with pytest.raises(RecordingError, match="still being written"):
            repair(writer.part)
        assert repair_all(tmp_path) == ([], [])
        writer.write(inputs[1])
    assert list(read_recording(tmp_path / "live.mcap").inputs()) == inputs[:2]


def test_repair_all_goes_on_past_a_hopeless_one(tmp_path: Path, inputs: list[Input]) -> None:
    left_behind(tmp_path, inputs, "good")
    (tmp_path / "hopeless.mcap.part").write_bytes(b"no recording")
    repaired, failed = repair_all(tmp_path)
    assert [path.name for path in repaired] == ["good.mcap"]
    assert [error.path.name for error in failed] == ["hopeless.mcap.part"]


def test_another_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match=r"ends in \.part"):
        repair(tmp_path / "a.mcap")


def test_what_could_not_be_read_is_kept(tmp_path: Path, inputs: list[Input]) -> None:
    part = left_behind(tmp_path, inputs)
    cut = part.read_bytes()[:-5]
    part.write_bytes(cut)
    repaired = repair(part)
    found = list(read_recording(repaired).inputs())
    assert found == inputs[: len(found)]
    assert (tmp_path / "a.mcap.part.damaged").read_bytes() == cut
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.mcap", "a.mcap.part.damaged"]


def test_a_full_disk_is_one_clear_error_and_what_was_written_can_be_repaired(tmp_path: Path) -> None:
    path = tmp_path / "full.mcap"
    command = [sys.executable, "-W", "error", "-c", FULL_DISK, str(path)]
    result = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    assert result.stderr.count("\n") == 1
    assert "kept in memory" in result.stderr
    assert result.stdout.count("\n") == 1
    assert "full.mcap.part: cannot be" in result.stdout
    [repaired], failed = repair_all(tmp_path)
    assert failed == []
    found = list(read_recording(repaired).inputs())
    assert len(found) > 100
    assert found == [Packet(n * 100_000_000, "c", n.to_bytes(8, "little")) for n in range(len(found))]
