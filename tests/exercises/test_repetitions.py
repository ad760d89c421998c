"""Simulated repetitions with known truth, however the sensor sits. Synthetic: the laws, not the accuracy."""

import numpy as np
import pytest
from scipy.spatial.transform import Rotation
from tests.exercises.repeating import (
    cut_at,
    events_of,
    motion_of,
    repeat,
    reps_of,
    standing,
    standing_reps,
)

from legday.core.detector import Setting
from legday.core.events import Rep, Retracted
from legday.exercises import exercise as find_exercise
from legday.simulate.athlete import Athlete
from legday.simulate.programme import performed
from legday.simulate.sensor import Strapped

PERFORMED = (
    "squat",
    "lunge",
    "step_up",
    "sit_to_stand",
    "straight_leg_raise",
    "hip_abduction",
    "hip_extension",
    "deadlift",
    "burpee",
)
MOUNTED = Rotation.from_euler("xyz", [25.0, -40.0, 110.0], degrees=True)
SLIPPED = Rotation.from_euler("y", 20.0, degrees=True)


@pytest.mark.parametrize("exercise", PERFORMED)
def test_every_repetition_behind_a_walk_counts_once(exercise: str) -> None:
    athlete = performed(exercise)
    reps = reps_of(exercise, athlete)
    assert [rep.n for rep in reps] == list(range(1, len(athlete.truth.reps) + 1))
    for rep, truth in zip(reps, athlete.truth.reps, strict=True):
        assert truth.start_s < rep.turn_s < truth.end_s
        assert rep.start_s <= rep.turn_s <= rep.end_s <= rep.decided_s


@pytest.mark.parametrize(
    "sensor",
    [
        Strapped(mounting=MOUNTED),
        Strapped(mounting=MOUNTED, gyroscope=False),
        Strapped(mounting=SLIPPED * MOUNTED.inv()),
        Strapped(rate_hz=25.0),
        Strapped(rate_hz=50.0),
        Strapped(rate_hz=200.0),
        Strapped(acc_range_m_s2=2 * 9.80665),
        Strapped(acc_bias_m_s2=(0.0, -6.0, 0.0)),
        Strapped(drift=1e-4),
    ],
    ids=["turned", "acc only", "turned again", "25 Hz", "50 Hz", "200 Hz", "2 g", "bias", "drift"],
)
@pytest.mark.parametrize("exercise", ["squat", "lunge", "sit_to_stand", "straight_leg_raise"])
def test_the_count_holds_however_the_sensor_sits(exercise: str, sensor: Strapped) -> None:
    athlete = performed(exercise)
    own_leg = [rep for rep in reps_of(exercise, athlete, sensor) if rep.side == "this"]
    assert len(own_leg) == len(athlete.truth.reps)


@pytest.mark.parametrize("axis", ["x", "y", "z"])
@pytest.mark.parametrize("exercise", ["squat", "lunge", "sit_to_stand", "straight_leg_raise"])
def test_a_slip_in_mid_set_costs_nothing(exercise: str, axis: str) -> None:
    athlete = performed(exercise)
    slip = Rotation.from_euler(axis, 20.0, degrees=True)
    reps = reps_of(exercise, athlete, Strapped(slip=slip, slip_at_s=22.0))
    assert len([rep for rep in reps if rep.side == "this"]) == len(athlete.truth.reps)


@pytest.mark.parametrize("seconds", [1.2, 2.4, 5.0])
def test_the_tempo_does_not_matter(seconds: float) -> None:
    assert len(reps_of("squat", standing("squat", 8, seconds=seconds))) == 8


def test_pause_and_bounce_at_the_bottom() -> None:
    assert len(reps_of("squat", standing("squat", 6, seconds=6.0, pause_s=4.0))) == 6
    assert len(reps_of("squat", standing("bouncing_rep", 6, size_deg=90.0, seconds=2.5))) == 6


def test_depth_and_halves_of_a_squat() -> None:
    for rep in reps_of("squat", standing("squat", 6, depth_deg=90.0, seconds=2.4, pause_s=0.1)):
        assert rep.rom_rad == pytest.approx(np.radians(90.0), rel=0.25)
        assert rep.eccentric_s == pytest.approx(1.15, abs=0.35)
        assert rep.concentric_s == pytest.approx(1.15, abs=0.35)
        assert not rep.partial


def test_a_squat_half_as_deep_as_the_others_is_one_more_and_partial() -> None:
    athlete = Athlete(1)
    athlete.stay(2.0)
    for depth_deg in (95.0, 95.0, 48.0, 95.0, 48.0, 95.0):
        athlete.squat(depth_deg=depth_deg)
    athlete.stay(2.0)
    reps = reps_of("squat", athlete)
    assert [rep.partial for rep in reps] == [False, False, True, False, True, False]


@pytest.mark.parametrize("stays_s", [6.0, 12.0])
def test_leaning_for_seconds_between_squats_is_no_half_squat(stays_s: float) -> None:
    athlete = standing("squat", 4, depth_deg=95.0)
    athlete.squat(depth_deg=48.0, seconds=stays_s + 2.0, pause_s=stays_s)
    assert len(reps_of("squat", repeat(athlete, "squat", 4, depth_deg=95.0))) == 8


def test_a_shallow_squat_is_a_partial_one() -> None:
    assert all(rep.partial for rep in reps_of("squat", standing("squat", 5, depth_deg=45.0)))


def test_walking_running_and_sitting_are_no_squats() -> None:
    athlete = Athlete(2)
    athlete.stay(2.0)
    athlete.walk(40.0)
    athlete.run(30.0)
    athlete.stay(2.0)
    athlete.sit_down()
    athlete.stay(30.0)
    assert reps_of("squat", athlete) == []
    assert reps_of("burpee", athlete) == []


def test_a_lone_squat_is_withdrawn_after_a_while() -> None:
    athlete = standing("squat", 1)
    athlete.stay(20.0)
    events = events_of("squat", motion_of(athlete))
    withdrawn = [event for event in events if isinstance(event, Retracted)]
    assert len(withdrawn) == 1
    assert standing_reps(events) == []


def test_a_lone_squat_at_the_end_of_a_take_stands() -> None:
    assert len(reps_of("squat", standing("squat", 1))) == 1


def test_two_lone_squats_and_those_a_minute_apart_do_not_stand() -> None:
    two = standing("squat", 2, rest_s=25.0)
    assert reps_of("squat", two) == []
    assert reps_of("squat", standing("squat", 4, rest_s=55.0)) == []


def test_a_late_squat_of_the_usual_kind_needs_no_second_one() -> None:
    athlete = standing("squat", 4)
    athlete.stay(30.0)
    repeat(athlete, "squat", 1)
    athlete.stay(30.0)
    assert len(reps_of("squat", athlete)) == 5


@pytest.mark.parametrize(("rest_s", "withdrawn"), [(17.5, 0), (21.0, 2), (40.0, 2)])
def test_slow_squats_count_beside_each_other_however_long_the_rest_between_them(
    rest_s: float, withdrawn: int
) -> None:
    motion = motion_of(standing("squat", 3, rest_s, seconds=6.0, pause_s=4.0))
    whole = events_of("squat", motion)
    before_the_end = [event for event in whole if event.decided_s < motion.t_s[-1]]
    assert [rep.n for rep in standing_reps(before_the_end)] == [1, 2, 3]
    assert sum(isinstance(event, Retracted) for event in before_the_end) == withdrawn
    starts_s = [rep.start_s for rep in standing_reps(whole)]
    assert starts_s == sorted(starts_s)
    assert [event.serial for event in whole] == list(range(len(whole)))
    waits = next(event for event in whole if isinstance(event, Rep)).decided_s
    for at_s in (waits + 18.0, waits + 18.8, waits + 19.4, waits + 21.0):  # around where patience ends
        detector = find_exercise("squat").build(Setting(100.0, "thigh", gyroscope=True))
        first, second = cut_at(motion, int(np.searchsorted(motion.t_s, at_s)))
        assert [*detector.update(first), *detector.update(second), *detector.finish()] == whole


def test_a_gap_keeps_the_tally() -> None:
    motion = motion_of(standing("squat", 8))
    first, second = cut_at(motion, len(motion) // 2)
    detector = find_exercise("squat").build(Setting(100.0, "thigh", gyroscope=True))
    events = [*detector.update(first), *detector.after_gap(), *detector.update(second), *detector.finish()]
    reps = standing_reps(events)
    assert len(reps) in (7, 8)
    assert [rep.n for rep in reps] == list(range(1, len(reps) + 1))


def test_a_burpee_has_its_postures_and_its_flight() -> None:
    reps = reps_of("burpee", standing("burpee", 4))
    assert len(reps) == 4
    for rep in reps:
        assert [phase.name for phase in rep.phases] == ["squat", "plank", "squat", "jump"]
        assert rep.flight_s == pytest.approx(0.30, abs=0.09)
        assert rep.end_s == pytest.approx(rep.phases[-1].end_s)


def test_squats_are_no_burpees() -> None:
    assert reps_of("burpee", standing("squat", 6)) == []


def test_of_alternating_lunges_those_of_the_own_leg_count_and_none_is_invented() -> None:
    athlete = Athlete(1)
    athlete.stay(2.0)
    for leg in ("left", "right") * 4:
        athlete.lunge(leg=leg)
        athlete.stay(0.5)
    athlete.stay(2.0)
    assert [rep.side for rep in reps_of("lunge", athlete)] == ["this"] * 4


@pytest.mark.parametrize("seconds", [2.6, 5.0])
def test_lunges_of_one_leg_are_of_that_leg(seconds: float) -> None:
    reps = reps_of("lunge", standing("lunge", 6, seconds=seconds))
    assert [rep.side for rep in reps] == ["this"] * 6


def test_raises_while_standing_are_rejected_once_the_person_lay() -> None:
    athlete = standing("squat", 0)
    athlete.lie_down()
    athlete.stay(3.0)
    repeat(athlete, "leg_raise", 6)
    raises = len(reps_of("straight_leg_raise", athlete))
    athlete.stand_up(3.0)
    athlete.stay(3.0)
    repeat(athlete, "squat", 5)
    assert raises == 6
    assert len(reps_of("straight_leg_raise", athlete)) <= 7


@pytest.mark.parametrize(("rate_hz", "behind_s"), [(4.5, 0.23), (10.0, 0.1)])
def test_a_stream_that_ends_where_the_person_is_back_has_the_last_squat(
    rate_hz: float, behind_s: float
) -> None:
    athlete = standing("squat", 6, seconds=2.0)
    motion = motion_of(athlete, Strapped(rate_hz=rate_hz, gyroscope=False))
    ends_s = athlete.truth.reps[-1].end_s + behind_s
    cut, _ = cut_at(motion, int(np.searchsorted(motion.t_s, ends_s)))
    detector = find_exercise("squat").build(Setting(rate_hz, "belly", gyroscope=False))
    reps = standing_reps([*detector.update(cut), *detector.finish()])
    assert len(reps) == 6
    assert max(reps[-1].end_s, reps[-1].decided_s) <= cut.t_s[-1]
