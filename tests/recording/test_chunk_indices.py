"""The index of chunks is the library's own, and a long recording keeps little of it in memory."""

import tracemalloc
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from mcap.writer import Writer

from legday.core.inputs import Input, LinkChange, Packet, Tick
from legday.recording.chunk_indices import keep_small
from legday.recording.writer import RecordingWriter

from .conftest import CHARACTERISTIC, PROFILES, SETUP

SECOND_NS = 1_000_000_000


def written(*, small: bool) -> bytes:
    out = BytesIO()
    writer = Writer(out)
    if small:
        keep_small(writer)
    writer.start()
    channels = [writer.register_channel(topic, "json", 0) for topic in ("/a", "/b")]
    for second in range(50):
        for channel in channels[: 1 + second % 2]:
            writer.add_message(channel, second * SECOND_NS, b"{}", second * SECOND_NS)
        writer.flush()
    writer.finish()
    return out.getvalue()


def test_the_file_is_the_same_to_the_byte() -> None:
    assert written(small=True) == written(small=False)


def seconds(first: int, number: int) -> Iterator[Input]:
    for second in range(first, first + number):
        at_ns = second * SECOND_NS
        yield Packet(at_ns, CHARACTERISTIC, bytes(20))
        yield LinkChange(at_ns, "connected")
        yield Tick(at_ns)


def test_an_hour_takes_less_than_a_megabyte(tmp_path: Path) -> None:
    with RecordingWriter(tmp_path / "long.mcap", SETUP, PROFILES) as writer:
        for item in seconds(0, 100):
            writer.write(item)
        tracemalloc.start()
        try:
            for item in seconds(100, 900):
                writer.write(item)
            grown, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert grown < 2**20 / 4
