"""What publishers do with messages before any network is involved."""

import asyncio
import io
import json
import math
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from legday.contract import MINOR
from legday.contract.limits import MAX_PLAN_BYTES, MAX_VALUE_BYTES
from legday.core.setup import SensorSetup
from legday.errors import CommandError
from legday.publishers import Context, Message, Outbox
from legday.publishers._allowance import Allowance
from legday.publishers._backlog import LIVE, Backlog, Outgoing
from legday.publishers._commands import Asked, command, request
from legday.publishers._outbox_queue import OutboxQueue
from legday.publishers._topics import Delivery, bridge, delivery, encode
from legday.publishers.console import ConsolePublisher, ConsoleSettings, line
from legday.service.host_time import HostTime

from .brokers import PATIENCE_S, eventually

REP = {
    "id": "test.thigh.4",
    "type": "rep",
    "device": "thigh",
    "decided_s": 12.5,
    "n": 3,
    "start_s": 10.0,
    "end_s": 12.25,
    "rom_deg": 88.1,
    "eccentric_s": None,
    "partial": False,
    "quality": "good",
}


def each(topic: str, n: int = 0) -> Delivery:
    expiry_s = 2 if topic == "live" else 0
    return Delivery(topic, str(n).encode(), qos=1, retain=topic == "state", expiry_s=expiry_s)


def test_no_number_without_a_word_in_json_leaves() -> None:
    for number in (math.nan, math.inf):
        with pytest.raises(ValueError, match="JSON"):
            encode({"rom_deg": number})


def test_numbers_stay_numbers_and_the_time_of_day_is_added() -> None:
    sent = delivery("gym", Message("event", "thigh", REP, 1_700_000_000_123.4))
    assert sent.topic == "gym/v1/thigh/event/rep"
    around = {"event_type": "rep", "seq": 4, "t_ms": 1_700_000_000_123.4, "v": MINOR}
    assert json.loads(sent.payload) == {**REP, **around}
    assert (sent.qos, sent.retain, sent.expiry_s) == (1, False, 0)


def test_only_the_moving_line_expires_and_only_states_are_retained() -> None:
    live = delivery("gym", Message("live", "thigh", {"seq": 1}))
    state = delivery("gym", Message("state", "thigh", {"count": 1}))
    status = delivery("gym", Message("status", "thigh", {"status": "online"}))
    assert (live.qos, live.retain) == (0, False)
    assert live.expiry_s > 0
    assert (state.qos, state.retain, state.expiry_s) == (1, True, 0)
    assert (status.topic, status.payload, status.retain) == ("gym/v1/thigh/status", b"online", True)
    assert bridge("gym", "devices", []).retain


@pytest.fixture
async def outbox() -> AsyncIterator[Outbox]:
    async with Outbox() as outbox:
        yield outbox


@pytest.fixture
async def events(outbox: Outbox) -> OutboxQueue:
    queue = outbox.queue("a broker", "test")
    await outbox.join(queue)
    return queue


async def test_events_come_first_in_order_and_the_newest_state_replaces_the_others(
    events: OutboxQueue,
) -> None:
    backlog = Backlog("gym", events)
    for n in range(5):
        events.add(Message("event", "thigh", {**REP, "n": n}))
        backlog.add(each("state", n))
    await eventually(lambda: events.at_hand == 5)
    backlog.close()
    sent = []
    while (outgoing := await backlog.take()) is not None:
        sent.append((outgoing.ready.topic, json.loads(outgoing.ready.payload)))
        backlog.sent(outgoing)
    assert [body["n"] for topic, body in sent[:-1] if topic == "gym/v1/thigh/event/rep"] == list(range(5))
    assert sent[-1] == ("state", 4)


async def test_the_moving_line_waits_a_little_in_order_and_never_grows(events: OutboxQueue) -> None:
    backlog = Backlog("gym", events)
    for n in range(10 * LIVE):
        backlog.add(each("live", n))
    taken = [await backlog.take() for _ in range(LIVE)]
    assert [int(one.ready.payload) for one in taken if one is not None] == list(range(9 * LIVE, 10 * LIVE))


async def test_what_was_not_acknowledged_is_sent_again_but_not_the_line_of_a_time_gone_by(
    events: OutboxQueue,
) -> None:
    backlog = Backlog("gym", events)
    for n in range(4):
        events.add(Message("event", "thigh", {**REP, "n": n}))
    await eventually(lambda: events.at_hand == 4)
    first, second, third = [await backlog.take() for _ in range(3)]
    assert first is not None
    assert third is not None
    backlog.sent(first)
    backlog.sent(third)
    backlog.add(each("live", 1))
    backlog.begin_again()
    again = [await backlog.take() for _ in range(3)]
    assert again == [second, third, Outgoing(again[2].ready, 4)]  # type: ignore[union-attr]


async def test_whoever_waits_for_something_to_send_is_woken(events: OutboxQueue) -> None:
    backlog = Backlog("gym", events)
    waiting = asyncio.create_task(backlog.take())
    await asyncio.sleep(0)
    assert not waiting.done()
    events.add(Message("event", "thigh", REP, 1.5))
    outgoing = await asyncio.wait_for(waiting, PATIENCE_S)
    assert outgoing == Outgoing(delivery("gym", Message("event", "thigh", REP, 1.5)), 1)


def taken(
    payload: bytes, topic: str = "v1/thigh/cmd/exercise", *, retained: bool = False
) -> tuple[str, str, str]:
    asked = Asked(topic, payload, retained)
    got = command(asked, request(asked), {"thigh"}, 7)
    assert got.at_ns == 7
    return got.name, got.value, got.device


def test_a_command_is_text_or_json() -> None:
    assert taken(b"squat") == ("exercise", "squat", "thigh")
    assert taken(b'{"value": "squat", "transaction": "x"}') == ("exercise", "squat", "thigh")
    assert taken(b'{"value": 3}', "v1/all/cmd/adjust") == ("adjust", "3", "")
    assert taken(b"", "v1/all/cmd/undo") == ("undo", "", "")
    assert taken(b'{"value": 2.5}', "v1/workout/cmd/keep") == ("keep", "2.5", "")


@pytest.mark.parametrize(
    "payload",
    [
        b"\xff\xfe",
        b'{"value": ',
        b'{"value": ["squat"]}',
        b'{"value": {"a": 1}}',
        b'{"value": true}',
        b'{"value": "squat", "transaction": 7}',
        b'{"value": "squat", "colour": "red"}',
        b'{"value": ' + b"[" * 900,
        b"x" * (MAX_VALUE_BYTES + 1),
    ],
)
def test_a_malformed_command_is_refused(payload: bytes) -> None:
    with pytest.raises(CommandError):
        taken(payload)


def test_only_a_plan_may_be_long() -> None:
    long = "x" * MAX_PLAN_BYTES
    assert taken(long.encode(), "v1/all/cmd/plan") == ("plan", long, "")
    for payload, topic in ((long + "x", "v1/all/cmd/plan"), (long, "v1/all/cmd/exercise")):
        with pytest.raises(CommandError, match=f"a payload of {len(payload)} bytes"):
            taken(payload.encode(), topic)


def test_a_command_for_somebody_else_or_another_time_is_refused() -> None:
    with pytest.raises(CommandError, match="thigh"):
        taken(b"squat", "v1/nobody/cmd/exercise")
    with pytest.raises(CommandError, match="known: adjust"):
        taken(b"", "v1/thigh/cmd/dance")
    with pytest.raises(CommandError, match="retained"):
        taken(b"squat", retained=True)


async def printed(context: Context, form: str, *messages: Message) -> str:
    out = io.StringIO()
    async with ConsolePublisher(ConsoleSettings(format=form), context, out) as console:  # type: ignore[arg-type]
        for message in messages:
            await console.publish(message)
    return out.getvalue()


async def test_json_lines_are_the_events_and_nothing_else(context: Context) -> None:
    step = {**REP, "type": "step", "id": "test.thigh.5"}
    lines = await printed(
        context,
        "jsonl",
        Message("status", "thigh", {"status": "online"}),
        Message("event", "thigh", REP, 5.0),
        Message("live", "thigh", {"t_s": [1.0]}),
        Message("event", "thigh", step),
    )
    assert [json.loads(line) for line in lines.splitlines()] == [
        {"take": "test", **REP},
        {"take": "test", **step},
    ]


async def test_people_read_the_time_the_number_and_the_figures_with_their_units(context: Context) -> None:
    step = {**REP, "type": "step"}
    text = await printed(context, "lines", Message("event", "thigh", REP), Message("event", "thigh", step))
    assert len(text.splitlines()) == 1
    assert "12.50 s" in text
    assert "rep 3" in text
    assert "rom 88" in text
    assert "None" not in text


def test_the_quickest_arrival_says_best_when_something_happened() -> None:
    clock = HostTime()
    assert clock.of("thigh", 1.0) is None
    for n, late_ms in enumerate([30.0, 5.0, 40.0, 25.0]):
        clock.arrived("thigh", round((1_000.0 + n + late_ms * 1e-3) * 1e9), float(n))
    assert clock.of("thigh", 2.0) == pytest.approx(1_002_005.0, abs=1.0)
    assert clock.of("workout", 2.0) == clock.of("thigh", 2.0)


def test_a_sensor_that_starts_its_clock_again_is_followed() -> None:
    clock = HostTime()
    clock.arrived("thigh", 1_000 * 10**9, 500.0)
    clock.arrived("thigh", 1_010 * 10**9, 0.0)
    assert clock.of("thigh", 1.0) == pytest.approx(1_011_000.0)


def test_so_much_is_looked_at_and_then_so_much_a_second() -> None:
    clock = [0.0]
    allowance = Allowance(3.0, 2.0, lambda: clock[0])
    assert [allowance.take() for _ in range(5)] == [True, True, True, False, False]
    clock[0] = 1.0
    assert [allowance.take() for _ in range(3)] == [True, True, False]
    clock[0] = 100.0
    assert [allowance.take() for _ in range(4)] == [True, True, True, False]


def test_a_line_for_people_leaves_out_what_is_as_usual_and_what_does_not_fit() -> None:
    rep = {**REP, "eccentric_s": 1.094, "concentric_s": 1.33, "side": "this", "peak_angle_deg": 91.0}
    assert line(rep).plain == (
        "    12.50 s  rep 3           rom 88 deg  eccentric 1.09 s  concentric 1.33 s  peak angle 91 deg"
    )
    assert line(rep, 80).plain == (
        "    12.50 s  rep 3           rom 88 deg  eccentric 1.09 s  concentric 1.33 s"
    )
    assert "side other" in line({**rep, "side": "other"}).plain


def test_what_a_stranger_wrote_commands_no_terminal() -> None:
    refused = {"type": "command_refused", "decided_s": 1.0, "command": "plan", "value": "\x1b[2Jgone\r\n\0"}
    assert line(refused).plain.isprintable()
    assert r"value \x1b[2Jgone\r\n\x00" in line(refused).plain


async def test_what_two_sensors_see_is_told_once_and_whose_link_it_is(context: Context) -> None:
    thighs = tuple(SensorSetup(device=each, profile="movella_dot") for each in ("left", "right"))
    both = replace(context, setup=context.setup.model_copy(update={"sensors": thighs}))
    link = {**REP, "type": "link", "n": None, "rom_deg": None, "state": "disconnected"}
    devices = ("left", "right", "workout")
    told = [Message("event", device, {**REP, "device": device}) for device in devices]
    text = await printed(both, "lines", *told, Message("event", "right", {**link, "device": "right"}))
    assert [said.split()[2:] for said in text.splitlines()] == [
        ["rep", "3", "rom", "88", "deg"],
        ["link", "right", "disconnected"],
    ]
