"""Events of a type against the marks of a truth, with figures worked out by hand."""

import pytest

from legday.core.events import Event, Hold, Jump, Rep, Step, Turn
from legday.evaluation.timed import timed_scores
from legday.recording.label import Truth


def rep(turn_s: float, serial: int = 0) -> Rep:
    return Rep(
        serial=serial, decided_s=turn_s + 1, start_s=turn_s - 1, turn_s=turn_s, end_s=turn_s + 0.9, n=1
    )


def jump(landing_s: float, takeoff_s: float | None = None) -> Jump:
    flight_s = None if takeoff_s is None else landing_s - takeoff_s
    return Jump(
        serial=0, decided_s=landing_s, landing_s=landing_s, takeoff_s=takeoff_s, flight_s=flight_s, n=1
    )


def step(t_s: float) -> Step:
    return Step(serial=0, decided_s=t_s, t_s=t_s, n=1)


def score(
    kind: str, events: list[Event], counts: str, truth: Truth
) -> tuple[int, int, int, tuple[float, ...]]:
    [found] = [part for part in timed_scores(events, counts, truth) if part.kind == kind]
    return found.hits, found.missed, found.extra, found.error_s


def test_a_repetition_is_found_near_the_middle_of_its_interval() -> None:
    truth = Truth.model_validate({"rep_intervals_s": [[0, 2], [2, 4], [4, 4.8]]})
    hits, missed, extra, errors = score("rep", [rep(1.4), rep(3.6), rep(4.5)], "rep", truth)
    assert (hits, missed, extra) == (2, 1, 1)  # 0.6 s off at 3.6; 0.1 s is within a quarter of 0.8 s
    assert errors == pytest.approx([0.4, 0.1])


def test_a_key_pressed_while_playing_says_which_repetition_is_meant() -> None:
    truth = Truth.model_validate({"rep_times_s": [1.0, 3.0, 9.0]})
    assert score("rep", [rep(1.6), rep(3.1), rep(6.0)], "rep", truth) == (2, 1, 1, ())


def test_keys_stand_beside_intervals_for_repetitions_that_have_none() -> None:
    """A key within an interval says nothing new; what only a key names has no known end."""
    truth = Truth.model_validate({"rep_intervals_s": [[0, 2]], "rep_times_s": [0.5, 5.0, 9.0]})
    found: list[Event] = [rep(1.1), rep(5.7), rep(7.0)]
    assert score("rep", found, "rep", truth) == (2, 1, 1, pytest.approx((0.1,)))
    assert score("rep end", found, "rep", truth) == (1, 0, 1, pytest.approx((0.0,)))


def test_latency_is_also_told_from_the_marked_end() -> None:
    truth = Truth.model_validate({"rep_intervals_s": [[0, 2]]})
    [end] = [part for part in timed_scores([rep(1.2)], "rep", truth) if part.kind == "rep end"]
    assert end.error_s == pytest.approx((0.1,))
    assert end.late_s == pytest.approx((0.2,))


def test_a_hold_is_found_by_its_middle() -> None:
    truth = Truth.model_validate({"rep_intervals_s": [[10, 40]]})
    hold = Hold(serial=0, decided_s=41, start_s=10.2, end_s=40.2)
    assert score("rep", [hold], "hold", truth) == (1, 0, 0, pytest.approx((0.2,)))


def test_measured_jumps_have_errors_with_their_sign() -> None:
    truth = Truth.model_validate({"takeoff_s": [1.0], "landing_s": [1.5], "flight_s": [0.5]})
    events: list[Event] = [jump(1.52, takeoff_s=0.96), jump(9.0, takeoff_s=8.5)]
    assert score("landing", events, "jump", truth) == (1, 0, 1, pytest.approx((0.02,)))
    assert score("takeoff", events, "jump", truth) == (1, 0, 1, pytest.approx((-0.04,)))
    assert score("flight", events, "jump", truth) == (1, 0, 1, pytest.approx((0.06,)))


def test_a_jump_without_flight_is_found_but_not_timed() -> None:
    truth = Truth.model_validate({"landing_s": [1.5], "flight_s": [0.5]})
    assert score("flight", [jump(1.5)], "jump", truth) == (0, 1, 0, ())


def test_the_first_contact_of_continuous_jumping_is_no_landing() -> None:
    truth = Truth.model_validate({"contact_s": [1.0, 1.5, 2.0], "truth_kind": "signal"})
    assert score("jump", [jump(1.6), jump(2.0)], "jump", truth) == (2, 0, 0, ())


def test_jumps_in_cut_repetitions() -> None:
    truth = Truth.model_validate({"rep_intervals_s": [[0, 1], [5, 6]]})
    assert score("jump", [jump(0.9), jump(0.5), jump(3)], "jump", truth) == (1, 1, 2, ())


def test_steps_outside_the_walk_do_not_count() -> None:
    truth = Truth.model_validate({"step_intervals_s": [[4.6, 5], [5.2, 5.6]], "walk_s": [[5, 6]]})
    events: list[Event] = [step(2.0), step(5.02), step(5.55), step(9)]
    assert score("step", events, "step", truth) == (2, 0, 0, pytest.approx((0.02, -0.05)))


@pytest.mark.parametrize(("kind", "hits"), [("foot_switch", 1), ("manual", 0)])
def test_coarse_marks_have_a_coarse_tolerance(kind: str, hits: int) -> None:
    truth = Truth.model_validate({"step_times_s": [5.0], "truth_kind": kind})
    assert score("step", [step(5.1)], "step", truth)[0] == hits


def test_a_turn_is_found_by_its_middle() -> None:
    truth = Truth.model_validate({"turns_s": [[10, 12]]})
    turns = [
        Turn(serial=0, decided_s=13, start_s=11, end_s=12.5),
        Turn(serial=1, decided_s=3, start_s=1, end_s=2),
    ]
    assert score("turn", list(turns), "step", truth) == (1, 0, 1, pytest.approx((0.75,)))


def test_without_marks_there_is_nothing_to_time() -> None:
    assert list(timed_scores([rep(1)], "rep", Truth(reps=1))) == []
