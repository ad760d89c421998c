"""Following a plan: countdown, work, rest, the next exercise, the end."""

import pytest

from legday.errors import PlanError
from legday.plans import find_plan, plan_files, read_plan
from legday.workout.plan import parse_plan
from tests.workout.counted import Told

CLOCK = """
name = "clock"
[[exercises]]
exercise = "squat"
sets = 2
seconds = 40
rest_s = 20
depth_deg = 70
[[exercises]]
exercise = "lunge"
reps = 2
rest_s = 30
"""

LEAPS = """
name = "leaps"
[[exercises]]
exercise = "leapfrog"
sets = 2
reps = 2
rest_s = 10
landing_load_g = 5
"""


def test_a_plan_by_the_clock_leads_from_countdown_to_work_to_rest_and_on() -> None:
    told = Told()
    told.follow(CLOCK, 10.0)
    told.rep(14.0)
    told.until(16.0)
    for end_s in (20.0, 30.0, 50.0):
        told.rep(end_s, rom_rad=1.0 if end_s < 25 else 1.3)
    told.until(150.0)
    assert told.phases() == [
        ("countdown", 10.0, 15.0),
        ("work", 15.0, 55.0),
        ("rest", 55.0, 70.0),
        ("countdown", 70.0, 75.0),
        ("work", 75.0, 115.0),
        ("rest", 115.0, 135.0),
        ("work", 135.0, None),
    ]
    sets = told.of("set_ended")
    assert [(each.start_s, each.end_s, each.count, each.reached) for each in sets] == [
        (15.0, 55.0, 3, True),
        (75.0, 115.0, 0, True),
    ]
    reached = [(event.target, event.t_s, event.set_n) for event in told.of("target_reached")]
    assert reached == [("depth", 30.0, 1), ("seconds", 55.0, 1), ("seconds", 115.0, 2)]
    assert told.tracker.exercise == "lunge"


def test_a_plan_tells_what_it_asks_for() -> None:
    told = Told()
    told.follow(CLOCK, 10.0)
    told.until(60.0)
    (started,) = told.of("plan_started")
    assert (started.plan, started.level, started.sets) == ("clock", "basic", 3)
    rest = told.of("phase")[-1]
    assert (rest.exercise, rest.set_n, rest.sets, rest.target_s, rest.target_reps) == (
        "squat",
        2,
        2,
        40.0,
        None,
    )


def test_repetitions_end_a_set_and_whoever_does_more_is_credited() -> None:
    told = Told()
    told.follow(LEAPS, 0.0)
    assert told.phases() == [("work", 0.0, None)]
    for landing_s in (20.0, 22.0, 24.0):
        told.jump(landing_s)
    told.until(40.0)
    assert [(each.count, each.end_s, each.reached) for each in told.of("set_ended")] == [(3, 24.0, True)]
    assert [(each.target, each.t_s) for each in told.of("target_reached")] == [("reps", 22.0)]
    assert told.phases()[1:] == [("rest", 24.0, 34.0), ("work", 34.0, None)]


def test_who_begins_early_begins_the_set() -> None:
    told = Told()
    told.follow(LEAPS, 0.0)
    for landing_s in (20.0, 22.0, 30.0, 32.0):
        told.jump(landing_s)
    told.until(60.0)
    assert [(each.n, each.count) for each in told.of("set_ended")] == [(1, 2), (2, 2)]
    assert [event.completed for event in told.of("plan_ended")] == [True]
    assert [(event.plan, event.count) for event in told.of("session_ended")] == [("leaps", 4)]
    assert told.phases()[-1][0] == "done"
    told.jump(70.0)
    assert len(told.of("set_started")) == 2


def test_who_gives_up_goes_on_to_the_rest() -> None:
    told = Told()
    told.follow(LEAPS, 0.0)
    told.jump(20.0)
    told.until(40.0)
    assert [(each.count, each.reached) for each in told.of("set_ended")] == [(1, False)]
    assert told.phases()[-1] == ("work", 32.0, None)


def test_the_limit_of_the_landings_is_told_once_a_set() -> None:
    told = Told()
    told.follow(LEAPS, 0.0)
    told.jump(20.0, landing_peak_m_s2=40.0, load_m_s2=40.0)
    told.jump(22.0, landing_peak_m_s2=40.0, load_m_s2=80.0, load_warning=True)
    told.jump(24.0, landing_peak_m_s2=40.0, load_m_s2=120.0, load_warning=True)
    assert [(e.target, e.value) for e in told.of("target_reached")] == [("reps", 2), ("landing_load", 5.0)]


def test_time_that_is_held_counts_from_when_it_is_held() -> None:
    told = Told()
    told.follow('name="sit"\n[[exercises]]\nexercise="wall_sit"\nseconds=10\nsets=2\nrest_s=20', 0.0)
    told.hold(30.0, 37.0)
    told.hold(40.0, 46.0)
    told.until(60.0)
    assert [(e.target, e.t_s) for e in told.of("target_reached")] == [("seconds", 43.0)]
    (ended,) = told.of("set_ended")
    assert (ended.start_s, ended.count, ended.held_s) == (30.0, 2, pytest.approx(13.0))
    assert told.phases() == [
        ("countdown", 0.0, 5.0),
        ("work", 5.0, None),
        ("rest", 46.0, 61.0),
    ]


def test_there_and_back_is_two_legs() -> None:
    told = Told()
    told.follow('name="run"\n[[exercises]]\nexercise="sprint"\nshuttles=2\nrest_s=20', 0.0)
    for t_s in range(10, 16):
        told.step(float(t_s))
    told.shuttle(10.0, 15.0)
    for t_s in range(16, 21):
        told.step(float(t_s))
    told.shuttle(15.0, 20.0)
    told.until(30.0)
    assert [(e.shuttles, e.reached, e.count) for e in told.of("set_ended")] == [(2, True, 11)]
    assert [event.completed for event in told.of("plan_ended")] == [True]


def test_a_plan_waits_for_the_first_sample() -> None:
    told = Told()
    told.follow(CLOCK)
    assert told.tracker.exercise == "squat"
    told.until(100.0)
    assert told.phases() == [("countdown", 100.0, 105.0)]


def test_a_pause_shifts_the_clock_of_the_plan() -> None:
    told = Told()
    told.follow(CLOCK, 10.0)
    told.until(20.0)
    told.events += told.tracker.by_hand.pause(20.0)
    told.until(80.0)
    told.events += told.tracker.by_hand.resume(80.0)
    told.until(120.0)
    assert told.phases()[1:5] == [
        ("work", 15.0, 55.0),
        ("paused", 20.0, None),
        ("work", 80.0, 115.0),
        ("rest", 115.0, 130.0),
    ]


def test_another_exercise_of_the_plan_is_gone_on_to_and_a_foreign_one_ends_it() -> None:
    told = Told()
    told.follow(CLOCK, 10.0)
    told.until(20.0)
    told.choose("lunge", 20.0)
    assert told.phases()[-1] == ("work", 20.0, None)
    told.rep(24.0)
    told.choose("burpee", 26.0)
    assert [event.completed for event in told.of("plan_ended")] == [False]
    assert [(each.exercise, each.count) for each in told.of("set_ended")] == [("squat", 0), ("lunge", 1)]


def test_a_silent_sensor_does_not_stop_the_clock_of_the_plan() -> None:
    told = Told()
    told.follow(CLOCK, 10.0)
    told.until(60.0, seen=False)
    assert [name for name, _, _ in told.phases()] == ["countdown", "work", "rest"]


@pytest.mark.parametrize("level", ["basic", "advanced"])
def test_the_shipped_plans_can_be_followed_at_both_levels(level: str) -> None:
    for name, path in plan_files().items():
        assert read_plan(path).name == name
        assert find_plan(f"{name} {level}").level == level


def test_stronger_legs_is_what_it_says() -> None:
    plan = find_plan("stronger-legs")
    assert list(dict.fromkeys(each.exercise for each in plan.exercises)) == [
        "wall_sit",
        "lunge",
        "squat",
        "straight_leg_raise",
        "high_knees",
        "sprint",
        "leapfrog",
        "burpee",
    ]
    squat = next(each for each in plan.exercises if each.exercise == "squat")
    assert (squat.sets, squat.seconds, squat.rest_s) == (3, 40, 20)
    leaps = [each for each in plan.exercises if each.exercise == "leapfrog"]
    assert [(each.sets, each.reps) for each in leaps] == [(3, 5), (4, 7)]
    assert all(each.landing_load_g for each in leaps)
    assert "growing" in plan.warning


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'name="x"\n[[exercises]]\nexercise="squad"\nreps=2',
            "exercises.0.exercise: unknown exercise 'squad'",
        ),
        ('name="x"\n[[exercises]]\nexercise="squat"', "exercises.0: got none, want one of reps, seconds"),
        ('name="x"\n[[exercises]]\nexercise="squat"\nreps=0', "exercises.0.reps: got 0"),
        ('name="x"\n[[exercises]]\nexercise="squat"\nreps=1\nrest=3', "exercises.0.rest: got 3"),
        ('name="x"\n[[exercises]]\nexercise="squat"\nshuttles=1', "shuttles are found only in: sprint"),
        ('name="x"\nexercises=[]', "exercises: got \\[\\]"),
        ("name = [", "want TOML"),
        ("{", "want JSON"),
    ],
)
def test_what_is_wrong_with_a_plan_is_one_line_with_its_key(text: str, said: str) -> None:
    with pytest.raises(PlanError, match=said) as caught:
        parse_plan(text)
    assert "\n" not in str(caught.value)


def test_a_recorded_plan_is_the_plan() -> None:
    plan = find_plan("stronger-legs advanced")
    assert parse_plan(plan.model_dump_json()) == plan
