"""``legday plot``: a picture that holds what was counted and what really happened."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from legday.recording.take import read_take
from tests.cli.conftest import Run

SQUATS = Path(__file__).parents[2] / "recordings" / "squat.csv"


def test_a_page_holds_all_it_shows(run: Run, tmp_path: Path) -> None:
    done = run("plot", SQUATS, "--out", "squats.html")
    assert done.status == 0, done.err
    page = (tmp_path / "squats.html").read_text(encoding="utf-8")
    assert not re.search(r"<[^>]*\b(src|href)=", page)
    data = json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1])
    assert len(data["marks"]["counted"]) == len(data["marks"]["truth"]) == read_take(SQUATS).truth.reps
    assert len(data["t"]) == len(data["angle"]) == len(data["force"])
    assert max(data["angle"]) > 75.0
    assert any("shook" in reason for _, _, reason in data["marks"]["rejected"])


def test_a_png_is_one(run: Run, tmp_path: Path) -> None:
    assert run("plot", SQUATS, "--out", "squats.png").status == 0
    assert (tmp_path / "squats.png").read_bytes().startswith(b"\x89PNG")


def test_the_count_of_a_sprint_is_its_steps_without_the_turns_that_are_drawn_too(run: Run) -> None:
    sprint = SQUATS.with_name("sprint.csv")
    done = run("plot", sprint, "--out", "sprint.html")
    assert f"sprint, {read_take(sprint).truth.steps} steps found" in done.out


def test_another_ending_is_refused(run: Run) -> None:
    assert ".png or .html" in run("plot", SQUATS, "--out", "squats.gif").refusal()


def drawn(run: Run, take: Path) -> dict[str, Any]:
    done = run("plot", take, "--out", "take.html")
    assert done.status == 0, done.err
    page = Path("take.html").read_text(encoding="utf-8")
    return json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1])


def write(folder: Path, truth: str, hole_s: float = 0.0) -> Path:
    """Five seconds of standing still, with a hole behind the second; what was true of it."""
    times = [n / 50 + (hole_s if n > 100 else 0.0) for n in range(250)]
    rows = [f"{t_s:.2f},0.0,9.8,0.0" for t_s in times]
    (folder / "still.csv").write_text("\n".join(["t_s,acc_x_m_s2,acc_y_m_s2,acc_z_m_s2", *rows]))
    (folder / "still.toml").write_text(f'exercise = "repeated_jump"\nsite = "left_thigh"\n[truth]\n{truth}\n')
    return folder / "still.csv"


@pytest.mark.parametrize(
    ("truth", "marks"),
    [
        ("takeoff_s = [1.0, 2.0]\nlanding_s = [1.3, 2.3]", [(1.0, 1.3), (1.3, 1.3), (2.0, 2.3), (2.3, 2.3)]),
        ("contact_s = [0.5, 1.0, 1.5]", [(1.0, 1.0), (1.5, 1.5)]),
        ("rep_times_s = [1.5]", [(1.5, 1.5)]),
        ("step_intervals_s = [[1.0, 1.5]]", [(1.0, 1.5)]),
    ],
)
def test_whatever_was_marked_is_drawn(
    run: Run, tmp_path: Path, truth: str, marks: list[tuple[float, float]]
) -> None:
    data = drawn(run, write(tmp_path, truth))
    assert sorted((start, end) for start, end, _ in data["marks"]["truth"]) == marks


def test_the_true_count_stands_in_the_title(run: Run, tmp_path: Path) -> None:
    data = drawn(run, write(tmp_path, "reps = 3\nreps_plus_minus = 1"))
    assert data["title"] == "still: repeated_jump, 0 jumps found, 3 ± 1 true"


def test_no_line_is_drawn_over_a_hole(run: Run, tmp_path: Path) -> None:
    data = drawn(run, write(tmp_path, "reps = 0", hole_s=3.0))
    assert data["angle"].count(None) == data["force"].count(None) == 1
    assert None not in drawn(run, write(tmp_path, "reps = 0"))["angle"]
