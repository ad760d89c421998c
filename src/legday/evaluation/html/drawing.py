"""A histogram of latencies as a drawing within the page."""

from collections.abc import Iterator
from html import escape

from legday.evaluation.histogram import BINS, EDGES_S, bin_name
from legday.evaluation.rows import LatencyRow

BAR_PX, GAP_PX, HIGH_PX, BELOW_PX = 13, 1, 80, 16
WIDE_PX = (BINS + 2) * BAR_PX
EVERY = 5
"""Bins from one number below the axis to the next."""


def drawn(row: LatencyRow) -> str:
    """Return a figure; a bar says when it is pointed at what it holds."""
    caption = f"{row.exercise}, {row.site}: {row.type}, {row.events} events"
    shapes = "".join((*_bars(row), *_axis()))
    size = f'width="{WIDE_PX}" height="{HIGH_PX + BELOW_PX}" viewBox="0 0 {WIDE_PX} {HIGH_PX + BELOW_PX}"'
    svg = f'<svg {size} role="img" aria-label="{escape(caption)}">{shapes}</svg>'
    return f"<figure><figcaption>{escape(caption)}</figcaption>{svg}</figure>"


def _bars(row: LatencyRow) -> Iterator[str]:
    most = max(row.histogram, default=0)
    for place, count in enumerate(row.histogram):
        if count:
            high = max(1.0, HIGH_PX * count / most)
            where = (
                f'x="{place * BAR_PX}" y="{HIGH_PX - high:.1f}" width="{BAR_PX - GAP_PX}" height="{high:.1f}"'
            )
            yield f"<rect {where}><title>{bin_name(place)}: {count}</title></rect>"


def _axis() -> Iterator[str]:
    yield f'<line x1="0" x2="{WIDE_PX}" y1="{HIGH_PX}" y2="{HIGH_PX}"/>'
    for place in range(0, BINS + 1, EVERY):
        x, words = (place + 1) * BAR_PX, f"{EDGES_S[place]:g} s"
        yield f'<text x="{x}" y="{HIGH_PX + BELOW_PX - 4}" text-anchor="middle">{words}</text>'
