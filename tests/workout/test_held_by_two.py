"""A position that is held, seen by two sensors: its time is told meanwhile, and a plan follows it live."""

from functools import cache
from itertools import pairwise

import pytest

from legday.core.events import Event, HoldProgress, TargetReached
from legday.core.inputs import Command, Input, Packet, time_ns
from legday.session import Session
from legday.simulate.athlete import Athlete
from tests.workout.two_sensors import THIGH_AND_SHANK, THIGHS, Worn, by_arrival, run, setup, standing, streams

PLAN = 'name="sit"\n[[exercises]]\nexercise="wall_sit"\nseconds=12\nsets=1\nrest_s=20'
SHANK_FIRST = tuple(reversed(THIGH_AND_SHANK))


@cache
def sat(worn: tuple[Worn, ...]) -> tuple[Input, ...]:
    """Twenty seconds on the wall, of which a plan asks for twelve."""
    athlete = Athlete(seed=4)
    athlete.stay(3.0)
    athlete.wall_sit(20.0)
    athlete.stay(6.0)
    packets = by_arrival(streams(athlete, worn), ticks=True)
    return (Command(time_ns(packets[0]), "plan", PLAN), *packets)


def reached_at(events: list[Event]) -> list[tuple[str, float]]:
    return [(each.target, each.t_s) for each in events if isinstance(each, TargetReached)]


@pytest.mark.parametrize(
    "worn", [THIGHS, THIGH_AND_SHANK, SHANK_FIRST], ids=["thighs", "shank", "shank first"]
)
def test_the_target_is_reached_while_it_is_held(worn: tuple[Worn, ...]) -> None:
    events = run(setup(None, worn), list(sat(worn)))
    (held,) = standing(events, "workout", "hold")
    ((target, t_s),) = reached_at(events)
    assert target == "seconds"
    assert t_s - held.start_s == pytest.approx(12.5, abs=0.7)
    assert t_s < held.end_s - 5.0
    told = [type(each) for each in events]
    assert told.index(TargetReached) < events.index(held)
    (ended,) = (each for each in events if each.type == "set_ended")
    assert (ended.count, ended.reached) == (1, True)
    assert ended.held_s == pytest.approx(held.end_s - held.start_s)


def test_its_time_is_told_once_a_second_however_many_see_it() -> None:
    events = run(setup("wall_sit", THIGHS), [each for each in sat(THIGHS) if isinstance(each, Packet)])
    told = [each for each in events if isinstance(each, HoldProgress) and each.device == "workout"]
    assert 18 <= len(told) <= 20
    steps_s = [later.elapsed_s - earlier.elapsed_s for earlier, later in pairwise(told)]
    assert steps_s == pytest.approx([1.0] * len(steps_s), abs=0.1)


def test_another_sensor_goes_on_telling_when_the_first_falls_silent() -> None:
    """The sensor that told so far is gone after eight seconds of the hold: the target is still reached."""
    everything = list(sat(THIGHS))
    events = Session(setup(None, THIGHS)).push(everything)
    teller = next(
        each.device for each in events if isinstance(each, HoldProgress) and each.device != "workout"
    )
    last_ns = time_ns(everything[0]) + 12 * 10**9
    heard = [
        each
        for each in everything
        if not isinstance(each, Packet) or each.device != teller or each.arrival_ns < last_ns
    ]
    ((target, _),) = reached_at(run(setup(None, THIGHS), heard))
    assert target == "seconds"
