"""Tables that read in a terminal and in Markdown alike."""

from collections.abc import Iterable, Iterator, Sequence

from legday.evaluation.rows import Figure

NUMBERS = "0123456789-+.–("


def figure(value: Figure, digits: int, scale: float = 1.0) -> str:
    """Return a value with its interval, if it has one."""
    if value.value is None:
        return "–"
    text = f"{value.value * scale:.{digits}f}"
    if value.low is None or value.high is None:
        return text
    return f"{text} ({value.low * scale:.{digits}f} … {value.high * scale:.{digits}f})"


def section(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield a heading and a table; nothing where there are no rows."""
    body = [list(row) for row in rows]
    if not body:
        return
    yield f"## {title}\n"
    yield from table(head, body)
    yield ""


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a Markdown table; columns of numbers stand to the right."""
    columns = list(zip(head, *rows, strict=True))
    widths = [max(len(cell) for cell in column) for column in columns]
    right = [all(cell[:1] in NUMBERS for cell in column[1:]) for column in columns]
    yield _line(head, widths, right)
    rules = ["-" * (width + 1) + (":" if each else "-") for width, each in zip(widths, right, strict=True)]
    yield f"|{'|'.join(rules)}|"
    for row in rows:
        yield _line(row, widths, right)


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = [
        cell.rjust(width) if each else cell.ljust(width)
        for cell, width, each in zip(cells, widths, right, strict=True)
    ]
    return "| " + " | ".join(padded) + " |"
