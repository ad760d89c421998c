"""What a report shows and in which order, whoever renders it."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from legday.evaluation import cells
from legday.evaluation.rows import LatencyRow, Report, TakeRow

WORST = 20
"""So many takes are listed as the worst; JSON has all."""

COUNT_NOTE = (
    "In brackets: bootstrap 95 % interval over people. An error within what the truth itself leaves open is "
    "not held against the count; miscount is the sum of errors over the sum of truth."
)


@dataclass(frozen=True, slots=True)
class Section:
    """A table under a title.

    Parameters
    ----------
    title : str
        What it shows.
    head, rows : sequence
        The cells; without rows there is nothing to show.
    note : str
        How to read it.
    histograms : tuple of LatencyRow
        What is drawn below it.
    """

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""
    histograms: tuple[LatencyRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """The takes of people, or those of the simulator."""

    title: str
    report: Report


def parts(report: Report) -> Iterator[Part]:
    """Yield real takes before synthetic ones: they are never looked at together."""
    for synthetic, title in (
        (False, "Real takes"),
        (True, "SYNTHETIC takes: they prove plumbing, not accuracy"),
    ):
        part = _only(report, synthetic=synthetic)
        if part.counts or part.negatives:
            yield Part(title, part)


def _only(report: Report, *, synthetic: bool) -> Report:
    rows = ("counts", "timed", "jumps", "cadence", "latency", "negatives", "baselines", "takes")
    kept = {name: tuple(row for row in getattr(report, name) if row.synthetic is synthetic) for name in rows}
    return report.model_copy(update=kept)


def sections(report: Report) -> Iterator[Section]:
    """Yield the tables of one part that hold something."""
    return (section for section in _all(report) if section.rows)


def _all(report: Report) -> Iterator[Section]:
    yield Section("Counts", cells.COUNT_HEAD, list(map(cells.count, report.counts)), COUNT_NOTE)
    yield Section("Times", cells.TIMED_HEAD, list(map(cells.timed, report.timed)))
    yield Section("Marked jumps", cells.JUMP_HEAD, list(map(cells.jump, report.jumps)))
    yield Section("Cadence", cells.CADENCE_HEAD, list(map(cells.cadence, report.cadence)))
    yield Section(
        "Latency, from when it happened to when it was decided",
        cells.LATENCY_HEAD,
        list(map(cells.latency, report.latency)),
        histograms=report.latency,
    )
    yield _negatives(report)
    yield Section(
        "Baselines on the same takes", cells.BASELINE_HEAD, list(map(cells.baseline, report.baselines))
    )
    yield worst(report.takes)


def _negatives(report: Report) -> Section:
    title, rows = "False events where nothing was to be counted", report.negatives
    head = cells.negative_head(rows) if rows else ()
    return Section(title, head, list(map(cells.negative, rows)), "In brackets: events per hour.")


def exact_shares(report: Report) -> Iterator[tuple[str, int, int]]:
    """Yield, for real and for synthetic takes, what they are, how many are exact, and how many there are.

    Exact is what misses its truth by no more than the truth itself leaves open.
    """
    for synthetic, name in ((False, "real"), (True, "synthetic")):
        takes = [take for take in report.takes if take.synthetic is synthetic]
        if takes:
            yield name, sum(not take.held_error for take in takes), len(takes)


def worst(takes: Sequence[TakeRow]) -> Section:
    """Return the takes that are not exact: the largest share of its truth first, what is not held last."""
    wrong = sorted((row for row in takes if row.error), key=_badness)
    left, doubtful = len(wrong) - WORST, sum(not row.held_error for row in wrong)
    notes = [f"And {left} more, less wrong than these."] if left > 0 else []
    if doubtful:
        notes.append(f"Of all {len(wrong)}, {doubtful} are off by no more than the truth itself leaves open.")
    shown = list(map(cells.take, wrong[:WORST]))
    return Section("Takes that are not exact", cells.TAKE_HEAD, shown, " ".join(notes))


def _badness(row: TakeRow) -> tuple[float, int, int, str]:
    missed = abs(row.held_error)
    share = missed / row.true if row.true else (math.inf if missed else 0.0)
    return -share, -missed, -abs(row.error), row.path


def unscored(report: Report) -> Section:
    """Return the takes that could not be scored, and why."""
    return Section("Not scored", ("take", "why"), [(row.path, row.reason) for row in report.unscored])
