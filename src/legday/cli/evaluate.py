"""``legday evaluate``: score takes against their truth."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from legday.cli.complaint import complain

if TYPE_CHECKING:
    from legday.evaluation.evaluate import Progress


def evaluate(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH...", help="Takes (CSV or MCAP, TOML beside it), or folders of them."),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Write the report as JSON.")] = False,
    baselines: Annotated[
        bool, typer.Option("--baselines", help="Score the field's simple counters on the same takes.")
    ] = False,
) -> None:
    """Score takes against their truth: counts, times, latency and false events.

    Each take is counted as the exercise its label names. Exit status 2 says that some could not be read.

    [bold]legday evaluate my_takes/[/bold] prints tables; [bold]--json[/bold] writes the same for a program.
    """
    from legday.evaluation.evaluate import evaluate as score
    from legday.evaluation.report import render

    with _progress() as progress:
        report = score(paths, baselines=baselines, progress=progress)
    for warning in report.warnings:
        complain(warning)
    print(report.model_dump_json(indent=2) if as_json else render(report))
    for failure in report.failures:
        complain(failure)
    if report.failures:
        raise typer.Exit(2)


@contextmanager
def _progress() -> "Iterator[Progress]":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("")

        def update(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, description=name)

        yield update
