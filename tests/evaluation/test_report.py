"""What a report shows: histograms, the worst takes, the page."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from legday.core.events import Event
from legday.evaluation.evaluate import evaluate
from legday.evaluation.histogram import BINS, bars, bin_name, histogram
from legday.evaluation.html.page import page, write_html
from legday.evaluation.report import render
from legday.evaluation.rows import Report, TakeRow
from legday.evaluation.sections import WORST, exact_shares, worst

from .conftest import reps

WriteTake = Callable[[str, str], Path]
Found = dict[tuple[str, str], list[Event]]

SQUATS = "subject='{}'\nsite='left_thigh'\nexercise='squat'\n[truth]\nreps=10\n{}"


@pytest.fixture
def report(tmp_path: Path, write_take: WriteTake, found: Found) -> Report:
    """Errors -1 and -4 of ten, and one within its own doubt; latencies of 0.1 s and 0.55 s."""
    for name, subject, count, rest, late_s in (
        ("a", "p1", 9, "", 0.1),
        ("<b>", "p2", 6, "", 0.55),
        ("c", "p3", 11, "reps_plus_minus=1", 0.1),
    ):
        write_take(f"set/{name}", SQUATS.format(subject, rest))
        found[name, "squat"] = reps(range(count), late_s)
    return evaluate([tmp_path])


def take(error: int, true: int, path: str = "a", *, held: bool = True, synthetic: bool = False) -> TakeRow:
    return TakeRow(
        path=path, exercise="squat", site="thigh", synthetic=synthetic, person="p", truth_kind="manual",
        true=true, plus_minus=0, found=true + error, error=error, held_error=error if held else 0,
    )  # fmt: skip


def test_a_latency_falls_in_the_bin_that_begins_with_it() -> None:
    latencies_s = [-0.2, 0.0, 0.05, 0.3, 0.1 + 0.2, 1.99, 2.0, 7.0]
    counts = histogram(latencies_s)
    held = {bin_name(place): count for place, count in enumerate(counts) if count}
    assert held == {
        "before 0 s": 1,
        "0.0 to 0.1 s": 2,
        "0.3 to 0.4 s": 2,
        "1.9 to 2.0 s": 1,
        "2.0 s and later": 2,
    }
    assert len(counts) == BINS + 2


def test_bars_are_as_high_as_they_are_full() -> None:
    assert bars([0, 1, 50, 100]) == "·▁▄█"
    assert bars([0, 0]) == "··"


def test_the_report_holds_histograms(report: Report) -> None:
    [row] = report.latency
    assert len(report.latency_edges_s) == len(row.histogram) - 1
    assert sum(row.histogram) == row.events == 26
    between = zip(report.latency_edges_s, row.histogram[1:], strict=True)
    assert {edge_s: count for edge_s, count in between if count} == {0.1: 20, 0.5: 6}
    assert "| ··█···▃···" in render(report)


def test_the_worst_take_is_the_one_that_misses_most_of_its_truth() -> None:
    """Ten of three hundred steps are less than two of ten squats; what the truth allows is no fault."""
    takes = [
        take(-10, 300, "walk"),
        take(0, 10, "exact"),
        take(2, 10, "two"),
        take(9, 10, "doubt", held=False),
    ]
    assert [row[0] for row in worst(takes).rows] == ["two", "walk", "doubt"]


def test_the_list_of_the_worst_is_short() -> None:
    section = worst([take(1, 10, f"{number:02}") for number in range(WORST + 3)])
    assert len(section.rows) == WORST
    assert section.note.startswith("And 3 more")


def test_real_and_synthetic_takes_are_exact_by_themselves() -> None:
    takes = (take(0, 10), take(2, 10, held=False), take(2, 10), take(0, 10, synthetic=True))
    assert list(exact_shares(Report(version="1", takes=takes))) == [("real", 2, 3), ("synthetic", 1, 1)]


class _Page(HTMLParser):
    """Looks whether every element is closed, and what a browser would fetch."""

    VOID = frozenset({"meta"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not {name for name, _ in attrs} & {"src", "href"}
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_needs_nothing_else(report: Report) -> None:
    parsed = _Page()
    text = page(report)
    parsed.feed(text)
    assert parsed.open == []
    assert not {"script", "link", "img", "iframe"} & set(parsed.tags)
    assert not re.search(r"url\(|@import|https?:", text)
    assert "color-scheme: light dark" in text


def test_the_page_shows_the_worst_first_and_draws_latencies(report: Report) -> None:
    text = page(report)
    assert "1 of 3 real takes (33 %) are exact." in text
    titles = re.findall("<h3>(.*?)</h3>", text)
    assert titles[:2] == ["Takes that are not exact", "Counts"]
    assert text.index("set/&lt;b&gt;") < text.index("set/a") < text.index("set/c")
    assert re.findall("<rect.*?<title>(.*?)</title>", text) == ["0.1 to 0.2 s: 20", "0.5 to 0.6 s: 6"]
    assert re.search(r"\(\d+ … \d+\)", text), "an interval"
    captions = [text.index("<figcaption>"), text.index("<svg")]
    assert captions == sorted(captions), "the name of a histogram stands above it"


def test_takes_that_are_not_exact_add_up_with_the_share_that_is(report: Report) -> None:
    listed = worst(report.takes)
    exact, takes = next((exact, takes) for name, exact, takes in exact_shares(report) if name == "real")
    doubtful = sum(take.error != 0 and take.held_error == 0 for take in report.takes)
    assert len(listed.rows) == takes - exact + doubtful
    assert (f"Of all {len(listed.rows)}, {doubtful} are off by no more" in listed.note) is bool(doubtful)


def test_the_page_is_written_whole_or_not_at_all(report: Report, tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    out.write_text("old", encoding="utf-8")
    write_html(report, out)
    assert out.read_text(encoding="utf-8") == page(report)
    assert [path.name for path in tmp_path.glob("*out.html*")] == ["out.html"]
