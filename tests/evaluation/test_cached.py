"""Scores from a cache, and from several processes, are those of the files read one by one."""

import shutil
from pathlib import Path

import pytest

from legday.errors import TakeError
from legday.evaluation import cached
from legday.evaluation import takes as opened
from legday.evaluation.evaluate import evaluate
from legday.evaluation.executors import executor
from legday.evaluation.rows import Report
from legday.evaluation.takes import Takes

RECORDINGS = Path(__file__).parents[2] / "recordings"
SETS = """
[[sets]]
exercise = "squat"
start_ms = 0
end_ms = 4102444800000
reps = 9
truth_kind = "user"
"""
PARAMS = {"squat": {"floor_m_s2": 6.0}}


def copied(name: str, folder: Path, label: str = "") -> Path:
    """Copy a recording with its label, or with another one, and return it."""
    path = folder / Path(name).name
    shutil.copy(RECORDINGS / name, path)
    text = label or (RECORDINGS / name).with_suffix(".toml").read_text(encoding="utf-8")
    path.with_suffix(".toml").write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def takes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a take, one with a key nobody knows, one to count nothing in, a recording, sets, and no take."""
    folder = tmp_path_factory.mktemp("takes")
    copied("squat.csv", folder)
    copied("lunge.csv", folder, "exercise = 'lunge'\nsynthetic = true\n[truth]\nreps = 9\nresp = 3\n")
    copied("leapfrog.csv", folder, "exercise = 'none'\nsynthetic = true\n")
    copied("movella_dot/squat.mcap", folder)
    (folder / "sets").mkdir()
    copied("movella_dot/squat.mcap", folder / "sets", SETS)
    (folder / "broken.csv").write_text("t_s\n1\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def read(takes: Path) -> Report:
    """Score every file from its own text."""
    report = evaluate([takes], baselines=True, params=PARAMS)
    assert len(report.takes) == 4
    assert report.negatives
    assert report.baselines
    assert "resp" in report.warnings[0]
    assert "broken" in report.failures[0]
    return report


def test_a_report_from_the_cache_is_the_one_from_the_files(takes: Path, read: Report, tmp_path: Path) -> None:
    for _ in range(2):
        assert evaluate([takes], baselines=True, params=PARAMS, cache=tmp_path) == read


def test_several_processes_give_the_same_report(takes: Path, read: Report, tmp_path: Path) -> None:
    with executor(workers=2) as compute:
        found = evaluate([takes], baselines=True, params=PARAMS, cache=tmp_path, compute=compute)
    assert found == read


def test_what_lies_in_the_cache_is_not_read_again(
    takes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [takes / "squat.csv", takes / "leapfrog.csv"]
    before = evaluate(paths, cache=tmp_path)

    def no(path: Path) -> None:
        raise AssertionError(path)

    monkeypatch.setattr(cached, "TAKES", Takes())  # another process
    for module in (cached, opened):
        monkeypatch.setattr(module, "open_material", no)
    assert evaluate(paths, cache=tmp_path) == before


def test_a_card_that_is_not_whole_is_written_anew(
    takes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = evaluate([takes / "squat.csv"], cache=tmp_path)
    (card,) = tmp_path.glob("*.json")
    whole = card.read_bytes()
    card.write_bytes(whole[:-20])
    monkeypatch.setattr(cached, "TAKES", Takes())  # another process
    assert evaluate([takes / "squat.csv"], cache=tmp_path) == before
    assert card.read_bytes() == whole


def test_a_cache_that_cannot_be_written_costs_time_and_nothing_else(takes: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    before = evaluate([takes / "squat.csv"])
    assert evaluate([takes / "squat.csv"], cache=tmp_path / "file" / "cache") == before


def test_a_take_that_is_gone_is_said_with_a_cache_too(takes: Path, tmp_path: Path) -> None:
    with pytest.raises(TakeError, match="gone"):
        evaluate([takes / "gone.csv"], cache=tmp_path)
