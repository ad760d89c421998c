"""The report's tables as HTML: the worst takes first, light and dark, without a script or a link."""

from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template

from legday.evaluation.html.drawing import drawn
from legday.evaluation.rows import Report
from legday.evaluation.sections import Section, exact_shares, parts, sections, unscored, worst
from legday.evaluation.text import NUMBERS
from legday.whole_file import whole_file


def write_html(report: Report, path: Path) -> None:
    """Write a report; what was there is replaced when the new one is whole.

    Raises
    ------
    OSError
        When the file cannot be written.
    """
    with whole_file(path) as beside:
        beside.write_text(page(report), encoding="utf-8")


def page(report: Report) -> str:
    """Return the whole page."""
    template = Template(files(__package__).joinpath("page.html").read_text(encoding="utf-8"))
    title = f"How well takes were counted, by legday {report.version}"
    return template.substitute(title=escape(title), body="\n".join(_body(report)))


def _body(report: Report) -> Iterator[str]:
    for name, exact, takes in exact_shares(report):
        yield f"<p>{exact} of {takes} {name} takes ({100 * exact / takes:.0f} %) are exact.</p>"
    for part in parts(report):
        yield f"<h2>{escape(part.title)}</h2>"
        shown = list(sections(part.report))
        first = worst(part.report.takes).title
        for section in sorted(shown, key=lambda each: each.title != first):
            yield from _section(section)
    yield from _section(unscored(report))
    yield from _listed("Warnings", report.warnings)
    yield from _listed("Not read", report.failures)


def _section(section: Section) -> Iterator[str]:
    if not section.rows:
        return
    yield f"<h3>{escape(section.title)}</h3>"
    yield '<div class="wide"><table>'
    yield from _table(section.head, section.rows)
    yield "</table></div>"
    if section.note:
        yield f"<p>{escape(section.note)}</p>"
    if section.histograms:
        yield f'<div class="figures">{"".join(map(drawn, section.histograms))}</div>'


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    numbers = [all(cell[:1] in NUMBERS for cell in column) for column in zip(*rows, strict=True)]
    yield _row("th", head, numbers)
    for row in rows:
        yield _row("td", row, numbers)


def _row(tag: str, cells: Sequence[str], numbers: Sequence[bool]) -> str:
    classes = [' class="number"' if each else "" for each in numbers]
    told = (f"<{tag}{each}>{escape(cell)}</{tag}>" for each, cell in zip(classes, cells, strict=True))
    return f"<tr>{''.join(told)}</tr>"


def _listed(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"<h3>{title}</h3>"
        yield from (f"<p>{escape(line)}</p>" for line in lines)
