"""A report as text: tables that read in a terminal and in Markdown alike."""

from collections.abc import Iterator

from legday.evaluation.histogram import EDGES_S, bars
from legday.evaluation.rows import Report
from legday.evaluation.sections import Section, parts, sections, unscored
from legday.evaluation.text import section

HISTOGRAM_NOTE = (
    f"Histogram: a bar for each tenth of a second from 0 to {EDGES_S[-1]:g} s, as high as it is full beside "
    "the fullest; the first is for what is earlier than 0, the last for what is later."
)


def render(report: Report) -> str:
    """Return the whole report as Markdown tables, real takes before synthetic ones."""
    return "\n".join(_lines(report)).strip() + "\n"


def _lines(report: Report) -> Iterator[str]:
    for part in parts(report):
        yield f"# {part.title}\n"
        for shown in sections(part.report):
            yield from _section(shown)
    if report.unscored:
        yield from _section(unscored(report))


def _section(shown: Section) -> Iterator[str]:
    head, rows = shown.head, shown.rows
    if shown.histograms:
        head = (*head, "histogram")
        rows = [(*row, bars(each.histogram)) for row, each in zip(rows, shown.histograms, strict=True)]
    yield from section(shown.title, head, rows)
    note = HISTOGRAM_NOTE if shown.histograms else shown.note
    if note:
        yield f"{note}\n"
