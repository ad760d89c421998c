"""``legday plot``: a picture that holds what was counted and what really happened."""

import json
import re
from pathlib import Path

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
