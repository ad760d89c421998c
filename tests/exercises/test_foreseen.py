"""Repetitions that are told half way back, and taken back where they do not come. Synthetic."""

from dataclasses import replace

import numpy as np
import pytest
from tests.exercises.repeating import cut_at, standing_reps
from tests.exercises.tilting_arm import burpees, events_of, swaying, tilting

from legday.core.detector import Setting
from legday.core.events import Rep, Retracted
from legday.exercises import exercise as find_exercise
from legday.exercises._cycle_report import NOT_WHOLE
from legday.exercises._elsewhere import Candidate
from legday.exercises._own_range import OwnRange
from legday.exercises._slip import Slip
from legday.exercises._zigzag import Zigzag


@pytest.mark.parametrize(("rate_hz", "latest_s"), [(4.2, 0.33), (10.0, 0.25), (50.0, 0.2), (100.0, 0.2)])
def test_a_burpee_on_the_arm_is_told_when_the_person_is_back(rate_hz: float, latest_s: float) -> None:
    reps = standing_reps(events_of(tilting(burpees(rate_hz), rate_hz), rate_hz))
    assert len(reps) == 5
    for n, rep in enumerate(reps):
        assert abs(rep.end_s - (7.0 + 6.0 * n)) < 0.25
        assert rep.decided_s - rep.end_s < latest_s


@pytest.mark.parametrize("samples", [1, 7, 64])
def test_what_was_foreseen_is_told_the_same_in_any_pieces(samples: int) -> None:
    motion = tilting(burpees(10.0), 10.0)
    assert events_of(motion, 10.0, samples=samples) == events_of(motion, 10.0)


@pytest.mark.parametrize("samples", [1, 64, 10**6])
def test_a_burpee_that_breaks_off_is_withdrawn(samples: int) -> None:
    """Half way up, down again, and lying there for half a minute: that was none."""
    rate_hz = 10.0
    broken = np.interp(np.arange(400), [0, 10, 30, 33, 36], [0.0, 90.0, 90.0, 20.0, 90.0])
    motion = tilting(np.concatenate([burpees(rate_hz, 3), broken]), rate_hz)
    events = events_of(motion, rate_hz, samples=samples)
    assert len(standing_reps(events)) == 3
    (gone,) = [event for event in events if isinstance(event, Retracted)]
    assert gone.reason == NOT_WHOLE


@pytest.mark.parametrize("rate_hz", [10.0, 25.0])
def test_a_squat_on_the_arm_is_told_when_the_person_is_back(rate_hz: float) -> None:
    squats = np.interp(burpees(rate_hz, 5, rest_s=1.0), [0.0, 90.0], [0.0, 45.0])
    reps = standing_reps(events_of(tilting(squats, rate_hz), rate_hz, exercise="squat"))
    assert len(reps) == 5
    assert max(rep.decided_s - rep.end_s for rep in reps) < 0.2


def test_one_that_was_told_swaying_may_stand_alone_once_it_has_been_whole() -> None:
    (rep,) = standing_reps(events_of(swaying(), 10.0))
    assert rep.decided_s < 7.5


def test_what_is_objected_to_when_it_is_foreseen_is_judged_once_more_when_it_is_certain() -> None:
    events = events_of(swaying(), 10.0, astray=0.25)
    assert [event.type for event in events] == ["rejected", "rep"]
    assert events[0].decided_s < 7.3 < events[1].decided_s


def test_what_has_come_is_of_the_persons_own_range_and_nothing_is_waited_for() -> None:
    detector = find_exercise("burpee").build(Setting(10.0, "arm", gyroscope=False))
    detector.update(tilting(burpees(10.0), 10.0))
    assert len(detector.state.own.sizes) == 5
    assert detector.state.cycle_s > 31.0  # when the last one was certain, and not when it was told
    assert detector.state.foreseen_row == -1


@pytest.mark.parametrize("unclear", ["none", "slip", "held", "waiting", "too soon"])
def test_nothing_is_foreseen_where_it_is_unclear(unclear: str) -> None:
    detector = find_exercise("burpee").build(Setting(10.0, "arm", gyroscope=False))
    detector.update(cut_at(tilting(burpees(10.0, 2), 10.0), 65)[0])
    state, row = detector.state, detector.state.row - 1
    t_s = state.track.time_s(row)
    if unclear == "slip":
        state.slip = Slip((0.3, 0.0, 0.0), row, 0, (0.0, 1.0, 0.0), Zigzag(), OwnRange())
    elif unclear == "held":
        state.elsewhere.start(row, state.zigzag.far, t_s, state.own)
    elif unclear == "waiting":
        state.waiting = detector.judged(state.zigzag.leg, row)
    elif unclear == "too soon":
        state.cycle_s = t_s - 0.1
    list(detector.foresee(row, t_s))
    assert (state.foreseen_row >= 0) == (unclear == "none")


def test_whoever_is_held_out_there_is_not_told_for_moving() -> None:
    held = np.interp(np.arange(330), [0, 10, 110, 114, 118], [0.0, 90.0, 90.0, 20.0, 90.0])
    events = events_of(tilting(np.concatenate([burpees(10.0, 3), held]), 10.0), 10.0)
    assert [event.type for event in events if isinstance(event, Rep | Retracted)] == ["rep"] * 3


def test_what_was_foreseen_about_another_rest_than_the_person_s_own_is_withdrawn() -> None:
    detector = find_exercise("burpee").build(Setting(10.0, "arm", gyroscope=False))
    told, _ = cut_at(tilting(burpees(10.0, 1), 10.0), 71)
    (rep,) = detector.update(told)
    state = detector.state
    assert state.foreseen_row >= 0
    (gone,) = detector.move(state.row - 1, Candidate(Zigzag(), OwnRange()))
    assert (gone.retracts, gone.reason) == (rep.serial, NOT_WHOLE)
    assert state.foreseen_row == -1


def test_a_step_aside_that_was_foreseen_is_withdrawn_once() -> None:
    detector = find_exercise("burpee").build(Setting(10.0, "arm", gyroscope=False))
    state = detector.state
    state.foreseen_row = state.last_out_row = state.zigzag.out_row = 40
    state.last_serial, state.count = 3, 1
    state.own.add(1.0, 2.0)
    (gone,) = detector.take_back(9.0)
    assert (gone.retracts, state.count, state.foreseen_row) == (3, 0, -1)
    assert state.own.usual == 1.0
    assert list(detector.take_back(10.0)) == []


def test_the_third_behind_long_rests_makes_a_set_where_reps_are_foreseen() -> None:
    events = events_of(tilting(burpees(10.0, 3, rest_s=24.0), 10.0), 10.0)
    assert len(standing_reps(events)) == 3


@pytest.mark.parametrize("has_come", [False, True])
def test_behind_a_slip_what_was_foreseen_is_as_it_is_without_the_step(has_come: bool) -> None:
    detector = find_exercise("burpee").build(Setting(10.0, "arm", gyroscope=False))
    detector.update(cut_at(tilting(burpees(10.0, 1), 10.0), 71)[0])
    state, row = detector.state, detector.state.row - 1
    told_row = state.foreseen_row
    assert told_row >= 0
    still_to_come = -1 if has_come else told_row
    slipped = Slip(
        (0.2, 0.0, 0.0), row, 0, state.zigzag.near, replace(state.zigzag), OwnRange(), still_to_come
    )
    state.slip = slipped
    list(detector.slip(row))
    assert state.foreseen_row == still_to_come


def test_one_that_waits_to_be_told_is_as_large_and_calm_as_it_is_when_it_is_certain() -> None:
    detector = find_exercise("burpee").build(Setting(10.0, "arm", gyroscope=False))
    detector.update(cut_at(tilting(burpees(10.0, 1), 10.0), 65)[0])
    state, row = detector.state, detector.state.row - 1
    known = detector.judged(state.zigzag.leg, row)
    assert known is not None
    state.waiting = known._replace(size=0.1, calm=0.1, clean=not known.clean)
    detector.confirm(state.zigzag.leg, row, state.track.time_s(row))
    assert state.waiting == known
