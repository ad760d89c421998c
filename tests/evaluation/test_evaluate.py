"""The figures of a report, worked out by hand for takes whose events are given."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from legday.core.events import Cadence, Event, Jump, Retracted, Step
from legday.errors import TakeError
from legday.evaluation.evaluate import evaluate
from legday.evaluation.report import render
from legday.evaluation.rows import Report

from .conftest import reps

WriteTake = Callable[[str, str], Path]
Found = dict[tuple[str, str], list[Event]]


def squats(subject: str, count: int, rest: str = "", site: str = "left_thigh") -> str:
    return f"subject='{subject}'\nsite='{site}'\nexercise='squat'\n[truth]\nreps={count}\n{rest}"


@pytest.fixture
def three_takes(tmp_path: Path, write_take: WriteTake, found: Found) -> Path:
    """Errors 0, +1 and -3 of 10 repetitions each; the first two are one person."""
    for name, subject, number in (("a", "p1", 10), ("b", "p1", 11), ("c", "p2", 7)):
        write_take(f"set/{name}", squats(subject, 10))
        found[name, "squat"] = reps(range(number))
    return tmp_path


def test_counts(three_takes: Path) -> None:
    [row] = evaluate([three_takes]).counts
    assert (row.exercise, row.site, row.dataset) == ("squat", "thigh", "set thigh")
    assert (row.takes, row.people, row.true, row.found) == (3, 2, 30, 28)
    assert row.exact_pct.value == pytest.approx(100 / 3)
    assert row.within_one_pct.value == pytest.approx(200 / 3)
    assert row.mean_abs_error.value == pytest.approx(4 / 3)
    assert row.bias.value == pytest.approx(-2 / 3)
    assert row.miscount_pct.value == pytest.approx(100 * 4 / 30)
    assert row.mean_abs_error_pct.value == pytest.approx(100 * 0.4 / 3)


def test_intervals_are_over_people_not_takes(three_takes: Path) -> None:
    """Drawing p1 twice gives a miscount of 1 in 20, p2 twice 3 in 10."""
    [row] = evaluate([three_takes]).counts
    assert row.miscount_pct.low == pytest.approx(5)
    assert row.miscount_pct.high == pytest.approx(30)


def test_an_error_within_the_truths_own_doubt_is_printed_and_not_held(
    tmp_path: Path, write_take: WriteTake, found: Found
) -> None:
    write_take("set/a", squats("p1", 10, "reps_plus_minus=2"))
    write_take("set/b", squats("p2", 10, "reps_plus_minus=2"))
    found["a", "squat"] = reps(range(12))
    found["b", "squat"] = reps(range(13))
    report = evaluate([tmp_path])
    assert [(row.error, row.held_error) for row in report.takes] == [(2, 0), (3, 3)]
    assert report.counts[0].exact_pct.value == 50
    assert report.counts[0].miscount_pct.value == pytest.approx(15)
    lines = render(report).splitlines()
    assert any("set/a" in line and "+2" in line and " no " in line for line in lines)


def test_retracted_events_do_not_count(tmp_path: Path, write_take: WriteTake, found: Found) -> None:
    write_take("set/a", squats("p1", 2))
    found["a", "squat"] = [*reps(range(3)), Retracted(serial=3, decided_s=9, retracts=1)]
    assert evaluate([tmp_path]).takes[0].found == 2


def test_synthetic_takes_are_never_pooled_with_real_ones(
    tmp_path: Path, write_take: WriteTake, found: Found
) -> None:
    write_take("set/real", squats("p1", 10))
    write_take("set/made", squats("p2", 10, "truth_kind='simulated'"))
    found["real", "squat"] = reps(range(9))
    found["made", "squat"] = reps(range(10))
    report = evaluate([tmp_path])
    assert [(row.synthetic, row.takes, row.exact_pct.value) for row in report.counts] == [
        (False, 1, 0),
        (True, 1, 100),
    ]
    text = render(report)
    assert text.index("# Real takes") < text.index("# SYNTHETIC")
    assert [row.synthetic for row in report.latency] == [False, True]


def test_several_sets_of_a_site_are_pooled_and_shown_apart(
    tmp_path: Path, write_take: WriteTake, found: Found
) -> None:
    write_take("one/a", squats("p1", 4))
    write_take("two/b", squats("p1", 6))
    found["a", "squat"] = reps(range(4))
    rows = evaluate([tmp_path]).counts
    assert [(row.dataset, row.takes, row.people, row.true) for row in rows] == [
        ("", 2, 2, 10),
        ("one thigh", 1, 1, 4),
        ("two thigh", 1, 1, 6),
    ]


def test_times(tmp_path: Path, write_take: WriteTake, found: Found) -> None:
    write_take("set/a", squats("p1", 3, "rep_intervals_s=[[1,3],[3,5],[5,7]]"))
    found["a", "squat"] = reps([2.1, 4.2, 8.0])
    row, ends = evaluate([tmp_path]).timed
    assert ends.kind == "rep end"
    assert (row.kind, row.true, row.hits, row.extra) == ("rep", 3, 2, 1)
    assert row.f1.value == pytest.approx(2 / 3)
    assert row.mean_abs_error_s.value == pytest.approx(0.15)
    assert row.bias_s.value == pytest.approx(0.15)


def test_every_marked_jump_is_listed(tmp_path: Path, write_take: WriteTake, found: Found) -> None:
    label = "site='thigh'\nexercise='countermovement_jump'\n[truth]\nreps=2\nrep_intervals_s=[[0,2],[5,7]]"
    write_take("set/a", label)
    found["a", "countermovement_jump"] = [
        Jump(serial=0, n=1, decided_s=6.6, takeoff_s=6.1, landing_s=6.5, flight_s=0.4)
    ]
    report = evaluate([tmp_path])
    assert [(row.found, row.landing_s, row.flight_s) for row in report.jumps] == [
        (False, None, None),
        (True, 6.5, 0.4),
    ]
    text = render(report)
    assert "| 5.00 … 7.00 | yes   |       6.100 |      6.500 |        400 |" in text


def test_latency(tmp_path: Path, write_take: WriteTake, found: Found) -> None:
    write_take("set/a", squats("p1", 4))
    found["a", "squat"] = [*reps([2, 4, 6], 0.1), *reps([8], 0.5)]
    [row] = evaluate([tmp_path]).latency
    assert (row.exercise, row.type, row.events) == ("squat", "rep", 4)
    assert (row.p50_s, row.max_s) == pytest.approx((0.1, 0.5))
    assert row.p95_s == pytest.approx(0.44)


def test_false_events(tmp_path: Path, write_take: WriteTake, found: Found) -> None:
    for name, label, site in (
        ("walk1", "walk", "thigh"),
        ("walk2", "walk", "right_pocket"),
        ("up", "stairs_up", "hip"),
        ("wrist", "walk", "wrist"),
        ("turn", "walk_turn_walk", "lower_back"),
    ):
        truth = "steps=20" if name == "turn" else "reps=0"
        write_take(f"set/{name}", f"subject='s'\nsite='{site}'\nexercise='{label}'\n[truth]\n{truth}")
    write_take(
        "set/jumps", "subject='s'\nsite='pocket'\nexercise='side_jump'\n[truth]\ntruth_kind='protocol'"
    )
    found["walk1", "squat"] = reps(range(2))
    found["up", "repeated_jump"] = [Jump(serial=0, n=1, decided_s=5, landing_s=5)]
    report = evaluate([tmp_path])
    assert {(row.site, row.activity): row.takes for row in report.negatives} == {
        ("thigh, pocket, back", "walk"): 3,
        ("thigh, pocket, back", "stairs"): 1,
        ("thigh, pocket, back", "walk, run, stairs"): 4,
        ("thigh, pocket, back", "all"): 4,
        ("wrist", "walk"): 1,
        ("wrist", "all"): 1,
    }
    rows = {row.activity: row for row in report.negatives if row.site != "wrist"}
    assert rows["walk"].events["squat"] == 2
    assert rows["walk"].events["repeated_jump"] == 0
    assert rows["stairs"].events["repeated_jump"] == 1
    assert rows["all"].hours == pytest.approx(4 * 10 / 3600)
    assert rows["all"].bare_rule == 0
    [line] = [
        line for line in render(report).splitlines() if line.startswith("| thigh, pocket, back | walk   ")
    ]
    assert "2 (240)" in line, "two in thirty seconds"
    assert {row.path for row in report.unscored} >= {"set/jumps"}


def test_steps_are_counted_where_the_walk_was(tmp_path: Path, write_take: WriteTake, found: Found) -> None:
    label = "subject='s'\nsite='thigh'\nexercise='walk'\n[truth]\nsteps=2\nwalk_s=[[3,5]]\ncadence_spm=100"
    write_take("set/a", label)
    found["a", "walk"] = [
        *(Step(serial=n, n=n + 1, decided_s=t_s, t_s=t_s) for n, t_s in enumerate([1.0, 3.1, 4.9, 8.0])),
        *(Cadence(serial=9, decided_s=4, t_s=4, steps_per_s=each / 60) for each in (90, 103, 180)),
    ]
    report = evaluate([tmp_path])
    assert report.takes[0].found == 2
    assert report.cadence[0].bias_per_min == pytest.approx(3)


def test_what_cannot_be_read_is_told_and_the_rest_is_scored(
    tmp_path: Path, write_take: WriteTake, found: Found
) -> None:
    write_take("set/good", squats("p1", 2))
    found["good", "squat"] = reps(range(2))
    write_take("set/bad", squats("p1", 2)).write_text("t_s\n1\n", encoding="utf-8")
    write_take("set/worse", "exercise = ")
    report = evaluate([tmp_path])
    assert [row.path for row in report.takes] == ["set/good"]
    assert len(report.failures) == 2
    assert "bad.csv" in report.failures[0]
    assert "worse.toml" in report.failures[1]


@pytest.mark.parametrize(
    ("label", "reason"),
    [
        ("", "no exercise is named"),
        ("exercise='juggling'\nsite='thigh'\n[truth]\nreps=3", "juggling is no exercise"),
        ("exercise='squat'", "no count"),
    ],
)
def test_what_cannot_be_scored_says_why(
    tmp_path: Path, write_take: WriteTake, found: Found, label: str, reason: str
) -> None:
    write_take("set/a", label)
    report = evaluate([tmp_path])
    assert report.takes == ()
    assert reason in report.unscored[0].reason


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(TakeError, match="no such file"):
        evaluate([tmp_path / "absent"])
    with pytest.raises(TakeError, match="found none"):
        evaluate([tmp_path])


def test_baselines_are_held_to_the_same_rule(tmp_path: Path, write_take: WriteTake, found: Found) -> None:
    """Ten still seconds: the simple counters find nothing of the 4 repetitions, the session 3."""
    write_take("set/a", squats("p1", 4))
    found["a", "squat"] = reps(range(3))
    rows = evaluate([tmp_path], baselines=True).baselines
    assert {row.baseline for row in rows} == {"force peaks", "principal axis"}
    principal = next(row for row in rows if row.baseline == "principal axis")
    assert (principal.miscount_pct, principal.own_miscount_pct, principal.ratio) == (100, 25, 4)


def test_progress_is_told(three_takes: Path) -> None:
    seen: list[tuple[int, int]] = []
    evaluate([three_takes], progress=lambda done, total, name: seen.append((done, total)))
    assert seen == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_json_holds_the_whole_report(three_takes: Path) -> None:
    report = evaluate([three_takes], baselines=True)
    assert Report.model_validate(json.loads(report.model_dump_json())) == report


def test_every_line_of_a_table_is_as_wide_as_its_head(three_takes: Path) -> None:
    tables = [
        line for line in render(evaluate([three_takes], baselines=True)).splitlines() if line[:1] == "|"
    ]
    assert len(tables) > 10
    assert all(line.endswith("|") for line in tables)
    counts = tables[: next(n for n, line in enumerate(tables) if "F1" in line or "p95" in line)]
    assert len({len(line) for line in counts}) == 1
