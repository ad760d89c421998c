"""A running session: order, ticks, losses, and an end in good order."""

import asyncio
import itertools
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path
from typing import Self

import pytest

from legday.core.events import Event
from legday.core.inputs import Command, Input, LinkChange, Packet, Tick
from legday.core.setup import SensorSetup, SessionSetup
from legday.errors import BrokerError, RecordingError, SensorError
from legday.publishers import Message
from legday.recording.mcap_file import read_recording
from legday.recording.writer import RecordingWriter
from legday.service import Service
from legday.service.announcer import LIVE_NS
from legday.service.inbox import WAITING_COMMANDS, WAITING_INPUTS, Inbox
from legday.session import Session
from legday.sources import Pace
from legday.sources.virtual import VirtualSource
from legday.sources.virtual_settings import VirtualSettings

from .brokers import eventually

SETUP = SessionSetup(recording="test", sensors=(SensorSetup(profile="movella_dot"),))
START_NS = 1_700_000_000_000_000_000


class Collector:
    """A publisher that keeps what it is given."""

    def __init__(self, journal: list[str] | None = None) -> None:
        self.messages: list[Message] = []
        self.journal = journal if journal is not None else []

    async def __aenter__(self) -> Self:
        self.journal.append("publisher up")
        return self

    async def __aexit__(self, *error: object) -> None:
        self.journal.append("publisher down")

    async def publish(self, message: Message) -> None:
        self.messages.append(message)

    def bodies(self, kind: str) -> list[dict[str, object]]:
        return [dict(each.body) for each in self.messages if each.kind == kind]


class Given:
    """A source of inputs that are there already; then it waits for ever, or ends."""

    def __init__(self, inputs: Sequence[Input], *, waits: bool = True, ends: bool = True) -> None:
        self.waits = waits
        self.given = inputs
        self.ends = ends
        self.closed = False

    async def inputs(self) -> AsyncGenerator[Input, None]:
        try:
            for item in self.given:
                yield item
            if not self.ends:
                await asyncio.Event().wait()
        finally:
            self.closed = True


class Journal:
    """A recorder that writes down when it was handed what."""

    def __init__(self, journal: list[str]) -> None:
        self.journal = journal
        self.inputs: list[Input] = []

    def __enter__(self) -> Self:
        self.journal.append("recorder open")
        return self

    def __exit__(self, *error: object) -> None:
        self.journal.append("recorder closed")

    full = False

    def write(self, item: Input) -> None:
        self.journal.append(f"wrote {type(item).__name__}")
        self.inputs.append(item)

    def flush(self) -> None:
        self.journal.append("flushed")

    def sync(self) -> None:
        return None


def virtual(seconds: float) -> VirtualSource:
    return VirtualSource(VirtualSettings(), START_NS, Pace(None), seconds)


async def test_the_recorder_sees_each_input_before_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    journal: list[str] = []
    push = Session.push

    def watched(self: Session, inputs: Sequence[Input]) -> list[Event]:
        journal.extend(f"pushed {type(item).__name__}" for item in inputs)
        return push(self, inputs)

    monkeypatch.setattr(Session, "push", watched)
    given = [
        LinkChange(START_NS, "connected"),
        Command(START_NS + 1, "exercise", "squat"),
        Tick(START_NS + 2),
    ]
    service = Service(SETUP, Given(given), record=lambda: Journal(journal), sync_s=3600.0)
    await service.run([Collector(journal)])
    assert journal == [
        "publisher up",
        "recorder open",
        "wrote LinkChange",
        "pushed LinkChange",
        "wrote Command",
        "pushed Command",
        "wrote Tick",
        "pushed Tick",
        "flushed",
        "recorder closed",
        "publisher down",
    ]


async def test_a_run_equals_the_replay_of_its_recording(tmp_path: Path) -> None:
    """Commands of the source and from outside, ticks and packets: the file holds all of it, in order."""
    source = virtual(45.0)
    service = Service(
        source.setup, source, record=lambda: RecordingWriter(tmp_path / "run.mcap", source.setup, {})
    )
    heard: list[Event] = []
    push = service.session.push

    def pushing(inputs: Sequence[Input]) -> list[Event]:
        events = push(inputs)
        heard.extend(events)
        if any(event.type == "jump" and event.n == 3 for event in events):
            service.obey(Command(service.now_ns(), "exercise", "repeated_jump"))
            service.obey(Command(service.now_ns(), "undo"))
        return events

    service.session.push = pushing  # type: ignore[assignment, method-assign]
    await service.run([Collector()])
    recording = read_recording(tmp_path / "run.mcap")
    again = Session(recording.setup)
    replayed = again.push(recording.inputs()) + again.finish()
    assert replayed[: len(heard)] == heard
    kinds = {event.type for event in heard}
    assert {"jump", "lift", "exercise", "set_ended", "retracted"} <= kinds
    assert any(event.type == "exercise" and event.exercise == "repeated_jump" for event in heard)
    assert sum(isinstance(item, Tick) for item in recording.inputs()) == 44


async def test_events_states_and_the_moving_line_are_published() -> None:
    collector = Collector()
    source = virtual(20.0)
    await Service(source.setup, source).run([collector])
    events = collector.bodies("event")
    assert [each["n"] for each in events if each["type"] == "jump"] == [1, 2, 3, 4, 5, 6]
    assert all(str(each["id"]).startswith("demo.") for each in events)
    last = collector.bodies("state")[-1]
    assert (last["exercise"], last["counts"], last["set"]) == (
        "high_knees",
        "lift",
        {"n": 1, "of": None, "running": False},
    )
    assert last["lost_inputs"] == 0
    began = {each["count_since_ms"] for each in collector.bodies("state")} - {None}
    beginnings = [each for each in events if each["type"] in {"exercise", "set_started"}]
    assert len(began) == len(beginnings)
    assert collector.bodies("status")[0] == {"status": "online"}
    lines = collector.bodies("live")
    assert [line["seq"] for line in lines] == list(range(1, len(lines) + 1))
    times = [t for line in lines for t in line["t_s"]]  # type: ignore[attr-defined]
    assert times == sorted(times)
    assert all(len(line["t_s"]) == len(line["angle_deg"]) == len(line["force_g"]) for line in lines)  # type: ignore[arg-type]


async def test_times_of_day_follow_the_quickest_arrivals() -> None:
    collector = Collector()
    source = virtual(20.0)
    await Service(source.setup, source).run([collector])
    jumps = [each for each in collector.messages if each.kind == "event" and each.body["type"] == "jump"]
    assert jumps
    for jump in jumps:
        assert jump.t_ms is not None
        assert jump.t_ms - START_NS * 1e-6 == pytest.approx(jump.body["landing_s"] * 1e3, abs=60.0)


async def test_a_source_that_does_not_wait_gets_ticks_from_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("legday.service.feed.TICK_S", 0.01)
    journal = Journal([])
    clock = iter(range(START_NS, START_NS + 10**15, 10**9))
    service = Service(
        SETUP, Given([], waits=False, ends=False), record=lambda: journal, now_ns=lambda: next(clock)
    )
    running = asyncio.create_task(service.run([]))
    await eventually(lambda: len(journal.inputs) >= 3)
    service.stop()
    await running
    assert all(isinstance(item, Tick) for item in journal.inputs)
    times = [item.at_ns for item in journal.inputs if isinstance(item, Tick)]
    assert times == sorted(times)
    assert times[0] >= START_NS


async def test_a_source_that_waits_gets_no_ticks_from_us() -> None:
    journal = Journal([])
    await Service(SETUP, Given([Tick(1), Tick(2)]), record=lambda: journal).run([])
    assert journal.inputs == [Tick(1), Tick(2)]


async def test_what_does_not_fit_is_lost_counted_and_published(monkeypatch: pytest.MonkeyPatch) -> None:
    """A source that does not wait, faster than anybody can take it: no await between its inputs."""
    monkeypatch.setattr("legday.service.feed.TICK_S", 3600.0)
    flood = [LinkChange(START_NS + n, "connected") for n in range(WAITING_INPUTS + 500)]
    journal, collector = Journal([]), Collector()
    await Service(SETUP, Given(flood, waits=False), record=lambda: journal).run([collector])
    taken = [item for item in journal.inputs if isinstance(item, LinkChange)]
    assert taken == flood[: len(taken)]
    assert collector.bodies("state")[-1]["lost_inputs"] == len(flood) - len(taken) > 0


async def test_each_sensor_has_its_room_to_wait() -> None:
    inbox = Inbox(sensors=3)
    for n in range(3 * WAITING_INPUTS):
        inbox.offer(Tick(n))
    assert inbox.lost == 0
    inbox.offer(Tick(0))
    assert inbox.lost == 1


async def test_a_flood_of_commands_is_turned_away_not_the_packets() -> None:
    journal = Journal([])
    service = Service(SETUP, Given([Tick(START_NS)]), record=lambda: journal)
    taken = [service.obey(Command(n, "undo")) for n in range(1000)]
    assert taken.count(True) == WAITING_COMMANDS
    await service.run([])
    assert Tick(START_NS) in journal.inputs
    assert sum(isinstance(item, Command) for item in journal.inputs) == WAITING_COMMANDS
    assert service.obey(Command(0, "undo"))


async def test_stopping_closes_the_source_and_the_recording_and_publishes_what_is_open(
    tmp_path: Path,
) -> None:
    inputs = list(virtual(8.0).all_inputs())
    source = Given(inputs, ends=False)
    setup = virtual(1.0).setup
    journal: list[str] = []
    collector = Collector(journal)
    service = Service(setup, source, record=lambda: RecordingWriter(tmp_path / "run.mcap", setup, {}))
    running = asyncio.create_task(service.run([collector]))

    def jumps() -> list[dict[str, object]]:
        return [each for each in collector.bodies("event") if each["type"] == "jump"]

    await eventually(lambda: len(jumps()) >= 2)
    service.stop()
    await running
    assert source.closed
    recording = read_recording(tmp_path / "run.mcap")
    assert recording.finished
    assert list(recording.inputs()) == inputs
    last = [each["type"] for each in collector.bodies("event")[-3:]]
    assert last == ["set_ended", "session_ended", "phase"]
    assert collector.bodies("state")[-1]["set"] == {"n": 1, "of": None, "running": False}
    assert journal == ["publisher up", "publisher down"]


async def test_a_publisher_that_cannot_start_leaves_no_file_behind(tmp_path: Path) -> None:
    class Refusing(Collector):
        async def __aenter__(self) -> Self:
            raise BrokerError("mqtt://nowhere", "not there")

    journal: list[str] = []
    service = Service(
        SETUP, Given([Tick(1)]), record=lambda: RecordingWriter(tmp_path / "run.mcap", SETUP, {})
    )
    with pytest.raises(BrokerError):
        await service.run([Collector(journal), Refusing()])
    assert list(tmp_path.iterdir()) == []  # noqa: ASYNC240
    assert journal == ["publisher up", "publisher down"]


async def test_a_source_that_fails_ends_in_good_order_with_its_error() -> None:
    class Failing(Given):
        async def inputs(self) -> AsyncGenerator[Input, None]:
            yield Command(START_NS, "exercise", "squat")
            raise SensorError("virtual", "gone")

    journal: list[str] = []
    collector = Collector(journal)
    with pytest.raises(SensorError):
        await Service(SETUP, Failing([]), record=lambda: Journal(journal)).run([collector])
    assert collector.bodies("event")[0]["type"] == "exercise"
    assert journal[-2:] == ["recorder closed", "publisher down"]


async def test_a_recorder_that_fails_ends_the_run_with_its_error() -> None:
    class Full(Journal):
        def write(self, item: Input) -> None:
            raise RecordingError("run.mcap", "cannot be written: no space left on device")

    journal: list[str] = []
    with pytest.raises(RecordingError):
        await Service(SETUP, Given([Tick(1)], ends=False), record=lambda: Full(journal)).run(
            [Collector(journal)]
        )
    assert journal == ["publisher up", "recorder open", "recorder closed", "publisher down"]


async def test_packets_of_strangers_are_recorded_and_published_as_nothing() -> None:
    collector, journal = Collector(), Journal([])
    stranger = Packet(START_NS, "x", b"", device="stranger")
    await Service(SETUP, Given([stranger]), record=lambda: journal).run([collector])
    assert journal.inputs == [stranger]
    assert collector.bodies("status") == []


class Waver(Collector):
    """A publisher that can show the sensors' own axes, and wants to or not."""

    def __init__(self, *, wave: bool) -> None:
        super().__init__()
        self.wave = wave


@pytest.mark.parametrize("wanted", [False, True])
async def test_the_own_axes_of_sensors_are_told_where_somebody_wants_them(wanted: bool) -> None:
    source = virtual(4.0)
    ways = [Collector(), Waver(wave=False), Waver(wave=wanted)]
    ticking = itertools.count(START_NS, LIVE_NS)  # however fast the machine, the moving line is due
    await Service(source.setup, source, now_ns=lambda: next(ticking)).run(ways)
    assert ways[0].bodies("live")
    assert all(bool(each.bodies("wave")) is wanted for each in ways)
