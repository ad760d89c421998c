"""A report as text: tables that read in a terminal and in Markdown alike."""

from collections.abc import Iterator, Sequence

from legday.evaluation.rows import (
    BaselineRow,
    CadenceRow,
    CountRow,
    JumpRow,
    LatencyRow,
    NegativeRow,
    Report,
    TakeRow,
    TimedRow,
)
from legday.evaluation.text import figure, section


def render(report: Report) -> str:
    """Return the whole report as Markdown tables, real takes before synthetic ones."""
    return "\n".join(_lines(report)).strip() + "\n"


def _lines(report: Report) -> Iterator[str]:
    for synthetic, name in (
        (False, "Real takes"),
        (True, "SYNTHETIC takes: they prove plumbing, not accuracy"),
    ):
        part = _only(report, synthetic=synthetic)
        if part.counts or part.negatives:
            yield f"# {name}\n"
            yield from _sections(part)
    if report.unscored:
        yield from section("Not scored", ["take", "why"], ([row.path, row.reason] for row in report.unscored))


def _only(report: Report, *, synthetic: bool) -> Report:
    rows = ("counts", "timed", "jumps", "cadence", "latency", "negatives", "baselines", "takes")
    kept = {name: tuple(row for row in getattr(report, name) if row.synthetic is synthetic) for name in rows}
    return report.model_copy(update=kept)


def _sections(report: Report) -> Iterator[str]:
    yield from section("Counts", COUNT_HEAD, map(_count, report.counts))
    yield COUNT_NOTE
    yield from section("Times", TIMED_HEAD, map(_timed, report.timed))
    yield from section("Marked jumps", JUMP_HEAD, map(_jump, report.jumps))
    yield from section("Cadence", CADENCE_HEAD, map(_cadence, report.cadence))
    yield from section(
        "Latency, from when it happened to when it was decided", LATENCY_HEAD, map(_latency, report.latency)
    )
    yield from _negatives(report.negatives)
    yield from section("Baselines on the same takes", BASELINE_HEAD, map(_baseline, report.baselines))
    wrong = sorted((row for row in report.takes if row.error), key=lambda row: -abs(row.error))
    yield from section("Takes that are not exact", TAKE_HEAD, map(_take, wrong))


COUNT_HEAD = (
    "exercise", "site", "takes of", "takes", "people", "true", "found", "exact %", "within 1 %",
    "mean abs error", "bias", "miscount %", "mean abs error %",
)  # fmt: skip
COUNT_NOTE = (
    "In brackets: bootstrap 95 % interval over people. An error within what the truth itself leaves open is "
    "not held against the count; miscount is the sum of errors over the sum of truth.\n"
)
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
TAKE_HEAD = ("take", "exercise", "true", "found", "error", "held against it")


def _count(row: CountRow) -> list[str]:
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


def _timed(row: TimedRow) -> list[str]:
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


def _jump(row: JumpRow) -> list[str]:
    times = [_optional(row.takeoff_s, 3), _optional(row.landing_s, 3), _optional(row.flight_s, 0, 1000)]
    found = "yes" if row.found else "no"
    return [row.path, row.exercise, f"{row.start_s:.2f} … {row.end_s:.2f}", found, *times]


def _optional(value: float | None, digits: int, scale: float = 1.0) -> str:
    return "–" if value is None else f"{value * scale:.{digits}f}"


def _cadence(row: CadenceRow) -> list[str]:
    return [
        row.exercise,
        row.site,
        str(row.takes),
        f"{row.mean_abs_error_per_min:.1f}",
        f"{row.bias_per_min:+.1f}",
    ]


def _latency(row: LatencyRow) -> list[str]:
    seconds = (row.p50_s, row.p95_s, row.max_s)
    return [row.exercise, row.site, row.type, str(row.events), *(f"{1000 * value:.0f}" for value in seconds)]


def _baseline(row: BaselineRow) -> list[str]:
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


def _take(row: TakeRow) -> list[str]:
    doubt = f" ±{row.plus_minus}" if row.plus_minus else ""
    return [
        row.path,
        row.exercise,
        f"{row.true}{doubt}",
        str(row.found),
        f"{row.error:+d}",
        f"{row.held_error:+d}" if row.held_error else "no",
    ]


def _negatives(rows: Sequence[NegativeRow]) -> Iterator[str]:
    if not rows:
        return
    head = ["site", "activity", "takes", "hours", *rows[0].events, "bare rule of fall and impact"]
    yield from section("False events where nothing was to be counted", head, map(_negative, rows))
    yield "In brackets: events per hour.\n"


def _negative(row: NegativeRow) -> list[str]:
    rates = [_rate(number, row.hours) for number in (*row.events.values(), row.bare_rule)]
    return [row.site, row.activity, str(row.takes), f"{row.hours:.3f}", *rates]


def _rate(events: int | None, hours: float) -> str:
    if not events:
        return "–" if events is None else "0"
    return f"{events} ({events / hours:.0f})" if hours else str(events)
