"""What goes into a recording comes out of it, bit for bit and in order, however the writing ended."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mcap.reader import make_reader

from legday.core.inputs import Command, Input, LinkChange, Packet, Tick
from legday.core.setup import SessionSetup
from legday.errors import RecordingError
from legday.recording.channels import KINDS
from legday.recording.mcap_file import RecordingWriter, read_recording

from .conftest import CHARACTERISTIC, PROFILES, SETUP

TIMES = st.integers(min_value=0, max_value=2**63 - 1)
NAMES = st.text(max_size=12)
DEVICES = st.sampled_from(["thigh", "left", "shank_2"])
INPUTS = st.one_of(
    st.builds(Packet, TIMES, NAMES, st.binary(max_size=40), DEVICES),
    st.builds(Command, TIMES, NAMES, NAMES, NAMES),
    st.builds(LinkChange, TIMES, st.sampled_from(["connected", "disconnected"]), DEVICES),
    st.builds(Tick, TIMES),
)


def write(path: Path, inputs: list[Input]) -> Path:
    with RecordingWriter(path, SETUP, PROFILES) as writer:
        for item in inputs:
            writer.write(item)
    return path


@pytest.mark.parametrize("name", sorted(KINDS))
def test_viewers_can_read_a_schema(name: str) -> None:
    """Foxglove and Lichtblick take a topic only where each field has one type and no alternatives."""
    types = [each["type"] for each in KINDS[name].properties.values()]
    assert set(types) <= {"string", "number", "integer", "boolean"}


def test_round_trip(tmp_path: Path, setup: SessionSetup, inputs: list[Input]) -> None:
    recording = read_recording(write(tmp_path / "a.mcap", inputs))
    assert list(recording.inputs()) == inputs
    assert recording.setup == setup
    assert recording.profiles == PROFILES
    assert recording.finished
    assert recording.damaged == 0
    assert recording.warnings == ()
    assert [path.name for path in tmp_path.iterdir()] == ["a.mcap"]


@given(st.lists(INPUTS, max_size=30))
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_inputs_come_back_in_order(tmp_path: Path, found: list[Input]) -> None:
    path = tmp_path / "any.mcap"
    path.unlink(missing_ok=True)
    assert list(read_recording(write(path, found)).inputs()) == found


def test_other_readers_see_channels_times_and_order(tmp_path: Path, inputs: list[Input]) -> None:
    with write(tmp_path / "a.mcap", inputs).open("rb") as file:
        messages = list(make_reader(file).iter_messages(log_time_order=False))
    assert {channel.topic for _, channel, _ in messages} == {
        f"/raw/thigh/{CHARACTERISTIC}",
        "/command",
        "/link",
        "/tick",
    }
    assert [message.sequence for _, _, message in messages] == list(range(len(inputs)))
    first = next(message for _, channel, message in messages if channel.topic.startswith("/raw/"))
    assert first.data == bytes([0, 0] * 10)


def test_a_recording_is_never_overwritten(tmp_path: Path, inputs: list[Input]) -> None:
    path = write(tmp_path / "a.mcap", inputs)
    before = path.read_bytes()
    with pytest.raises(RecordingError, match="exists already"):
        RecordingWriter(path, SETUP, PROFILES)
    assert path.read_bytes() == before
    left = tmp_path / "b.mcap.part"
    left.write_bytes(b"left behind")
    with pytest.raises(RecordingError, match=r"b\.mcap\.part"):
        RecordingWriter(tmp_path / "b.mcap", SETUP, PROFILES)
    assert left.read_bytes() == b"left behind"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="No such file"):
        RecordingWriter(tmp_path / "absent" / "a.mcap", SETUP, PROFILES)


def test_an_error_in_the_session_still_leaves_a_finished_file(tmp_path: Path, inputs: list[Input]) -> None:
    path = tmp_path / "a.mcap"

    def interrupted() -> None:
        with RecordingWriter(path, SETUP, PROFILES) as writer:
            writer.write(inputs[0])
            raise KeyError

    with pytest.raises(KeyError):
        interrupted()
    assert list(read_recording(path).inputs()) == inputs[:1]


def test_a_time_before_zero_is_refused(tmp_path: Path) -> None:
    with (
        RecordingWriter(tmp_path / "a.mcap", SETUP, PROFILES) as writer,
        pytest.raises(RecordingError, match="-1 ns"),
    ):
        writer.write(Tick(-1))


def test_every_cut_gives_whole_seconds_or_one_error(tmp_path: Path, inputs: list[Input]) -> None:
    whole = write(tmp_path / "a.mcap", inputs).read_bytes()
    cut = tmp_path / "cut.mcap.part"
    lengths = set()
    for size in range(len(whole)):
        cut.write_bytes(whole[:size])
        try:
            found = list(read_recording(cut).inputs())
        except RecordingError:
            lengths.add(-1)
            continue
        assert found == inputs[: len(found)]
        lengths.add(len(found))
    assert -1 in lengths
    assert 0 in lengths
    assert len(inputs) in lengths
    assert len(lengths) >= 7, "one step for each second"


def test_every_changed_byte_gives_what_was_written_or_less(tmp_path: Path, inputs: list[Input]) -> None:
    whole = write(tmp_path / "a.mcap", inputs).read_bytes()
    path = tmp_path / "bad.mcap"
    for place in range(0, len(whole), 3):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            recording = read_recording(path)
            found = list(recording.inputs())
        except RecordingError:
            continue
        assert len(found) <= len(inputs)


@pytest.mark.parametrize("content", [b"", b"\x89MCAP0\r\n", b"t_s,acc_x_m_s2\n", bytes(1000)])
def test_another_file_is_one_clear_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.mcap"
    path.write_bytes(content)
    with pytest.raises(RecordingError, match=r"other\.mcap: want an MCAP"):
        read_recording(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="No such file"):
        read_recording(tmp_path / "absent.mcap")


def test_a_damaged_second_costs_only_itself(tmp_path: Path, inputs: list[Input]) -> None:
    path = write(tmp_path / "a.mcap", inputs)
    whole = bytearray(path.read_bytes())
    magics = [place for place in range(len(whole)) if whole[place : place + 4] == b"\x28\xb5\x2f\xfd"]
    assert len(magics) >= 5, "one zstd frame for each second"
    whole[magics[3] + 30] ^= 0xFF
    path.write_bytes(bytes(whole))
    recording = read_recording(path)
    found = list(recording.inputs())
    assert recording.damaged == 1
    assert any("damaged" in warning for warning in recording.warnings)
    assert 0 < len(inputs) - len(found) <= 13
    assert found[-5:] == inputs[-5:]
