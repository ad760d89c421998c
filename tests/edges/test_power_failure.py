"""The power fails: the disk has what it was waited for, and that is enough to go on."""

import asyncio
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from legday.core.inputs import Input, Tick, time_ns
from legday.publishers import Message, Outbox
from legday.recording import spool
from legday.recording.mcap_file import RecordingWriter, read_recording
from legday.recording.repair import repair
from legday.service.keeping import keep_on_disk
from legday.whole_file import whole_file

from .test_resume import INPUTS, SETUP, replayed, resumed
from .test_service import Collector

SECOND_NS = 1_000_000_000
PATIENCE_S = 30.0
"""A disk that nobody lets answer does so all the same, and a test that fails ends."""

PARTS = 2
"""Synced lengths that are gone on with; each runs a session."""


class Slow:
    """A recorder whose disk answers when it is let."""

    full = False

    def __init__(self) -> None:
        self.journal: list[str] = []
        self.threads: set[int] = set()
        self.asked, self.answer = threading.Event(), threading.Event()

    def write(self, item: Input) -> None: ...

    def flush(self) -> None:
        self.journal.append("flush")

    def sync(self) -> None:
        self.threads.add(threading.get_ident())
        self.journal.append("asked")
        self.asked.set()
        self.answer.wait(PATIENCE_S)
        self.journal.append("has it")


async def test_the_disk_is_waited_for_beside_the_event_loop_and_to_the_end() -> None:
    recorder = Slow()
    keeping = asyncio.create_task(keep_on_disk(recorder, 0.001))
    await asyncio.to_thread(recorder.asked.wait)
    assert recorder.journal == ["flush", "asked"]
    keeping.cancel()
    await asyncio.sleep(0.01)
    assert not keeping.done()
    recorder.answer.set()
    with pytest.raises(asyncio.CancelledError):
        await keeping
    assert recorder.journal == ["flush", "asked", "has it"]
    assert threading.get_ident() not in recorder.threads


async def test_it_is_waited_for_again_and_again_but_never_twice_at_once() -> None:
    recorder = Slow()
    recorder.answer.set()
    keeping = asyncio.create_task(keep_on_disk(recorder, 0.001))
    while recorder.journal.count("has it") < 3:  # noqa: ASYNC110 - what is waited for sets no event
        await asyncio.sleep(0.001)
    keeping.cancel()
    await asyncio.wait([keeping])
    assert recorder.journal[:9] == ["flush", "asked", "has it"] * 3


def synced_each_second(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, bytes]]:
    """Record the inputs as a service does; return how many were written by each sync, and the file."""
    on_disk: list[tuple[int, bytes]] = []
    written = 0

    def noted(descriptor: int) -> None:
        on_disk.append((written, Path(f"/dev/fd/{descriptor}").resolve().read_bytes()))

    monkeypatch.setattr(spool, "DATA_SYNC", noted)
    with RecordingWriter(folder / "run.mcap", SETUP, {}) as writer:
        on_disk.append((0, writer.part.read_bytes()))
        due_ns = time_ns(INPUTS[0]) + SECOND_NS
        for item in INPUTS:
            writer.write(item)
            written += 1
            if time_ns(item) >= due_ns:
                writer.flush()
                writer.sync()
                due_ns = time_ns(item) + SECOND_NS
    writer.path.unlink()
    return on_disk


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="no /dev/fd here")
async def test_what_was_synced_is_repaired_and_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_disk = synced_each_second(tmp_path, monkeypatch)
    assert len(on_disk) > 20
    part = tmp_path / "run.mcap.part"
    for written, content in on_disk:
        part.write_bytes(content)
        assert list(read_recording(part).inputs()) == INPUTS[:written]
        assert list(read_recording(repair(part)).inputs()) == INPUTS[:written]
        (tmp_path / "run.mcap").unlink()
    whole = replayed(INPUTS)
    for written, content in on_disk[:: len(on_disk) // PARTS]:
        part.write_bytes(content)
        await resumed(read_recording(part), INPUTS[written:], collector := Collector())
        assert [each.body["id"] for each in collector.messages if each.kind == "event"] != []
        again = list(read_recording(tmp_path / "run.mcap").inputs())
        assert again[:written] == INPUTS[:written]
        assert again[-len(INPUTS[written:]) :] == INPUTS[written:]
        assert len(replayed(again)) >= len(whole)
        (tmp_path / "run.mcap").unlink()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps names by itself")
def test_names_are_on_the_disk_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[tuple[str, set[str]]] = []
    fsync = os.fsync

    def noted(descriptor: int) -> None:
        is_folder = os.fstat(descriptor).st_ino == tmp_path.stat().st_ino
        synced.append(("folder" if is_folder else "file", {each.name for each in tmp_path.iterdir()}))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    with RecordingWriter(tmp_path / "run.mcap", SETUP, {}) as writer:
        assert synced == [("file", {"run.mcap.part"}), ("folder", {"run.mcap.part"})]
        writer.write(Tick(1))
    assert synced[-1] == ("folder", {"run.mcap"})
    del synced[:]
    with whole_file(tmp_path / "label.toml", lasting=True) as beside:
        beside.write_text("sets = []")
    assert [kind for kind, _ in synced] == ["file", "folder"]
    assert "label.toml" in synced[-1][1]
    assert "label.toml" not in synced[0][1]


def told(number: int, *, again: bool) -> Message:
    return Message("event", "thigh", {"id": f"run.thigh.{number}"}, again=again)


async def given(outbox: Outbox, add: Callable[[Callable[[Message], None]], None]) -> int:
    """Let a queue be fed and return how many events of the recording it says that it was given."""
    async with outbox:
        queue = outbox.queue("broker", "run")
        await outbox.join(queue)
        add(queue.add)
    async with Outbox(outbox._path) as again:
        return (await again._run(again._opened.state, "broker", "run"))[2]


async def test_events_whose_inputs_were_lost_do_not_count_as_given(tmp_path: Path) -> None:
    """The recording decides two of five that had gone out: what comes next is the third."""
    path = tmp_path / "outbox.sqlite"

    def before(add: Callable[[Message], None]) -> None:
        for number in range(5):
            add(told(number, again=False))

    def after(add: Callable[[Message], None]) -> None:
        for number in range(2):
            add(told(number, again=True))
        add(told(2, again=False))

    assert await given(Outbox(path), before) == 5
    assert await given(Outbox(path), after) == 3


async def test_the_outbox_is_on_the_disk_after_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database itself, without its log, holds what was written: SQLite waits for the disk in between."""
    monkeypatch.setattr("legday.publishers._outbox.SYNC_S", 0.01)
    path, alone = tmp_path / "outbox.sqlite", tmp_path / "alone.sqlite"
    async with Outbox(path) as outbox, asyncio.timeout(30.0):
        queue = outbox.queue("broker", "run")
        await outbox.join(queue)
        queue.add(told(0, again=False))
        waiting = 0
        while not waiting:
            await asyncio.sleep(0.01)
            alone.write_bytes(path.read_bytes())
            async with Outbox(alone) as copy:
                waiting = (await copy._run(copy._opened.state, "broker", "run"))[1]
    assert waiting == 1
