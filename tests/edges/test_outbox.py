"""The outbox by itself: order, acknowledgements, the end of the process, full disks, two at once."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

import pytest

from legday.publishers import Message, Outbox
from legday.publishers import _outbox as outbox_module
from legday.publishers import _outbox_queue as queue_module
from legday.publishers._outbox_file import Changes, OutboxFile
from legday.publishers._outbox_queue import OutboxQueue

from .brokers import eventually

NAME, RECORDING = "a broker", "monday"


def event(n: int, *, again: bool = False) -> Message:
    return Message(
        "event", "thigh", {"type": "rep", "id": f"{RECORDING}.thigh.{n}", "n": n}, 1000.0 + n, again
    )


async def joined(outbox: Outbox, name: str = NAME) -> OutboxQueue:
    queue = outbox.queue(name, RECORDING)
    await outbox.join(queue)
    return queue


async def numbers(queue: OutboxQueue, count: int, *, acknowledge: bool = True) -> list[int]:
    """Take so many events as a broker would."""
    found: list[int] = []
    while len(found) < count:
        await eventually(lambda: queue.at_hand > 0)
        taken = queue.take()
        assert taken is not None
        found.append(taken[1].body["n"])
        if acknowledge:
            queue.acknowledge(taken[0])
    return found


async def test_what_was_not_acknowledged_outlives_the_run(tmp_path: Path) -> None:
    path = tmp_path / "outbox.sqlite"
    async with Outbox(path) as outbox:
        queue = await joined(outbox)
        for n in range(10):
            queue.add(event(n))
        assert await numbers(queue, 4) == [0, 1, 2, 3]
        await numbers(queue, 2, acknowledge=False)
    async with Outbox(path) as outbox:
        queue = await joined(outbox)
        queue.add(event(10))
        assert await numbers(queue, 7) == [4, 5, 6, 7, 8, 9, 10]
        assert len(queue) == 0
    async with Outbox(path) as outbox:
        assert len(await joined(outbox)) == 0


async def test_more_than_fits_in_memory_waits_on_the_disk_in_order(tmp_path: Path) -> None:
    count = 5 * queue_module.AT_HAND
    async with Outbox(tmp_path / "outbox.sqlite") as outbox:
        queue = await joined(outbox)
        for n in range(count):
            queue.add(event(n))
        await eventually(lambda: queue.at_hand > 0)
        assert queue.at_hand <= queue_module.AT_HAND
        assert await numbers(queue, count) == list(range(count))


async def test_every_broker_has_its_own_place(tmp_path: Path) -> None:
    async with Outbox(tmp_path / "outbox.sqlite") as outbox:
        near, far = await joined(outbox, "near"), await joined(outbox, "far")
        for n in range(6):
            near.add(event(n))
            far.add(event(n))
        assert await numbers(near, 6) == list(range(6))
        assert outbox.waiting == 6
        assert await numbers(far, 2) == [0, 1]
    async with Outbox(tmp_path / "outbox.sqlite") as outbox:
        assert await numbers(await joined(outbox, "far"), 4) == [2, 3, 4, 5]


async def test_of_events_decided_again_only_those_that_are_missing_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "outbox.sqlite"
    async with Outbox(path) as outbox:
        queue = await joined(outbox)
        for n in range(3):
            queue.add(event(n))
        await numbers(queue, 3)
    async with Outbox(path) as outbox:
        queue = await joined(outbox)
        for n in range(5):
            queue.add(event(n, again=True))
        queue.add(event(5))
        assert await numbers(queue, 3) == [3, 4, 5]
        await outbox.forget(RECORDING)
    async with Outbox(path) as outbox:
        queue = await joined(outbox)
        queue.add(event(0, again=True))
        assert await numbers(queue, 1) == [0]


async def test_the_oldest_make_room_and_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_module, "MOST_WAITING", 100)
    async with Outbox() as outbox:
        queue = await joined(outbox)
        for n in range(1000):
            queue.add(event(n))
        assert (outbox.dropped, outbox.waiting) == (900, 100)
        assert await numbers(queue, 100) == list(range(900, 1000))


class Disk:
    """Opens outboxes that can be filled up."""

    def __init__(self) -> None:
        self.full = False

    def __call__(self, path: Path | None) -> OutboxFile:
        disk = self

        class Filling(OutboxFile):
            def write(self, changes: Iterable[Changes]) -> None:
                if disk.full:
                    raise sqlite3.OperationalError("database or disk is full")
                super().write(changes)

        return Filling(path)


@pytest.fixture
def quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox_module, "RETRY_S", 0.01)


@pytest.mark.usefixtures("quick_retries")
async def test_a_full_disk_lets_events_out_from_memory_and_is_tried_again(tmp_path: Path) -> None:
    path, disk = tmp_path / "outbox.sqlite", Disk()
    async with Outbox(path, disk) as outbox:
        queue = await joined(outbox)
        queue.add(event(0))
        await eventually(lambda: queue.at_hand == 1)
        disk.full = True
        for n in range(1, 50):
            queue.add(event(n))
        await eventually(lambda: outbox.storage == "full")
        assert await numbers(queue, 30) == list(range(30))
        for n in range(50, 60):
            queue.add(event(n))
        disk.full = False
        await eventually(lambda: outbox.storage == "disk")
        await numbers(queue, 5)
    async with Outbox(path) as outbox:
        assert await numbers(await joined(outbox), 25) == list(range(35, 60))


@pytest.mark.usefixtures("quick_retries")
async def test_memory_is_bounded_while_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_module, "MOST_UNSTORED", 100)
    disk = Disk()
    async with Outbox(tmp_path / "outbox.sqlite", disk) as outbox:
        queue = await joined(outbox)
        disk.full = True
        for n in range(1000):
            queue.add(event(n))
        assert (outbox.dropped, outbox.waiting) == (900, 100)
        assert await numbers(queue, 100) == list(range(900, 1000))
        disk.full = False


async def test_a_second_instance_keeps_its_hands_off(tmp_path: Path) -> None:
    path = tmp_path / "outbox.sqlite"
    async with Outbox(path) as first:
        queue = await joined(first)
        queue.add(event(0))
        async with Outbox(path) as second:
            assert (first.storage, second.storage) == ("disk", "memory")
            assert len(await joined(second)) == 0
        assert await numbers(queue, 1) == [0]


async def test_a_damaged_file_is_put_aside(tmp_path: Path) -> None:
    path = tmp_path / "outbox.sqlite"
    path.write_bytes(b"this is no database, and has never been one" * 100)
    async with Outbox(path) as outbox:
        assert outbox.storage == "disk"
        queue = await joined(outbox)
        queue.add(event(0))
        assert await numbers(queue, 1) == [0]
    assert path.with_name("outbox.sqlite.damaged").exists()
