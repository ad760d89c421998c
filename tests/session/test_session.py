"""The session: commands, corrections, sets, and the law over its inputs."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legday.core.events import Event, Retracted, SetEnded, SetStarted
from legday.core.inputs import Command, Input, Packet, time_ns
from legday.core.setup import SensorSetup, SessionSetup
from legday.errors import ProfileError, UnknownExerciseError
from legday.messages import message
from legday.sensors.registry import profile
from legday.session import Session
from legday.simulate.athlete import Athlete
from legday.simulate.radio import Radio, transmit
from legday.simulate.sensor import Strapped, sense

SENSOR = SensorSetup(device="thigh", profile="take", rate_hz=100.0)


def setup(exercise: str | None = "squat") -> SessionSetup:
    return SessionSetup(recording="test", exercise=exercise, sensors=(SENSOR,))


@cache
def two_sets() -> tuple[Input, ...]:
    """Five squats, half a minute of rest, three squats."""
    athlete = Athlete(seed=3)
    athlete.stay(2.0)
    for squats in (5, 3):
        for _ in range(squats):
            athlete.squat()
        athlete.stay(30.0)
    block = sense(athlete.kinematics(), Strapped(100.0))
    return tuple(transmit(block, profile("take"), Radio(samples=10, start_ns=0)))


def run(inputs: tuple[Input, ...], exercise: str | None = "squat") -> list[Event]:
    session = Session(setup(exercise))
    return session.push(inputs) + session.finish()


@cache
def whole(inputs: tuple[Input, ...]) -> list[Event]:
    """What `run` gives, counted once for all examples of the inputs."""
    return run(inputs)


def inserted(at_s: float, *commands: Command) -> tuple[Input, ...]:
    """The two sets with commands in front of the first packet behind ``at_s``."""
    inputs = two_sets()
    place = next(
        index
        for index, item in enumerate(inputs)
        if isinstance(item, Packet) and item.arrival_ns > at_s * 1e9
    )
    return (*inputs[:place], *commands, *inputs[place:])


def standing(events: list[Event], kind: str) -> list[Event]:
    withdrawn = {event.retracts for event in events if isinstance(event, Retracted)}
    return [event for event in events if event.type == kind and event.serial not in withdrawn]


def test_sets_are_found_by_themselves() -> None:
    events = run(two_sets())
    ended = [event for event in events if isinstance(event, SetEnded)]
    started = [event for event in events if isinstance(event, SetStarted)]
    assert [(event.n, event.count) for event in ended] == [(1, 5), (2, 3)]
    assert [event.exercise for event in started] == ["squat", "squat"]
    assert started[0].t_s == pytest.approx(2.0, abs=0.6)
    assert 10.0 < ended[0].decided_s - ended[0].end_s < 13.0


def test_nothing_is_counted_under_a_guess() -> None:
    assert [event.type for event in run(two_sets(), exercise=None)] == []


def test_undo_withdraws_the_newest_count_and_the_numbers_go_on_from_there() -> None:
    events = run(inserted(12.0, Command(0, "undo")))
    withdrawn = [event for event in events if isinstance(event, Retracted)]
    assert [event.reason for event in withdrawn] == ["undone"]
    assert len(standing(events, "rep")) == 7
    assert standing(events, "rep")[-1].n == 7
    ended = [event for event in events if isinstance(event, SetEnded)]
    assert [event.count for event in ended] == [4, 3]


@pytest.mark.parametrize(("value", "count"), [("+1", 6), ("-1", 4)])
def test_a_correction_changes_the_running_set(value: str, count: int) -> None:
    events = run(inserted(12.0, Command(0, "adjust", value)))
    ended = [event for event in events if isinstance(event, SetEnded)]
    assert ended[0].count == count
    assert [event.by for event in events if event.type == "correction"] == [int(value)]


def test_another_exercise_closes_the_set_and_counts_on() -> None:
    events = run(inserted(30.0, Command(0, "exercise", "high_knees")))
    chosen = [event.exercise for event in events if event.type == "exercise"]
    assert chosen == ["squat", "high_knees"]
    assert len(standing(events, "rep")) == 5


@pytest.mark.parametrize(
    "command",
    [Command(0, "exercise", "knitting"), Command(0, "adjust", "7"), Command(0, "dance")],
)
def test_a_command_that_means_nothing_is_refused_and_the_count_goes_on(command: Command) -> None:
    events = run(inserted(12.0, command))
    refused = [event for event in events if event.type == "command_refused"]
    assert [event.command for event in refused] == [command.name]
    assert len(standing(events, "rep")) == 8


def test_a_setup_that_names_what_is_not_there_is_refused() -> None:
    with pytest.raises(UnknownExerciseError, match="squat"):
        Session(setup("knitting"))
    with pytest.raises(ProfileError):
        Session(SessionSetup(sensors=(SensorSetup(profile="nobody_made_this"),)))


def test_ids_are_unique_and_numbers_run_on_within_a_device() -> None:
    inputs = inserted(12.0, Command(0, "exercise", "leapfrog"), Command(0, "exercise", "squat"))
    events = run(inputs)
    ids = [message(event, "test")["id"] for event in events]
    assert len(set(ids)) == len(ids)
    serials = [event.serial for event in events if event.device == "thigh"]
    assert serials == list(range(len(serials)))


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_any_partition_of_the_inputs_gives_the_same_events(data: st.DataObject) -> None:
    """In the first set and the rest behind it, with commands in between."""
    commanded = inserted(14.0, Command(0, "undo"), Command(0, "exercise", "lunge"))
    inputs = tuple(item for item in commanded if time_ns(item) < 35e9)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(inputs)), max_size=30)))
    session = Session(setup())
    events: list[Event] = []
    for start, end in zip([0, *cuts], [*cuts, len(inputs)], strict=True):
        events += session.push(inputs[start:end])
    assert events + session.finish() == whole(inputs)
