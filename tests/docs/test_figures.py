"""The figures that the README shows are those of the print on the accuracy page."""

from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
README = CHECKOUT / "README.md"
ACCURACY = CHECKOUT / "docs" / "explanation" / "accuracy.md"


def rows(page: Path, heading: str) -> list[list[str]]:
    """Cells of the table under a heading, without its head."""
    lines = page.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0].splitlines()
    table = [line for line in lines if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


SHOWN = rows(README, "How well it counts")


@pytest.mark.parametrize("shown", SHOWN, ids=[f"{row[0]} {row[1]}" for row in SHOWN])
def test_readme_shows_what_was_printed(shown: list[str]) -> None:
    pool, figures, miscount, rule = shown[:3], shown[3:7], shown[7], shown[8]
    printed = next(row for row in rows(ACCURACY, "Counts") if row[:3] == pool)
    assert figures == printed[3:7]
    assert miscount == printed[11].split()[0]
    rules = [row for row in rows(ACCURACY, "Baselines on the same takes") if row[:3] == pool]
    assert float(rule) == min(float(row[5]) for row in rules)
    assert {row[6] for row in rules} == {miscount}


def test_walking_counts_nothing_else() -> None:
    negatives = rows(ACCURACY, "False events where nothing was to be counted")
    walk = next(row for row in negatives if row[:2] == ["thigh, pocket, back", "walk"])
    text = README.read_text(encoding="utf-8")
    assert f"In {float(walk[3]):.2f} h of walking it counts no squat, no jump and no burpee." in text
    assert walk[4:9] == ["0"] * 5
