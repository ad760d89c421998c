"""The cells of a report's tables: each line as the words and figures that a person reads."""

from collections.abc import Sequence

from legday.evaluation.rows import (
    BaselineRow,
    CadenceRow,
    CountRow,
    JumpRow,
    LatencyRow,
    NegativeRow,
    TakeRow,
    TimedRow,
)
from legday.evaluation.text import figure

COUNT_HEAD = (
    "exercise", "site", "takes of", "takes", "people", "true", "found", "exact %", "within 1 %",
    "mean abs error", "bias", "miscount %", "mean abs error %",
)  # fmt: skip
TIMED_HEAD = (
    "exercise", "site", "event", "takes", "people", "true", "hits", "extra", "F1",
    "mean abs error, ms", "bias, ms",
)  # fmt: skip
JUMP_HEAD = ("take", "exercise", "marked, s", "found", "take-off, s", "landing, s", "flight, ms")
CADENCE_HEAD = ("exercise", "site", "takes", "mean abs error, 1/min", "bias, 1/min")
LATENCY_HEAD = ("exercise", "site", "event", "events", "p50, ms", "p95, ms", "max, ms")
BASELINE_HEAD = (
    "exercise",
    "site",
    "takes of",
    "baseline",
    "takes",
    "its miscount %",
    "legday's miscount %",
    "ratio",
)
TAKE_HEAD = ("take", "exercise", "true", "found", "error", "held against it", "% of true")


def count(row: CountRow) -> list[str]:
    """Return the cells under `COUNT_HEAD`."""
    return [
        row.exercise,
        row.site,
        row.dataset or "all",
        str(row.takes),
        str(row.people),
        str(row.true),
        str(row.found),
        figure(row.exact_pct, 0),
        figure(row.within_one_pct, 0),
        figure(row.mean_abs_error, 2),
        figure(row.bias, 2),
        figure(row.miscount_pct, 1),
        figure(row.mean_abs_error_pct, 1),
    ]


def timed(row: TimedRow) -> list[str]:
    """Return the cells under `TIMED_HEAD`."""
    return [
        row.exercise,
        row.site,
        row.kind,
        str(row.takes),
        str(row.people),
        str(row.true),
        str(row.hits),
        str(row.extra),
        figure(row.f1, 3),
        figure(row.mean_abs_error_s, 0, 1000),
        figure(row.bias_s, 0, 1000),
    ]


def jump(row: JumpRow) -> list[str]:
    """Return the cells under `JUMP_HEAD`."""
    times = [_optional(row.takeoff_s, 3), _optional(row.landing_s, 3), _optional(row.flight_s, 0, 1000)]
    found = "yes" if row.found else "no"
    return [row.path, row.exercise, f"{row.start_s:.2f} … {row.end_s:.2f}", found, *times]


def _optional(value: float | None, digits: int, scale: float = 1.0) -> str:
    return "–" if value is None else f"{value * scale:.{digits}f}"


def cadence(row: CadenceRow) -> list[str]:
    """Return the cells under `CADENCE_HEAD`."""
    return [
        row.exercise,
        row.site,
        str(row.takes),
        f"{row.mean_abs_error_per_min:.1f}",
        f"{row.bias_per_min:+.1f}",
    ]


def latency(row: LatencyRow) -> list[str]:
    """Return the cells under `LATENCY_HEAD`."""
    seconds = (row.p50_s, row.p95_s, row.max_s)
    return [row.exercise, row.site, row.type, str(row.events), *(f"{1000 * value:.0f}" for value in seconds)]


def baseline(row: BaselineRow) -> list[str]:
    """Return the cells under `BASELINE_HEAD`."""
    ratio = "–" if row.ratio is None else f"{row.ratio:.1f}"
    return [
        row.exercise,
        row.site,
        row.dataset or "all",
        row.baseline,
        str(row.takes),
        f"{row.miscount_pct:.1f}",
        f"{row.own_miscount_pct:.1f}",
        ratio,
    ]


def take(row: TakeRow) -> list[str]:
    """Return the cells under `TAKE_HEAD`."""
    doubt = f" ±{row.plus_minus}" if row.plus_minus else ""
    return [
        row.path,
        row.exercise,
        f"{row.true}{doubt}",
        str(row.found),
        f"{row.error:+d}",
        f"{row.held_error:+d}" if row.held_error else "no",
        f"{100 * abs(row.held_error) / row.true:.1f}" if row.true else "-",
    ]


def negative(row: NegativeRow) -> list[str]:
    """Return the cells under `negative_head`."""
    rates = [_rate(number, row.hours) for number in (*row.events.values(), row.bare_rule)]
    return [row.site, row.activity, str(row.takes), f"{row.hours:.3f}", *rates]


def negative_head(rows: Sequence[NegativeRow]) -> tuple[str, ...]:
    """Return the head of the table of false events: a column for each exercise counted."""
    return ("site", "activity", "takes", "hours", *rows[0].events, "bare rule of fall and impact")


def _rate(events: int | None, hours: float) -> str:
    if not events:
        return "–" if events is None else "0"
    return f"{events} ({events / hours:.0f})" if hours else str(events)
