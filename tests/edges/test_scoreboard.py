"""The state that screens show, folded from event messages."""

from typing import Any

import pytest

from legday.scoreboard import Scoreboard


def rep(n: int, end_s: float) -> dict[str, Any]:
    return {"type": "rep", "id": f"t.thigh.{n}", "n": n, "end_s": end_s, "device": "thigh"}


def board(*messages: dict[str, Any]) -> Scoreboard:
    scoreboard = Scoreboard(["thigh", "shank"])
    for message in ({"type": "exercise", "exercise": "squat", "t_s": 0.5}, *messages):
        scoreboard.take({"device": "thigh", **message})
    return scoreboard


STARTED = {"type": "set_started", "n": 1, "exercise": "squat", "device": "workout", "t_s": 1.0}


def test_nothing_is_counted_before_an_exercise_is_chosen() -> None:
    scoreboard = Scoreboard(["thigh"])
    scoreboard.take(rep(1, 2.0))
    state = scoreboard.state("thigh", 2.0)
    assert state["exercise"] is None
    assert state["count"] == 0
    assert set(state) == set(board().state("thigh", 0.0))


def test_the_count_is_that_of_the_set() -> None:
    state = board(STARTED, rep(1, 2.0), rep(2, 4.0)).state("thigh", 4.5)
    assert (state["count"], state["set"]) == (2, {"n": 1, "of": None, "running": True})
    ended = {"type": "set_ended", "n": 1, "count": 2, "device": "workout"}
    state = board(STARTED, rep(1, 2.0), rep(2, 4.0), ended).state("thigh", 20.0)
    assert (state["count"], state["set"]) == (2, {"n": 1, "of": None, "running": False})
    again = {**STARTED, "n": 2}
    state = board(STARTED, rep(1, 2.0), ended, again, rep(2, 30.0)).state("thigh", 30.0)
    assert (state["count"], state["set"]) == (1, {"n": 2, "of": None, "running": True})


def test_the_count_says_since_when_and_what_is_corrected_leaves_that() -> None:
    assert Scoreboard(["thigh"]).state("thigh", 0.0)["count_since_s"] is None
    assert board().state("workout", 0.6)["count_since_s"] == 0.5
    ended = {"type": "set_ended", "n": 1, "count": 2, "device": "workout"}
    less = {"type": "correction", "by": -1}
    corrected = {"type": "set_corrected", "n": 1, "exercise": "squat", "count": 1, "device": "workout"}
    for messages in ((), (less,), (ended,), (ended, corrected)):
        assert board(STARTED, rep(1, 2.0), *messages).state("workout", 9.0)["count_since_s"] == 1.0
    again = {**STARTED, "n": 2, "t_s": 29.0}
    assert board(STARTED, rep(1, 2.0), ended, again).state("workout", 30.0)["count_since_s"] == 29.0
    lunge = {"type": "exercise", "exercise": "lunge", "t_s": 5.0}
    assert board(STARTED, rep(1, 2.0), lunge).state("workout", 5.0)["count_since_s"] == 5.0


def test_what_is_withdrawn_does_not_count_and_only_once() -> None:
    withdrawn = {"type": "retracted", "retracts": "t.thigh.2"}
    assert board(STARTED, rep(1, 2.0), rep(2, 4.0), withdrawn, withdrawn).state("thigh", 5.0)["count"] == 1
    stranger = {"type": "retracted", "retracts": "t.thigh.99"}
    assert board(STARTED, rep(1, 2.0), stranger).state("thigh", 5.0)["count"] == 1


def test_each_device_counts_its_own_and_sets_hold_for_all() -> None:
    scoreboard = board(STARTED, rep(1, 2.0))
    assert scoreboard.state("shank", 3.0)["count"] == 0
    assert scoreboard.state("shank", 3.0)["set"] == {"n": 1, "of": None, "running": True}


def test_a_correction_moves_the_count_but_never_below_none() -> None:
    more, less = {"type": "correction", "by": 1}, {"type": "correction", "by": -1}
    assert board(STARTED, rep(1, 2.0), more).state("thigh", 5.0)["count"] == 2
    assert board(STARTED, less).state("thigh", 5.0)["count"] == 0


def test_another_exercise_starts_at_nothing_and_the_same_one_goes_on() -> None:
    lunge = {"type": "exercise", "exercise": "lunge", "t_s": 5.0}
    assert board(STARTED, rep(1, 2.0), lunge).state("thigh", 5.0)["count"] == 0
    squat = {"type": "exercise", "exercise": "squat", "t_s": 0.5}
    assert board(STARTED, rep(1, 2.0), squat).state("thigh", 5.0)["count"] == 1


def test_the_tempo_is_the_mean_of_the_newest_and_fades() -> None:
    scoreboard = board(STARTED, *(rep(n, 3.0 * n) for n in range(1, 9)))
    assert scoreboard.state("thigh", 24.0)["counts_per_min"] == 20.0
    assert scoreboard.state("thigh", 31.0)["counts_per_min"] is None
    scoreboard.take(rep(9, 60.0))
    assert scoreboard.state("thigh", 60.0)["counts_per_min"] is None
    scoreboard.take(rep(10, 62.0))
    assert scoreboard.state("thigh", 62.0)["counts_per_min"] == 30.0


def test_the_cadence_is_the_newest_and_fades() -> None:
    scoreboard = board({"type": "cadence", "steps_per_min": 168.0, "t_s": 10.0})
    assert scoreboard.state("thigh", 12.0)["steps_per_min"] == 168.0
    assert scoreboard.state("thigh", 17.0)["steps_per_min"] is None


def test_a_device_is_online_from_its_first_data_until_its_link_goes() -> None:
    scoreboard = board()
    assert scoreboard.status("thigh") == "offline"
    assert scoreboard.data_came("thigh")
    assert not scoreboard.data_came("thigh")
    assert scoreboard.status("thigh") == "online"
    scoreboard.take({"type": "link", "device": "thigh", "state": "disconnected"})
    assert scoreboard.status("thigh") == "offline"
    assert scoreboard.status("shank") == "offline"


@pytest.mark.parametrize("exercise", ["wall_sit", "squat"])
def test_seconds_of_a_hold_are_shown_while_there_are_any(exercise: str) -> None:
    scoreboard = board({"type": "exercise", "exercise": exercise, "t_s": 0.5})
    assert scoreboard.state("thigh", 1.0)["hold_s"] is None
    scoreboard.take({"type": "hold_progress", "device": "thigh", "elapsed_s": 7.0, "t_s": 8.0})
    assert scoreboard.state("thigh", 8.0)["hold_s"] == 7.0


def phase(name: str, **changes: Any) -> dict[str, Any]:
    asked = dict.fromkeys(
        (
            "exercise",
            "set_n",
            "sets",
            "target_reps",
            "target_s",
            "target_shuttles",
            "ends_s",
            "target_steps_per_min",
        )
    )
    return {"type": "phase", "device": "workout", "name": name, **asked, **changes}


def test_the_phase_its_end_its_target_and_the_plan_hold_for_all() -> None:
    started = {"type": "plan_started", "plan": "stronger-legs", "device": "workout"}
    rest = phase("rest", set_n=2, sets=3, target_s=40.0, ends_s=31.5)
    for device in ("thigh", "shank", "workout"):
        state = board(started, STARTED, rep(1, 2.0), rest).state(device, 12.0)
        assert (state["phase"], state["phase_ends_s"], state["paused"]) == ("rest", 31.5, False)
        assert state["set"] == {"n": 2, "of": 3, "running": True}
        assert state["target"] == {"reps": None, "s": 40.0, "shuttles": None, "steps_per_min": None}
        assert state["plan"] == "stronger-legs"
    ended = {"type": "plan_ended", "plan": "stronger-legs", "completed": True, "device": "workout"}
    state = board(started, phase("paused"), ended).state("workout", 12.0)
    assert (state["paused"], state["plan"], state["target"]) == (True, None, None)


def test_what_is_done_outside_of_a_set_does_not_count() -> None:
    ended = {"type": "set_ended", "n": 1, "count": 1, "device": "workout"}
    assert board(STARTED, rep(1, 2.0), ended, rep(2, 4.0)).state("thigh", 5.0)["count"] == 1


def test_a_set_that_had_ended_is_shown_as_corrected() -> None:
    ended = {"type": "set_ended", "n": 1, "count": 1, "device": "workout"}
    corrected = {"type": "set_corrected", "n": 1, "exercise": "squat", "count": 2, "device": "workout"}
    scoreboard = board(STARTED, rep(1, 2.0), ended, corrected)
    assert scoreboard.state("thigh", 5.0)["count"] == scoreboard.state("workout", 5.0)["count"] == 2


def test_the_workout_counts_what_its_one_sensor_counts_and_has_no_link() -> None:
    link = {"type": "link", "state": "connected"}
    state = board(link, STARTED, rep(1, 2.0)).state("workout", 3.0)
    assert (state["exercise"], state["count"], state["link"]) == ("squat", 1, None)


def test_where_sensors_are_joined_the_workouts_count_is_its_own() -> None:
    scoreboard = Scoreboard(["thigh"], joined=True)
    for message in (
        {"type": "exercise", "exercise": "squat", "device": "workout", "t_s": 0.5},
        STARTED,
        rep(1, 2.0),
    ):
        scoreboard.take(message)
    assert scoreboard.state("workout", 3.0)["count"] == 0
    scoreboard.take({**rep(1, 2.0), "device": "workout", "id": "t.workout.1"})
    assert scoreboard.state("workout", 3.0)["count"] == 1
