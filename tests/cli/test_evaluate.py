"""``legday evaluate``: what a build asks of it, and its page."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run, Write

STILL = "subject='p1'\nsite='left_thigh'\nexercise='squat'\n[truth]\nreps={}\nreps_plus_minus={}\n"


@pytest.fixture
def half(write: Write) -> None:
    """Two takes in which nobody moved: one has a repetition to be found, one may have had none."""
    write("missed", toml=STILL.format(1, 0))
    write("doubtful", toml=STILL.format(1, 1))


@pytest.mark.usefixtures("half")
def test_a_share_that_is_reached_is_no_failure(run: Run, tmp_path: Path) -> None:
    done = run("evaluate", tmp_path, "--fail-under", "50")
    assert (done.status, done.err) == (0, "")


@pytest.mark.usefixtures("half")
def test_too_few_exact_takes_are_told_in_a_line(run: Run, tmp_path: Path) -> None:
    done = run("evaluate", tmp_path, "--fail-under", "50.5")
    assert done.status == 1
    wanted = "legday: 1 of 2 real takes are exact (50.0 %); --fail-under wants 50.5 % of the takes\n"
    assert done.err == wanted
    assert "Takes that are not exact" in done.out


def test_nothing_scored_is_no_success(run: Run, write: Write, tmp_path: Path) -> None:
    write()
    done = run("evaluate", tmp_path, "--fail-under", "0")
    assert done.status == 1
    assert done.err.startswith("legday: no take could be scored")


@pytest.mark.usefixtures("half")
def test_a_page_is_written_beside_the_tables(run: Run, tmp_path: Path) -> None:
    done = run("evaluate", tmp_path, "--html", "report.html")
    assert (done.status, done.err) == (0, "")
    assert "# Real takes" in done.out
    assert "1 of 2 real takes (50 %) are exact." in (tmp_path / "report.html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("half")
def test_a_page_that_cannot_be_written_is_told(run: Run, tmp_path: Path) -> None:
    assert "cannot be written" in run("evaluate", tmp_path, "--html", "absent/report.html").refusal()
