"""Sets, rests, corrections and sessions without a plan."""

import pytest

from legday.core.workout_events import SetEnded
from legday.errors import RefusedError
from legday.workout.plan import PlannedExercise
from tests.workout.counted import Told


def squats(*ends_s: float) -> Told:
    told = Told()
    told.choose("squat")
    for end_s in ends_s:
        told.rep(end_s, eccentric_s=0.8, concentric_s=0.7, rom_rad=1.4, partial=end_s == 6.0)
    return told


def test_work_and_rest_follow_from_the_data() -> None:
    told = squats(4.0, 6.0, 8.0)
    told.until(19.0)
    assert told.phases() == [("work", 2.5, None)]
    told.until(20.0)
    assert told.phases()[1:] == [("rest", 8.0, None)]
    told.rep(30.0)
    assert told.phases()[2:] == [("work", 28.5, None)]


def test_a_set_is_summed_up() -> None:
    told = squats(4.0, 6.0, 8.5)
    told.until(30.0)
    (ended,) = told.of("set_ended")
    assert (ended.count, ended.detected, ended.partials) == (3, 3, 1)
    assert ended.tempo_s == pytest.approx(2.25)
    assert (ended.eccentric_s, ended.concentric_s, ended.depth_rad) == pytest.approx((0.8, 0.7, 1.4))
    assert (ended.best_flight_s, ended.landing_load_m_s2, ended.held_s, ended.reached) == (None,) * 4


@pytest.mark.parametrize(
    ("sides", "total"),
    [
        (("left", "right", "left"), (3, "good", "measured", 1.0)),
        (("left", "left", "left"), (3, "good", "measured", 1.0)),  # the right leg did nothing
        (("this", "this", "this"), (None, None, "one_leg_seen", 0.0)),
        (("this", "other", "this"), (3, "assumed", "inferred", 0.5)),
        (("both", "both", "both"), (None, None, None, None)),
    ],
)
def test_both_legs_are_a_number_only_where_both_were_seen(
    sides: tuple[str, ...], total: tuple[int | None, str | None, str | None, float | None]
) -> None:
    told = Told()
    told.choose("lunge")
    for end_s, side in zip((4.0, 6.5, 9.0), sides, strict=True):
        told.rep(end_s, side=side, quality="assumed" if side == "other" else "good")
    told.until(30.0)
    (ended,) = told.of("set_ended")
    assert total_of(ended) == total


@pytest.mark.parametrize(
    ("sides", "total"),
    [
        (("this", "this", "this"), (6, "assumed", "assumed_alternating", 0.3)),
        (("left", "right", "left"), (3, "good", "measured", 1.0)),  # two sensors need no assumption
    ],
)
def test_a_plan_in_which_the_legs_take_turns_doubles_what_one_sensor_saw(
    sides: tuple[str, ...], total: tuple[int, str, str, float]
) -> None:
    told = Told()
    told.follow('name = "lunges"\n[[exercises]]\nexercise = "lunge"\nreps = 10\nin_turn = true', 0.0)
    for end_s, side in zip((4.0, 6.5, 9.0), sides, strict=True):
        told.rep(end_s, side=side)
    told.until(60.0)
    (ended,) = told.of("set_ended")
    assert total_of(ended) == total


def test_only_legs_that_alternate_take_turns() -> None:
    with pytest.raises(ValueError, match="alternating legs"):
        PlannedExercise(exercise="squat", reps=10, in_turn=True)


def total_of(ended: SetEnded) -> tuple[int | None, str | None, str | None, float | None]:
    return ended.both_legs, ended.both_legs_quality, ended.both_legs_kind, ended.both_legs_confidence


def test_jumps_are_summed_up_by_flight_and_landing() -> None:
    told = Told()
    told.choose("leapfrog")
    for landing_s, flight_s, peak in ((3.0, 0.30, 30.0), (5.0, 0.40, 40.0), (7.0, None, None)):
        told.jump(landing_s, flight_s=flight_s, landing_peak_m_s2=peak)
    told.until(30.0)
    (ended,) = told.of("set_ended")
    assert (ended.best_flight_s, ended.mean_flight_s) == pytest.approx((0.40, 0.35))
    assert ended.landing_load_m_s2 == pytest.approx(70.0)


def test_the_cadence_is_a_curve_of_bounded_length() -> None:
    told = Told()
    told.choose("walk")
    for second in range(1, 601):
        told.step(float(second))
        told.cadence(second + 0.2, 100.0 if second < 300 else 120.0)
    told.until(640.0)
    (ended,) = told.of("set_ended")
    assert 30 <= len(ended.cadence) <= 60
    assert [point.steps_per_s * 60 for point in (ended.cadence[0], ended.cadence[-1])] == pytest.approx(
        [100, 120]
    )
    times = [point.t_s for point in ended.cadence]
    assert times == sorted(times)


def test_a_hold_is_a_set_while_it_lasts() -> None:
    told = Told()
    told.choose("wall_sit")
    told.hold(5.0, 65.0)
    told.until(90.0)
    assert told.phases() == [("work", 5.0, None), ("rest", 65.0, None)]
    (ended,) = told.of("set_ended")
    assert (ended.count, ended.held_s) == (1, pytest.approx(60.0))


def test_what_a_detector_withdraws_was_never_detected() -> None:
    told = squats(4.0, 6.0)
    told.withdraw(told.rep(8.0), 8.5, "a step")
    told.until(30.0)
    (ended,) = told.of("set_ended")
    assert (ended.count, ended.detected) == (2, 2)


def test_corrections_in_the_rest_reach_the_set_that_has_just_ended() -> None:
    told = squats(4.0, 6.0)
    last = told.rep(8.0)
    told.until(25.0)
    assert told.tracker.last_counted() == ("thigh", last.serial)
    told.withdraw(last, 25.0)
    told.events += told.tracker.correct(1, 26.0)
    told.events += told.tracker.correct(1, 27.0)
    assert [event.count for event in told.of("set_ended")] == [3]
    assert [(event.n, event.count, event.detected) for event in told.of("set_corrected")] == [
        (1, 2, 3),
        (1, 3, 3),
        (1, 4, 3),
    ]
    told.events += told.tracker.finish(30.0)
    (session,) = told.of("session_ended")
    assert [(each.count, each.detected) for each in session.sets] == [(4, 3)]


def test_somebody_may_count_by_hand_what_was_missed_altogether() -> None:
    told = squats()
    told.until(5.0)
    told.events += told.tracker.open_for_correction(5.0) + told.tracker.correct(1, 5.0)
    told.until(30.0)
    assert [(event.count, event.detected) for event in told.of("set_ended")] == [(1, 0)]


def test_a_set_begun_by_hand_waits_for_the_first_and_ends_by_hand() -> None:
    told = squats()
    told.until(3.0)
    by_hand = told.tracker.by_hand
    told.events += by_hand.start_set(3.0, "squat")
    told.until(60.0)
    assert told.of("set_ended") == []
    with pytest.raises(RefusedError, match="running"):
        by_hand.start_set(60.0, "squat")
    told.rep(61.0)
    told.events += by_hand.stop_set(62.0)
    assert [(event.start_s, event.end_s, event.count) for event in told.of("set_ended")] == [(3.0, 62.0, 1)]
    with pytest.raises(RefusedError, match="no set"):
        by_hand.stop_set(63.0)


def test_a_repetition_that_was_under_way_when_the_set_was_ended_belongs_to_it() -> None:
    told = squats(4.0)
    told.events += told.tracker.by_hand.stop_set(6.0)
    told.rep(7.0)
    assert [event.count for event in told.of("set_ended")] == [1]
    assert [event.count for event in told.of("set_corrected")] == [2]
    told.rep(12.0)
    assert [event.n for event in told.of("set_started")] == [1, 2]


def test_a_pause_stops_the_clock_and_the_count() -> None:
    told = squats(4.0, 6.0)
    told.events += told.tracker.by_hand.pause(7.0)
    told.rep(10.0)
    told.until(40.0)
    told.events += told.tracker.by_hand.resume(40.0)
    told.until(46.0)
    told.rep(48.0)
    told.until(70.0)
    assert [event.count for event in told.of("set_ended")] == [3]
    assert [name for name, _, _ in told.phases()] == ["work", "paused", "work", "rest"]


def test_a_session_that_was_stopped_counts_nothing_until_somebody_begins_again() -> None:
    told = squats(4.0, 6.0)
    told.events += told.tracker.by_hand.stop_session(8.0)
    told.rep(12.0)
    assert [event.n for event in told.of("set_started")] == [1]
    with pytest.raises(RefusedError):
        told.tracker.by_hand.stop_session(13.0)
    told.choose("squat", 14.0)
    told.rep(18.0)
    told.events += told.tracker.finish(20.0)
    sessions = told.of("session_ended")
    assert [(event.n, event.count, [each.n for each in event.sets]) for event in sessions] == [
        (1, 2, [1]),
        (2, 1, [1]),
    ]
    assert [event.session for event in told.of("set_ended")] == [1, 2]


def test_a_correction_behind_the_end_of_a_session_sums_it_up_anew() -> None:
    told = squats(4.0, 6.0)
    told.until(25.0)
    told.rep(30.0)
    last = told.rep(32.0)
    told.events += told.tracker.by_hand.stop_session(33.0)
    for by, now_s in ((1, 34.0), (1, 35.0), (-1, 36.0)):
        told.events += told.tracker.correct(by, now_s)
    told.withdraw(last, 37.0)
    (ended,) = told.of("session_ended")
    corrected = told.of("session_corrected")
    assert [(each.n, each.count) for each in (ended, *corrected)] == [(1, n) for n in (4, 5, 6, 5, 4)]
    assert [each.count for each in corrected[-1].sets] == [2, 2]
    assert [each.count for each in told.of("set_corrected")] == [3, 4, 3, 2]
    assert (corrected[-1].start_s, corrected[-1].end_s) == (ended.start_s, ended.end_s)
    told.choose("squat", 40.0)
    told.rep(44.0)
    told.events += told.tracker.finish(50.0)
    assert [(each.n, each.count) for each in told.of("session_ended")] == [(1, 4), (2, 1)]


def test_a_correction_within_a_session_leaves_the_one_before_alone() -> None:
    told = squats(4.0)
    told.events += told.tracker.by_hand.stop_session(8.0)
    told.choose("squat", 14.0)
    told.rep(18.0)
    told.until(40.0)
    told.events += told.tracker.correct(1, 41.0)
    assert [(each.session, each.count) for each in told.of("set_corrected")] == [(2, 2)]
    assert told.of("session_corrected") == []


def test_a_session_ends_by_itself_when_nobody_trains_any_more() -> None:
    told = squats(4.0)
    told.until(1803.0)
    assert told.of("session_ended") == []
    told.until(2000.0)
    assert [event.decided_s for event in told.of("session_ended")] == [1804.0]
    assert told.phases()[-1] == ("idle", 1804.0, None)


def test_a_silent_sensor_ends_no_set() -> None:
    told = squats(4.0)
    told.until(60.0, seen=False)
    assert told.of("set_ended") == []


def test_numbers_of_the_workout_run_on() -> None:
    told = squats(4.0, 6.0)
    told.until(25.0)
    told.rep(30.0)
    told.events += told.tracker.finish(40.0)
    assert [event.serial for event in told.events if event.device == "workout"] == list(range(9))


def test_a_correction_in_the_rest_does_not_make_the_set_last_longer() -> None:
    told = squats(4.0, 6.0)
    told.until(16.0)
    told.events += told.tracker.correct(1, 16.0)
    told.rep(26.0)
    assert [(event.n, event.count, event.end_s) for event in told.of("set_ended")] == [(1, 3, 6.0)]
