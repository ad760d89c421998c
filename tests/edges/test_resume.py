"""A session that was cut short goes on: the same recording, the same ids, every event, the open set."""

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from legday.cli.own_truth import OwnTruth
from legday.core.events import Event
from legday.core.inputs import Command, Input, LinkChange, Tick, time_ns
from legday.messages import message
from legday.publishers import Message, Outbox
from legday.publishers._outbox_queue import OutboxQueue
from legday.recording.label import read_label
from legday.recording.mcap_file import Recording, RecordingWriter, read_recording
from legday.recording.unfinished import unfinished
from legday.service import Service
from legday.session import Session
from legday.sources import SteadyClock

from .test_service import START_NS, Collector, Given, virtual

INPUTS = list(virtual(24.0).all_inputs())
SETUP = virtual(1.0).setup


class Queued(Collector):
    """A publisher with a queue in an outbox, like a broker that is away."""

    def __init__(self, queue: OutboxQueue) -> None:
        super().__init__()
        self.queue = queue

    async def publish(self, message: Message) -> None:
        await super().publish(message)
        if message.kind == "event":
            self.queue.add(message)


def torn(folder: Path, inputs: Sequence[Input]) -> Recording:
    """Return what a killed process leaves behind."""
    writer = RecordingWriter(folder / "run.mcap", SETUP, {})
    for item in inputs:
        writer.write(item)
    writer.flush()
    content = writer.part.read_bytes()
    writer.close()
    writer.path.unlink()
    writer.part.write_bytes(content + b"\6\0")
    return read_recording(writer.part)


def replayed(inputs: Sequence[Input], *, to_the_end: bool = True) -> list[str]:
    session = Session(SETUP)
    events: list[Event] = session.push(inputs) + (session.finish() if to_the_end else [])
    return [str(message(event, SETUP.recording)["id"]) for event in events]


async def resumed(found: Recording, rest: Sequence[Input], publisher: Collector) -> None:
    path = found.path.with_name("run.mcap")
    service = Service(
        SETUP,
        Given(rest),
        record=lambda: RecordingWriter(path, SETUP, found.profiles, found.inputs()),
        earlier=found.inputs(),
    )
    await service.run([publisher])


@pytest.mark.parametrize("cut", [0, 1, 400, len(INPUTS) // 2, len(INPUTS)])
async def test_the_recording_goes_on_as_one_and_replays_to_the_same_events(tmp_path: Path, cut: int) -> None:
    found, collector = torn(tmp_path, INPUTS[:cut]), Collector()
    await resumed(found, INPUTS[cut:], collector)
    recording = read_recording(tmp_path / "run.mcap")
    recorded = list(recording.inputs())
    assert recording.finished
    assert recorded[:cut] == INPUTS[:cut]
    left = recorded[cut : len(recorded) - len(INPUTS[cut:])]
    assert all(isinstance(item, LinkChange) and item.state == "disconnected" for item in left)
    assert len(left) == bool(cut)
    assert [body["id"] for body in collector.bodies("event")] == replayed(recorded)
    assert [each.name for each in tmp_path.iterdir()] == ["run.mcap"]  # noqa: ASYNC240


async def test_the_open_set_goes_on_with_its_count(tmp_path: Path) -> None:
    """The demo's first set is six leapfrogs; the process ends after the third."""
    collector, session = Collector(), Session(SETUP)
    jumps = 0
    for cut, item in enumerate(INPUTS):  # noqa: B007
        jumps += sum(event.type == "jump" for event in session.push([item]))
        if jumps == 3:
            break
    await resumed(torn(tmp_path, INPUTS[: cut + 1]), [], collector)
    states = [each for each in collector.messages if each.kind == "state" and each.device == "thigh"]
    assert states[0].body["count"] == 3
    assert states[0].body["set"] == {"n": 1, "of": None, "running": True}
    [ended] = [body for body in collector.bodies("event") if body["type"] == "set_ended"]
    assert ended["count"] == 3


async def test_corrections_before_the_crash_become_the_truth_at_the_end(tmp_path: Path) -> None:
    at_ns = time_ns(INPUTS[-1])
    corrected = [*INPUTS, Command(at_ns, "adjust", "+1"), Command(at_ns, "adjust", "+1")]
    truth, whole = OwnTruth(tmp_path / "run.mcap", SETUP), Collector()
    found = torn(tmp_path, corrected)
    service = Service(SETUP, Given([]), earlier=found.inputs())
    await service.run([truth, whole])
    counts = [body["count"] for body in whole.bodies("event") if body["type"] == "set_ended"]
    kept = read_label(tmp_path / "run.toml")[0].sets
    assert [each.reps for each in kept] == counts
    assert {each.truth_kind for each in kept} == {"user"}
    again = Session(SETUP)
    uncorrected = again.push(INPUTS) + again.finish()
    assert sum(counts) == 2 + sum(each.count for each in uncorrected if each.type == "set_ended")


async def test_only_what_the_outbox_was_not_given_is_sent(tmp_path: Path) -> None:
    cut = len(INPUTS) // 2
    found, path = torn(tmp_path, INPUTS[:cut]), tmp_path / "outbox.sqlite"
    before = replayed(INPUTS[:cut], to_the_end=False)
    async with Outbox(path) as outbox:
        queue = outbox.queue("a broker", SETUP.recording)
        await outbox.join(queue)
        for identifier in before[:-2]:
            queue.add(Message("event", "thigh", {"type": "any", "id": identifier}))
    async with Outbox(path) as outbox:
        queue = outbox.queue("a broker", SETUP.recording)
        await outbox.join(queue)
        await resumed(found, INPUTS[cut:], Queued(queue))
        await asyncio.sleep(0)
        assert len(queue) == len(replayed(list(read_recording(tmp_path / "run.mcap").inputs())))


def test_only_a_young_recording_that_nobody_writes_is_gone_on_with(tmp_path: Path) -> None:
    assert unfinished(tmp_path, 60.0, 1000.0) is None
    part = torn(tmp_path, INPUTS[:100]).path
    os.utime(part, (1000.0, 1000.0))
    found = unfinished(tmp_path, 60.0, 1059.0)
    assert found is not None
    assert found.path == part
    assert unfinished(tmp_path / "run.mcap", 60.0, 1059.0) is not None
    assert unfinished(tmp_path / "other.mcap", 60.0, 1059.0) is None
    assert unfinished(tmp_path, 60.0, 1061.0) is None
    assert unfinished(tmp_path, 60.0, 900.0) is not None
    part.rename(tmp_path / "old.mcap.part")
    with RecordingWriter(tmp_path / "run.mcap", SETUP, {}):
        assert unfinished(tmp_path / "run.mcap", 60.0, 1059.0) is None


async def test_a_second_crash_while_resuming_leaves_what_there_was(tmp_path: Path) -> None:
    found = torn(tmp_path, INPUTS[:500])

    def breaking() -> object:
        yield from INPUTS[:200]
        raise KeyboardInterrupt

    before = found.path.read_bytes()
    writer = None
    with pytest.raises(KeyboardInterrupt):
        writer = RecordingWriter(tmp_path / "run.mcap", SETUP, {}, breaking())  # type: ignore[arg-type]
    assert writer is None
    assert found.path.read_bytes() == before


def test_the_clock_of_a_session_follows_forwards_and_never_goes_back() -> None:
    wall, steady = [START_NS], [0]
    clock = SteadyClock(lambda: wall[0], lambda: steady[0])
    told = [clock()]
    for wall_step_s, steady_step_s in [(1, 1), (-3600, 1), (1, 1), (7200, 1), (1, 1)]:
        wall[0] += wall_step_s * 10**9
        steady[0] += steady_step_s * 10**9
        told.append(clock())
    assert [(at_ns - START_NS) // 10**9 for at_ns in told] == [0, 1, 2, 3, 3602, 3603]
    clock.start_at(START_NS + 10_000 * 10**9)
    assert clock() == START_NS + 10_000 * 10**9


async def test_times_of_day_stay_in_order_when_the_clock_is_set_back() -> None:
    """The host's clock falls by an hour in mid-session; the clock that stamps inputs does not follow."""
    hour_ns, seen = 3600 * 10**9, iter(range(0, 10**15, 10**9))
    clock = SteadyClock(lambda: START_NS - (hour_ns if next(seen) > 5 * 10**9 else 0), lambda: next(seen))
    ticks = [Tick(clock()) for _ in range(20)]
    assert [tick.at_ns for tick in ticks] == sorted(tick.at_ns for tick in ticks)
