"""``legday evaluate``: score takes against their truth."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from legday.cli.complaint import complain
from legday.cli.options import AsJson, AsPage, Baselines, Cached, FailUnder, Scheduler, Scored, Tuned, Workers
from legday.errors import TakeError

if TYPE_CHECKING:
    from legday.evaluation.rows import Report


def evaluate(
    paths: Scored,
    as_json: AsJson = False,
    baselines: Baselines = False,
    params: Tuned = None,
    html: AsPage = None,
    cache: Cached = None,
    workers: Workers = 1,
    scheduler: Scheduler = None,
    fail_under: FailUnder = None,
) -> None:
    """Score takes against their truth: counts, times, latency and false events.

    Each take is counted as the exercise its label names. Exit status 2 says that some could not be read.

    [bold]legday evaluate my_takes/[/bold] prints tables; [bold]--json[/bold] writes the same for a program,
    and [bold]--html report.html[/bold] a page that can be sent to somebody: it needs nothing else.
    [bold]--params tuning/squat.toml[/bold] scores a tuned setting instead of the shipped one.
    [bold]--fail-under 95[/bold] is for a build: exit status 1 when fewer than 95 % of the takes are exact,
    which means: off by no more than the truth itself leaves open ([bold]reps_plus_minus[/bold]).
    Real takes have to pass by themselves, and so have synthetic ones.
    [bold]--cache tuning/decoded[/bold] saves reading takes that are scored often; [bold]legday tune[/bold]
    keeps its own there. [bold]--workers 4[/bold] is for an archive. The report is the same.
    """
    from legday.cli.progress import progress_bar
    from legday.cli.seldom import collected_seldom
    from legday.evaluation.evaluate import evaluate as score
    from legday.evaluation.executors import executor
    from legday.evaluation.report import render
    from legday.evaluation.tune.provenance import read_params

    tuned = {} if params is None else read_params(params)
    if cache is not None:
        _make(cache)
    with collected_seldom(), executor(workers, scheduler) as compute, progress_bar() as progress:
        report = score(
            paths, baselines=baselines, params=tuned, cache=cache, compute=compute, progress=progress
        )
    for warning in report.warnings:
        complain(warning)
    print(report.model_dump_json(indent=2) if as_json else render(report))
    if html is not None:
        _write(report, html)
    for failure in report.failures:
        complain(failure)
    if report.failures:
        raise typer.Exit(2)
    if fail_under is not None:
        _hold_to(report, fail_under)


def _make(cache: Path) -> None:
    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TakeError(cache, f"no folder can be made here: {error.strerror}") from error


def _write(report: "Report", path: Path) -> None:
    from legday.evaluation.html.page import write_html

    try:
        write_html(report, path)
    except OSError as error:
        raise TakeError(path, f"cannot be written: {error.strerror}") from error


def _hold_to(report: "Report", wanted_pct: float) -> None:
    """End with status 1 when too few takes are exact, of the real or of the synthetic ones, or of none."""
    from legday.evaluation.sections import exact_shares

    shares = list(exact_shares(report))
    under = [
        f"{exact} of {takes} {name} takes are exact ({100 * exact / takes:.1f} %)"
        for name, exact, takes in shares
        if 100 * exact < wanted_pct * takes
    ]
    if under or not shares:
        told = " and ".join(under) or "no take could be scored"
        complain(f"{told}; --fail-under wants {wanted_pct:g} % of the takes")
        raise typer.Exit(1)
