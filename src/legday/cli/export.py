"""``legday export``: takes in the forms of other programs."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from legday.errors import LegdayError, TakeError

if TYPE_CHECKING:
    from legday.recording.exporters import Export, Exporter
    from legday.session import Session

BLOCK = 1000
"""Samples of a CSV take that are read at once."""


def export(
    takes: Annotated[list[Path], typer.Argument(metavar="TAKE...", help="CSV or MCAP takes.")],
    to: Annotated[
        str, typer.Option(metavar="csv|parquet|mcap|label-studio|fit", help="The form to write.")
    ] = "parquet",
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the files go.")] = Path("exported"),
    exercise: Annotated[
        str | None, typer.Option(metavar="NAME", help="Count this; the take's own exercise otherwise.")
    ] = None,
    began: Annotated[
        datetime | None,
        typer.Option(metavar="DATE-TIME", help="When it began, where the take does not know it; for FIT."),
    ] = None,
) -> None:
    """Write takes for other programs: decoded samples on a uniform grid, and what was counted in them.

    [bold]parquet[/bold] for analysis, units in the fields' metadata; [bold]csv[/bold] for people;
    [bold]mcap[/bold] for Foxglove, Lichtblick, PlotJuggler and Rerun; [bold]label-studio[/bold] for marking
    by hand; [bold]fit[/bold] for training diaries: the sets that were counted. FIT wants the time of day,
    which recordings know and CSV takes do not: [bold]--began 2026-11-28T18:30[/bold]. What exists is not
    touched.

    [bold]legday export squats.csv --to parquet[/bold]
    """
    from legday.cli.complaint import complain
    from legday.cli.progress import progress_bar

    exporter = _exporter(to)
    failed = False
    with progress_bar() as progress:
        for number, path in enumerate(takes):
            progress(number, len(takes), path.name)
            try:
                for written in _written(exporter, _opened(path, exercise, began), out):
                    print(f"{path} -> {written}")
            except LegdayError as error:
                complain(error)
                failed = True
            except OSError as error:
                complain(TakeError(path, f"cannot be exported: {error.strerror or error}"))
                failed = True
    if failed:
        raise typer.Exit(2)


def _exporter(name: str) -> "Exporter":
    from legday.recording.exporters import exporters

    known = exporters()
    if name not in known:
        raise typer.BadParameter(f"got {name}, want one of {', '.join(sorted(known))}", param_hint="--to")
    return known[name]


def _written(exporter: "Exporter", take: "Export", out: Path) -> list[Path]:
    """Write a take's files in a folder aside and move them when all are whole; return them."""
    out.mkdir(parents=True, exist_ok=True)
    stem = _free_stem(out, take.name, exporter.suffix)
    with TemporaryDirectory(dir=out, prefix=".", suffix=".part") as aside:
        named = exporter.write(take, Path(aside) / stem.name)
        for each in Path(aside).iterdir():  # a CSV has its label beside it
            each.replace(out / each.name)
    return [out / each.name for each in named]


def _opened(path: Path, exercise: str | None, began: datetime | None) -> "Export":
    """Return a take with what its session finds in it."""
    from legday.cli.takes import batches, open_take
    from legday.messages import message
    from legday.recording.decoded import decode
    from legday.recording.exporters import Export
    from legday.recording.label import read_label
    from legday.session import Session

    opened = open_take(path, exercise, BLOCK)
    session = Session(opened.setup, opened.find)
    events = [event for batch in batches(opened.inputs) for event in session.push(batch)] + session.finish()
    found = [message(event, opened.setup.recording) for event in events]
    again = open_take(path, exercise, BLOCK)
    sensors = decode(again.setup, again.inputs, again.find)
    began_ms = _began_ms(session) if began is None else 1000.0 * began.timestamp()
    return Export(path.stem, sensors, read_label(path.with_suffix(".toml"))[0], found, began_ms)


def _began_ms(session: "Session") -> float | None:
    """Return the time of day at time zero, which a recording's arrivals tell and a CSV take does not."""
    pipeline = next(iter(session.pipelines.values()), None)
    offset_s = None if pipeline is None else pipeline.offset_s
    return 1000.0 * offset_s if offset_s else None


def _free_stem(out: Path, stem: str, suffix: str) -> Path:
    """Return a stem below ``out`` under which nothing lies yet."""
    number = 1
    while (out / f"{(name := stem if number == 1 else f'{stem}_{number}')}{suffix}").exists():
        number += 1
    return out / name
