"""The index of chunks is the library's own, and however long a recording is, none of it is kept in memory."""

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

from mcap.reader import make_reader
from mcap.writer import Writer

from legday.core.inputs import Input, LinkChange, Packet, Tick
from legday.recording.chunk_indices import keep_in_file
from legday.recording.writer import RecordingWriter

from .conftest import CHARACTERISTIC, PROFILES, SETUP

SECOND_NS = 1_000_000_000


def written(path: Path, *, in_file: bool) -> bytes:
    with path.open("wb") as out:
        writer = Writer(out)
        if in_file:
            keep_in_file(writer, out)
        writer.start()
        writer.add_attachment(0, 0, "a.toml", "application/toml", b"a = 1")
        channels = [writer.register_channel(topic, "json", 0) for topic in ("/a", "/b")]
        for second in range(50):
            for channel in channels[: 1 + second % 2]:
                writer.add_message(channel, second * SECOND_NS, b"{}", second * SECOND_NS)
            writer.flush()
        writer.add_metadata("between", {})
        writer.add_message(channels[0], 0, bytes(100_000), 0)
        writer.finish()
    return path.read_bytes()


def test_the_file_is_the_same_to_the_byte(tmp_path: Path) -> None:
    assert written(tmp_path / "a", in_file=True) == written(tmp_path / "b", in_file=False)


def seconds(first: int, number: int) -> Iterator[Input]:
    for second in range(first, first + number):
        at_ns = second * SECOND_NS
        yield Packet(at_ns, CHARACTERISTIC, bytes(20))
        yield LinkChange(at_ns, "connected")
        yield Tick(at_ns)


def test_memory_does_not_grow_with_the_number_of_chunks(tmp_path: Path) -> None:
    with RecordingWriter(tmp_path / "long.mcap", SETUP, PROFILES) as writer:
        tracemalloc.start()
        try:
            for item in seconds(0, 400):
                writer.write(item)
            before, _ = tracemalloc.get_traced_memory()
            for item in seconds(400, 400):
                writer.write(item)
            after, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert after - before < 400  # less than a byte for each


def test_a_recording_that_goes_on_in_the_place_of_another_is_indexed_whole(tmp_path: Path) -> None:
    path = tmp_path / "gone_on_with.mcap"
    with RecordingWriter(path, SETUP, PROFILES, earlier=list(seconds(0, 5))) as writer:
        for item in seconds(5, 5):
            writer.write(item)
    assert messages_by_index(path) == 30


def messages_by_index(path: Path) -> int:
    """Return how many messages a reader finds that goes by the summary alone."""
    with path.open("rb") as file:
        reader = make_reader(file)
        summary = reader.get_summary()
        assert summary is not None
        assert len(summary.chunk_indexes) >= 10
        return sum(1 for _ in reader.iter_messages())
