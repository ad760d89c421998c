"""``legday export``: takes in the forms of other programs."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from legday.errors import LegdayError, TakeError

if TYPE_CHECKING:
    from legday.recording.exporters import Export

BLOCK = 1000
"""Samples of a CSV take that are read at once."""


def export(
    takes: Annotated[list[Path], typer.Argument(metavar="TAKE...", help="CSV or MCAP takes.")],
    to: Annotated[
        str, typer.Option(metavar="csv|parquet|mcap|label-studio", help="The form to write.")
    ] = "parquet",
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the files go.")] = Path("exported"),
    exercise: Annotated[
        str | None, typer.Option(metavar="NAME", help="Count this; the take's own exercise otherwise.")
    ] = None,
) -> None:
    """Write takes for other programs: decoded samples on a uniform grid, and what was counted in them.

    [bold]parquet[/bold] for analysis, units in the fields' metadata; [bold]csv[/bold] for people;
    [bold]mcap[/bold] for Foxglove, Lichtblick, PlotJuggler and Rerun; [bold]label-studio[/bold] for marking
    by hand. What exists is not touched. Sets as FIT come from [bold]legday history[/bold].

    [bold]legday export squats.csv --to parquet[/bold]
    """
    from legday.cli.complaint import complain
    from legday.recording.exporters import exporters

    known = exporters()
    exporter = next((each for each in known.values() if each.name == to), None)
    if exporter is None:
        raise typer.BadParameter(f"got {to}, want one of {', '.join(sorted(known))}", param_hint="--to")
    failed = False
    for path in takes:
        try:
            stem = _free_stem(out, path.stem, exporter.suffix)
            for written in exporter.write(_opened(path, exercise), stem):
                print(f"{path} -> {written}")
        except LegdayError as error:
            complain(error)
            failed = True
        except OSError as error:
            complain(TakeError(path, f"cannot be exported: {error.strerror or error}"))
            failed = True
    if failed:
        raise typer.Exit(2)


def _opened(path: Path, exercise: str | None) -> "Export":
    """Return a take with what its session finds in it."""
    from legday.cli.takes import events_of, open_take
    from legday.messages import message
    from legday.recording.decoded import decode
    from legday.recording.exporters import Export
    from legday.recording.label import read_label

    opened = open_take(path, exercise, BLOCK)
    found = [message(event, opened.setup.recording) for event in events_of(opened)]
    again = open_take(path, exercise, BLOCK)
    sensors = decode(again.setup, again.inputs, again.find)
    return Export(path.stem, sensors, read_label(path.with_suffix(".toml"))[0], found)


def _free_stem(out: Path, stem: str, suffix: str) -> Path:
    """Return a stem below ``out`` under which nothing lies yet."""
    out.mkdir(parents=True, exist_ok=True)
    number = 1
    while (out / f"{(name := stem if number == 1 else f'{stem}_{number}')}{suffix}").exists():
        number += 1
    return out / name
