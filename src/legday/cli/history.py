"""``legday history``: what was done, by person and exercise."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from legday.history import SetDone

FIGURES = ("partials", "tempo_s", "depth_deg", "held_s", "best_flight_s", "landing_load_g")
"""Figures of a set that the table and the CSV show; JSON lines carry all of them."""


def history(
    person: Annotated[str | None, typer.Option(metavar="CODE", help="Only of this person.")] = None,
    exercise: Annotated[str | None, typer.Option(metavar="NAME", help="Only this exercise.")] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only from this day on: 2026-11-28.")
    ] = None,
    output: Annotated[
        str, typer.Option("--format", metavar="table|csv|jsonl", help="How it is printed.")
    ] = "table",
    fit: Annotated[
        Path | None,
        typer.Option(metavar="OUT.fit", help="Write the newest of these sessions as a FIT activity."),
    ] = None,
    file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Another file than that of this system.")
    ] = None,
) -> None:
    """Show the sets that were done in live sessions, corrections included.

    [bold]legday history --exercise squat --since 2026-11-01[/bold] shows the squats of a month;
    [bold]legday history --format csv[/bold] prints them for a spreadsheet.
    """
    from legday.cli.folders import history_file
    from legday.errors import SettingsError
    from legday.exercises import exercise as find_exercise
    from legday.history import History

    if output not in {"table", "csv", "jsonl"}:
        raise SettingsError(f"--format {output}: want table, csv or jsonl")
    named = None if exercise is None else find_exercise(exercise).name
    path = file or history_file()
    if not path.exists():
        raise SettingsError(f"{path}: no history yet; legday live writes it")
    with History(path) as kept:
        sets, plans = kept.sets(person, named, _since_ms(since)), kept.plans()
    if fit is not None:
        _write_fit(fit, sets)
        return
    {"table": _table, "csv": _csv, "jsonl": _jsonl}[output](sets, plans)


def _since_ms(since: str | None) -> float | None:
    from datetime import datetime

    from legday.errors import SettingsError

    if since is None:
        return None
    try:
        return datetime.fromisoformat(since).astimezone().timestamp() * 1000.0
    except ValueError:
        raise SettingsError(f"--since {since}: want a day such as 2026-11-28") from None


def _write_fit(path: Path, sets: "list[SetDone]") -> None:
    from legday.cli.said import say
    from legday.errors import MissingExtraError, SettingsError

    try:
        from legday.history.fit import write_fit
    except ModuleNotFoundError:
        raise MissingExtraError("fit", "a FIT file") from None
    if not sets:
        raise SettingsError(f"--fit {path}: no set fits, so there is nothing to write")
    newest = sets[-1].session
    write_fit(path, [each for each in sets if each.session == newest])
    say(f"Written: {path}")


def _when(each: "SetDone") -> str:
    from datetime import UTC, datetime

    if each.start_ms is None:
        return ""
    return datetime.fromtimestamp(each.start_ms * 1e-3, UTC).astimezone().isoformat(" ", "seconds")[:19]


def _row(each: "SetDone", plans: dict[str, str]) -> dict[str, object]:
    return {
        "start": _when(each),
        "person": each.person,
        "exercise": each.exercise,
        "set": each.n,
        "count": each.count,
        **{key: each.body.get(key) for key in FIGURES},
        "plan": plans.get(each.session, ""),
    }


def _table(sets: "list[SetDone]", plans: dict[str, str]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("start", "person", "exercise", "set", "count", "", "plan", box=None, pad_edge=False)
    for each in sets:
        row = _row(each, plans)
        figures = [_figure(key, row[key]) for key in FIGURES if row[key] not in {None, 0}]
        cells = [str(row[key]) for key in ("start", "person", "exercise", "set", "count")]
        table.add_row(*cells, "  ".join(figures), str(row["plan"]))
    Console().print(table)


def _figure(key: str, value: object) -> str:
    """Return ``tempo 2.4 s`` for ``tempo_s``: 2.4."""
    name, _, unit = key.rpartition("_")
    return f"{name.replace('_', ' ')} {value:.3g} {unit}" if name else f"{key} {value}"


def _csv(sets: "list[SetDone]", plans: dict[str, str]) -> None:
    import csv
    import sys

    columns = ["start", "person", "exercise", "set", "count", *FIGURES, "plan"]
    writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_row(each, plans) for each in sets)


def _jsonl(sets: "list[SetDone]", plans: dict[str, str]) -> None:
    import json

    for each in sets:
        own = {"id": each.id, "session": each.session, "plan": plans.get(each.session, "")}
        when = {"person": each.person, "start_ms": each.start_ms, "end_ms": each.end_ms}
        print(json.dumps({**each.body, **own, **when}, allow_nan=False))
