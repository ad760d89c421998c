"""The order in which two sensors' packets come in does not matter, and a silent one holds nobody back."""

from functools import cache
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legday.core.events import Event
from legday.core.inputs import Input, LinkChange, Packet, time_ns
from legday.session import Session
from legday.simulate.athlete import Athlete
from legday.simulate.radio import Radio
from legday.workout.pairing.order import SILENT_NS
from tests.workout.two_sensors import THIGHS, by_arrival, run, setup, standing, streams

PROMPT = Radio(interval_s=0.01, late_share=0.0, samples=10, start_ns=0)
PACKET_NS = 100_000_000
MOST_NS = SILENT_NS - PACKET_NS - 50_000_000
"""A sensor is heard before it counts as silent: what it sends comes a packet's length after what it was."""

laws = settings(max_examples=15, deadline=None)


@cache
def performance(exercise: str) -> tuple[tuple[Packet, ...], ...]:
    athlete = Athlete(seed=2)
    athlete.stay(2.0)
    match exercise:
        case "squat":
            for _ in range(3):
                athlete.squat()
        case "high_knees":
            athlete.high_knees(8)
        case "wall_sit":
            athlete.wall_sit(5.0)
        case "lunge":
            for leg in ("left", "right", "left"):
                athlete.lunge(leg=leg)
                athlete.stay(0.5)
        case "walk":
            athlete.walk(8.0)
    athlete.stay(2.0)
    return tuple(tuple(stream) for stream in streams(athlete, THIGHS, radio=PROMPT))


def interleaved(packets: tuple[tuple[Packet, ...], ...], delays_ns: list[list[int]]) -> list[Input]:
    """Each stream in its own order, every packet taken up to its delay late; ticks at their own time."""
    placed: list[tuple[int, int, Input]] = []
    for rank, (stream, own_ns) in enumerate(zip(packets, delays_ns, strict=True)):
        late = [packet.arrival_ns + own_ns[i % len(own_ns)] for i, packet in enumerate(stream)]
        placed += [(at_ns, rank, packet) for at_ns, packet in zip(accumulate(late, max), stream, strict=True)]
    ticks = by_arrival([list(stream) for stream in packets], ticks=True)
    placed += [(time_ns(item), 2, item) for item in ticks if not isinstance(item, Packet)]
    return [item for _, _, item in sorted(placed, key=lambda entry: entry[:2])]


def by_device(events: list[Event]) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = {}
    for event in events:
        found.setdefault(event.device, []).append(event)
    return found


@cache
def expected(exercise: str) -> dict[str, list[Event]]:
    inputs = by_arrival([list(stream) for stream in performance(exercise)], ticks=True)
    return by_device(run(setup(exercise, THIGHS), inputs))


@pytest.mark.parametrize("exercise", ["squat", "high_knees", "lunge", "walk", "wall_sit"])
@laws
@given(delays_ns=st.lists(st.lists(st.integers(0, MOST_NS), min_size=1, max_size=40), min_size=2, max_size=2))
def test_any_interleaving_gives_the_same_events(exercise: str, delays_ns: list[list[int]]) -> None:
    inputs = interleaved(performance(exercise), delays_ns)
    assert by_device(run(setup(exercise, THIGHS), inputs)) == expected(exercise)


@pytest.mark.parametrize("exercise", ["squat", "high_knees", "lunge", "walk", "wall_sit"])
def test_the_law_is_tested_on_events_of_the_workout(exercise: str) -> None:
    kinds = {event.type for event in expected(exercise)["workout"]}
    assert {"set_started", "set_ended", "asymmetry"} <= kinds


def test_numbers_of_the_workout_run_on() -> None:
    for exercise in ("squat", "high_knees"):
        serials = [event.serial for event in expected(exercise)["workout"]]
        assert serials == list(range(len(serials)))


def test_device_clocks_that_start_anywhere_and_drift_are_brought_together() -> None:
    """Real bytes with device ticks: the same squats, whichever of two packets is taken first."""
    athlete = Athlete(seed=2)
    athlete.stay(2.0)
    for _ in range(3):
        athlete.squat()
    athlete.stay(2.0)
    packets = streams(athlete, THIGHS, "movella_dot", 60.0, Radio(first_tick=2**32 - 4_000_000))
    two = setup("squat", THIGHS, "movella_dot")
    events = run(two, by_arrival(packets))
    late = interleaved(tuple(tuple(stream) for stream in packets), [[0], [MOST_NS, 0, 0, 0, 0]])
    assert by_device(run(two, [item for item in late if isinstance(item, Packet)])) == by_device(events)
    apart = [event.lead_s for event in events if event.type == "asymmetry"]
    assert len(apart) == 3
    assert all(abs(lead_s) < 0.03 for lead_s in apart)


def heard_at(session: Session, inputs: list[Input]) -> list[tuple[int, Event]]:
    return [(time_ns(item), event) for item in inputs for event in session.push([item])]


def test_a_silent_partner_holds_nobody_back() -> None:
    left, right = (list(stream) for stream in performance("squat"))
    cut = [packet for packet in right if packet.arrival_ns < 3_000_000_000]
    session = Session(setup("squat", THIGHS))
    heard = heard_at(session, by_arrival([left, cut], ticks=True))
    reps = [(at_ns, event) for at_ns, event in heard if event.device == "workout" and event.type == "rep"]
    assert len(reps) == 3
    for at_ns, event in reps:
        assert at_ns * 1e-9 - event.decided_s < 0.2


def test_a_partner_whose_link_went_down_holds_nobody_back() -> None:
    left, right = (list(stream) for stream in performance("squat"))
    cut: list[Input] = [packet for packet in right if packet.arrival_ns < 3_000_000_000]
    down = LinkChange(3_000_000_000, "disconnected", "right")
    inputs = sorted([*left, *cut, down], key=time_ns)
    heard = heard_at(Session(setup("squat", THIGHS)), inputs)
    assert sum(1 for _, event in heard if event.device == "workout" and event.type == "rep") == 3


def test_without_ticks_a_partner_is_waited_for_until_the_end() -> None:
    left, right = (list(stream) for stream in performance("squat"))
    cut = [packet for packet in right if packet.arrival_ns < 3_000_000_000]
    session = Session(setup("squat", THIGHS))
    assert standing(session.push(by_arrival([left, cut])), "workout", "rep") == []
    assert len(standing(session.finish(), "workout", "rep")) == 3


def test_a_partner_that_comes_back_is_heard_again() -> None:
    left, right = (list(stream) for stream in performance("squat"))
    away = [packet for packet in right if not 3_000_000_000 < packet.arrival_ns < 6_500_000_000]
    events = run(setup("squat", THIGHS), by_arrival([left, away], ticks=True))
    assert len(standing(events, "workout", "rep")) == 3
    assert [event.type for event in events if event.device == "right" and event.type == "gap"] == ["gap"]
