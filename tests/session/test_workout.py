"""A workout in a whole session: a plan that is followed, commands on the way, and the law over all of it."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legday.core.events import Event, Jump
from legday.core.inputs import Command, Input, LinkChange, Tick, time_ns
from legday.core.setup import SensorSetup, SessionSetup
from legday.plans import find_plan
from legday.recording.mcap_file import read_recording
from legday.recording.writer import RecordingWriter
from legday.sensors.registry import profile
from legday.session import Session
from legday.simulate.athlete import Athlete
from legday.simulate.radio import Radio, transmit
from legday.simulate.sensor import Strapped, sense

SETUP = SessionSetup(recording="plan", sensors=(SensorSetup(profile="movella_dot"),), synthetic=True)

PLAN = """
name = "short"
[[exercises]]
exercise = "squat"
sets = 2
seconds = 10
rest_s = 9
depth_deg = 50
[[exercises]]
exercise = "leapfrog"
reps = 3
landing_load_g = 6
"""


@cache
def trained() -> tuple[Input, ...]:
    """Squats for two sets by the clock, then leapfrogs: notifications, and a tick each second."""
    athlete = Athlete(seed=6)
    athlete.stay(5.5)
    for until_s in (15.0, 34.0):
        while athlete.now_s + 3.2 < until_s:
            athlete.squat()
            athlete.stay(0.3)
        athlete.stay(until_s + 9.5 - athlete.now_s)
    for _ in range(4):
        athlete.leapfrog()
        athlete.stay(0.4)
    athlete.stay(6.0)
    block = sense(athlete.kinematics(), Strapped(60.0))
    packets: list[Input] = list(transmit(block, profile("movella_dot"), Radio(start_ns=10**9)))
    ticks: list[Input] = [Tick(second * 10**9) for second in range(1, int(athlete.now_s) + 3)]
    return tuple(sorted(packets + ticks, key=time_ns))


def at(seconds: float, name: str, value: str = "") -> Command:
    return Command(round((1.0 + seconds) * 1e9), name, value)


def with_commands(*commands: Input) -> tuple[Input, ...]:
    return tuple(sorted((*commands, *trained()), key=time_ns))


@cache
def run(inputs: tuple[Input, ...]) -> list[Event]:
    session = Session(SETUP)
    return session.push(inputs) + session.finish()


def of(events: list[Event], kind: str) -> list[Event]:
    return [event for event in events if event.type == kind]


FOLLOWED = at(-0.5, "plan", find_plan(PLAN).model_dump_json())


def test_a_plan_leads_through_the_session_and_chooses_by_itself() -> None:
    events = run(with_commands(FOLLOWED))
    assert [event.name for event in of(events, "phase")] == [
        *("countdown", "work", "rest", "countdown", "work", "rest", "work", "done")
    ]
    sets = of(events, "set_ended")
    assert [(each.exercise, each.reached) for each in sets] == [
        ("squat", True),
        ("squat", True),
        ("leapfrog", True),
    ]
    assert all(each.end_s - each.start_s == pytest.approx(10.0) for each in sets[:2])
    assert [each.count for each in sets] == [3, 3, 4]
    assert [event.exercise for event in of(events, "exercise")] == ["squat", "leapfrog"]
    assert [event.completed for event in of(events, "plan_ended")] == [True]
    (session,) = of(events, "session_ended")
    assert (session.plan, session.count) == ("short", 10)


def test_the_limit_of_the_landings_reaches_the_detector_of_jumps() -> None:
    events = run(with_commands(FOLLOWED))
    jumps = [event for event in events if isinstance(event, Jump)]
    over = [jump.load_m_s2 is not None and jump.load_m_s2 > 6 * 9.80665 for jump in jumps]
    assert [jump.load_warning for jump in jumps] == over
    assert any(over)
    warned = [event for event in of(events, "target_reached") if event.target == "landing_load"]
    assert [event.value for event in warned] == [6.0]


def test_numbers_run_on_within_each_device() -> None:
    events = run(with_commands(FOLLOWED, at(12.0, "undo"), at(20.0, "adjust", "+1")))
    for device in ("thigh", "workout"):
        serials = [event.serial for event in events if event.device == device]
        assert serials == list(range(len(serials)))


def test_undo_in_the_rest_takes_from_the_set_that_has_just_ended() -> None:
    events = run(with_commands(FOLLOWED, at(17.5, "undo"), at(18.0, "adjust", "-1")))
    assert [(each.n, each.count, each.detected) for each in of(events, "set_corrected")] == [
        (1, 2, 3),
        (1, 1, 3),
    ]
    (session,) = of(events, "session_ended")
    assert [each.count for each in session.sets] == [1, 3, 4]


def test_the_clock_of_a_plan_runs_on_while_the_sensor_is_away() -> None:
    away = (14.0, 26.0)
    heard = [
        item
        for item in with_commands(FOLLOWED)
        if isinstance(item, Tick) or not away[0] <= time_ns(item) * 1e-9 - 1.0 < away[1]
    ]
    link = LinkChange(round((1.0 + away[0]) * 1e9), "disconnected")
    events = run(tuple(sorted((link, *heard), key=time_ns)))
    work = [event for event in of(events, "phase") if event.name == "work"]
    assert [event.t_s for event in work[:2]] == pytest.approx([5.0, 24.0], abs=0.3)


def test_commands_that_mean_nothing_are_refused_with_the_reason() -> None:
    asked = (
        ("plan", "nobody"),
        ("plan", 'name = "x"'),
        ("plan", ""),
        ("set", "jump"),
        ("set", "stop"),
        ("pause", "off"),
        ("pause", ""),
        ("session", "go"),
        ("undo", ""),
        ("adjust", "-1"),
    )
    session = Session(SETUP)
    events = session.push([at(0.0, name, value) for name, value in asked])
    assert [(event.type, event.command, event.value) for event in events] == [
        ("command_refused", name, value) for name, value in asked
    ]
    assert all(event.reason for event in events)


MEDDLED = with_commands(
    FOLLOWED,
    at(9.0, "undo"),
    at(11.0, "pause", "on"),
    at(12.5, "pause", "off"),
    at(18.0, "adjust", "+1"),
    at(30.0, "set", "stop"),
    at(33.0, "exercise", "leapfrog"),
    at(46.0, "plan", ""),
    at(47.0, "set", "start"),
    at(49.0, "undo"),
    at(50.0, "session", "stop"),
    at(50.5, "adjust", "+1"),
    at(51.0, "session", "start"),
    at(52.0, "plan", find_plan(PLAN).model_dump_json()),
)


def test_whatever_people_ask_for_changes_something_here() -> None:
    kinds = {event.type for event in run(MEDDLED)}
    wanted = {"retracted", "correction", "set_corrected", "plan_ended", "target_reached"}
    wanted |= {"session_ended", "session_corrected"}
    assert wanted <= kinds


@settings(max_examples=3, deadline=None)
@given(data=st.data())
def test_any_partition_of_the_inputs_gives_the_same_workout(data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(MEDDLED)), max_size=30)))
    session = Session(SETUP)
    events: list[Event] = []
    for start, end in zip([0, *cuts], [*cuts, len(MEDDLED)], strict=True):
        events += session.push(MEDDLED[start:end])
    assert events + session.finish() == run(MEDDLED)


def test_a_workout_equals_the_replay_of_its_recording(tmp_path: Path) -> None:
    live = Session(SETUP)
    events: list[Event] = []
    with RecordingWriter(tmp_path / "run.mcap", SETUP, {}) as recorder:
        for item in MEDDLED:
            recorder.write(item)
            events += live.push([item])
    events += live.finish()
    recording = read_recording(tmp_path / "run.mcap")
    again = Session(recording.setup)
    assert again.push(recording.inputs()) + again.finish() == events
