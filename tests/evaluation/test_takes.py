"""Takes of a search: from the cache as from the file, and no more of them in memory than is allowed."""

import shutil
from pathlib import Path

import pytest

from legday.errors import TakeError
from legday.evaluation import card as card_module
from legday.evaluation import takes as module
from legday.evaluation.card import content
from legday.evaluation.in_motion import SUFFIX
from legday.evaluation.takes import Takes

RECORDINGS = Path(__file__).parents[2] / "recordings"


@pytest.fixture
def takes(tmp_path: Path) -> list[Path]:
    """Copies of two takes."""
    folder = tmp_path / "mine"
    folder.mkdir()
    for name in ("squat", "lunge"):
        for suffix in (".csv", ".toml"):
            shutil.copy(RECORDINGS / f"{name}{suffix}", folder)
    return sorted(folder.glob("*.csv"))


def test_another_worker_reads_the_card_and_not_the_take(
    takes: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card, prepared = Takes().open(takes[0], tmp_path / "cache")

    def no(path: Path) -> None:
        raise AssertionError(path)

    monkeypatch.setattr(module, "open_material", no)
    monkeypatch.setattr(module, "load", no)
    again, loaded = Takes().open(takes[0], tmp_path / "cache")
    assert again == card
    assert loaded.count("lunge") == prepared.count("lunge")


def test_what_other_code_made_is_not_read(takes: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    before = content(takes[0])
    assert content(takes[0]) == before
    monkeypatch.setattr(card_module, "made_by", lambda: "other code")
    assert content(takes[0]) != before


def test_a_label_that_changes_is_read_anew(takes: list[Path], tmp_path: Path) -> None:
    before, _ = Takes().open(takes[0], tmp_path / "cache")
    label = takes[0].with_suffix(".toml")
    label.write_text(label.read_text().replace(f"reps = {before.label.truth.reps}", "reps = 3"))
    after, _ = Takes().open(takes[0], tmp_path / "cache")
    assert after.label.truth.reps == 3
    assert after.columns == before.columns


def test_memory_is_bounded_however_many_takes_there_are(takes: list[Path], tmp_path: Path) -> None:
    sizes = []
    for path in takes:
        alone = Takes()
        alone.open(path, tmp_path / "cache")
        sizes.append(alone.bytes)
    bounded = Takes(most_bytes=max(sizes))
    for path in takes * 2:
        bounded.open(path, tmp_path / "cache")
        assert 0 < bounded.bytes <= max(sizes)


def test_a_take_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(TakeError, match="cannot be read"):
        Takes().open(tmp_path / "gone.csv", tmp_path)


@pytest.mark.parametrize("spoil", ["cut", "empty", "nonsense", "gone"])
def test_motion_that_is_not_whole_is_found_anew(takes: list[Path], tmp_path: Path, spoil: str) -> None:
    _, found = Takes().open(takes[0], tmp_path / "cache")
    (kept,) = (tmp_path / "cache").glob(f"*{SUFFIX}")
    whole = kept.read_bytes()
    kept.unlink()
    if spoil != "gone":
        kept.write_bytes({"cut": whole[:-100], "empty": b"", "nonsense": b"{" * 300}[spoil])
    _, again = Takes().open(takes[0], tmp_path / "cache")
    assert again.count("lunge") == found.count("lunge")
    assert kept.read_bytes() == whole


def test_motion_that_has_no_room_is_not_kept(takes: list[Path], tmp_path: Path) -> None:
    bounded = Takes(most_bytes=1, most_bytes_on_disk=1)
    (_, first), (_, again) = (bounded.open(takes[0], tmp_path / "cache") for _ in range(2))
    assert again.count("lunge") == first.count("lunge")
    assert not list((tmp_path / "cache").glob(f"*{SUFFIX}"))


@pytest.mark.parametrize("in_memory", [True, False])
def test_a_take_that_is_written_anew_is_read_anew_by_the_same_worker(
    takes: list[Path], tmp_path: Path, in_memory: bool
) -> None:
    worker = Takes(most_bytes=1)
    before, _ = worker.open(takes[0], tmp_path / "cache")
    if not in_memory:
        worker.open(takes[1], tmp_path / "cache")
    lines = takes[0].read_text().splitlines()
    takes[0].write_text("\n".join(lines[: len(lines) // 2]))
    card, _ = worker.open(takes[0], tmp_path / "cache")
    assert card.duration_s < 0.6 * before.duration_s
