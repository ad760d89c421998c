"""The table for people ends in the count of each exercise."""

from pathlib import Path

from legday.cli.table import Tally
from legday.messages import event_id

from .conftest import Run


def event(serial: int, kind: str, device: str = "thigh", **keys: object) -> dict[str, object]:
    return {"id": event_id("monday", device, serial), "type": kind, "device": device, **keys}


def tallied(*events: dict[str, object]) -> list[str]:
    tally = Tally()
    for each in events:
        tally.take(each)
    return tally.lines()


def test_what_was_withdrawn_or_corrected_is_seen_to() -> None:
    assert tallied(
        event(0, "exercise", exercise="squat"),
        event(1, "rep"),
        event(2, "rep"),
        event(3, "retracted", retracts=event_id("monday", "thigh", 1)),
        event(4, "correction", by=3),
        event(5, "jump"),
    ) == ["[bold]squat: 4[/bold]"]


def test_each_exercise_has_its_own_count() -> None:
    assert tallied(
        event(0, "exercise", exercise="squat"),
        event(1, "rep"),
        event(2, "exercise", exercise="high_knees"),
        event(3, "lift"),
        event(4, "lift"),
        event(5, "cadence"),
        event(6, "exercise", exercise="leapfrog"),
        event(7, "exercise", exercise=None),
        event(8, "rep"),
    ) == ["[bold]squat: 1[/bold]", "[bold]high_knees: 2[/bold]", "not shown: 1 cadence"]


def test_an_exercise_of_which_nothing_was_found_has_the_count_0() -> None:
    assert tallied(event(0, "exercise", exercise="squat")) == ["[bold]squat: 0[/bold]"]
    assert tallied() == ["nothing was counted: no exercise was named"]


def test_each_of_two_sensors_has_its_own_count() -> None:
    left, right = "left_thigh", "right_thigh"
    assert tallied(
        event(0, "exercise", left, exercise="squat"),
        event(0, "exercise", right, exercise="squat"),
        event(1, "rep", left),
        event(1, "rep", right),
        event(2, "rep", right),
    ) == ["[bold]squat: 1[/bold] (left_thigh)", "[bold]squat: 2[/bold] (right_thigh)"]


def test_a_recording_of_several_exercises_shows_each(run: Run, tmp_path: Path) -> None:
    assert run("record", "--demo", "monday.mcap", "--seconds", "35").status == 0
    done = run("replay", tmp_path / "monday.mcap")
    last = [line for line in done.out.splitlines() if line.startswith(("leapfrog: ", "high_knees: "))]
    assert len(last) == 2
    assert all(int(line.split(": ")[1]) > 3 for line in last)
    assert "─" in done.out
