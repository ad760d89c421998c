"""Takes are handed out in parts: none is lost or doubled, the largest come first, results stay in order."""

from pathlib import Path

import pytest

from legday.evaluation.parts import MOST_TAKES
from legday.evaluation.tune import trials
from legday.evaluation.tune.cost import Outcome, Weights
from legday.evaluation.tune.trials import Material, outcomes


def archive(folder: Path, sizes: list[int]) -> list[Path]:
    takes = [folder / f"{number}.csv" for number in range(len(sizes))]
    for take, size in zip(takes, sizes, strict=True):
        take.write_bytes(b"x" * size)
    return takes


@pytest.mark.parametrize(
    ("sizes", "parts"),
    [
        ([1000] * 10, 10),
        ([1000] * 160, 16),
        ([1000] * 1600, 50),  # no more than 32 takes in any
        ([3_000_000, *([10_000] * 20)], 2),
        ([], 0),
    ],
)
def test_each_take_is_tried_once_and_told_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sizes: list[int], parts: int
) -> None:
    takes = archive(tmp_path, sizes)
    handed_out: list[list[Path]] = []
    shares: list[float] = []

    def outcome(take: Path, _cache: Path, _name: str, params: dict[str, float]) -> Outcome:
        return Outcome(str(take), "p", 1.0, 1, int(params["a"]), ())

    def compute(function, items):
        for part in items:
            handed_out.append(list(part))
            yield function(part)

    monkeypatch.setattr(trials, "outcome", outcome)
    material = Material("squat", takes, tmp_path, Weights(), {})
    found = outcomes([{"a": 1}, {"a": 2}], material, compute, shares.append)
    assert [[each.path for each in setting] for setting in found] == [[str(take) for take in takes]] * 2
    assert [{each.error for each in setting} for setting in found if setting] == [{1}, {2}][: len(takes)]
    assert sorted(take for part in handed_out for take in part) == sorted(takes)
    assert len(handed_out) == parts
    assert all(len(part) <= MOST_TAKES for part in handed_out)
    largest = [max(take.stat().st_size for take in part) for part in handed_out]
    assert largest == sorted(largest, reverse=True)
    assert len(shares) == parts
    assert shares == sorted(shares)
    assert shares[-1:] == [1.0] * bool(parts)
