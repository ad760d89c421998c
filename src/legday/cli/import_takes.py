"""``legday import``: recordings of other programs as takes."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from legday.errors import LegdayError, TakeError

if TYPE_CHECKING:
    from legday.cli.progress import Update
    from legday.recording.importers import Imported
    from legday.recording.label import Label


NAMED = 10
"""So many of the files that were left are named."""

TABLES = {".csv", ".tsv", ".txt", ".dat"}


def import_takes(
    paths: Annotated[
        list[Path], typer.Argument(metavar="FILE|DIR...", help="What to import; folders are searched.")
    ],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the takes go.")] = Path("takes"),
    mapping: Annotated[
        Path | None,
        typer.Option(metavar="MAP.toml", help="Read CSVs by this: which column is what, in which unit."),
    ] = None,
    site: Annotated[str | None, typer.Option(help="Where the sensor sat: left_thigh, pocket ... .")] = None,
    exercise: Annotated[str | None, typer.Option(help="What was done.")] = None,
    reps: Annotated[
        int | None, typer.Option(min=0, help="How many, as you counted: the take's truth.")
    ] = None,
    subject: Annotated[str, typer.Option(help="A code for the person, not a name.")] = "",
) -> None:
    """Turn recordings of other programs into takes: a CSV and a TOML each.

    What a file is, is told from its content: Sensor Logger, phyphox, SensorLog, MetaBase, Polar Sensor
    Logger, Movesense, Movella DOT, Axivity CWA, ActiGraph, Physics Toolbox. For any other CSV write a mapping
    and give it with [bold]--mapping MAP.toml[/bold]. A file that cannot be read does not keep the others from
    being imported.

    [bold]legday import Downloads/ --site left_thigh --exercise squat[/bold]
    """
    from legday.cli.complaint import complain
    from legday.cli.progress import progress_bar
    from legday.printable import escaped
    from legday.recording.label import Label, Truth
    from legday.recording.units import doubts

    truth = None if reps is None else Truth(reps=reps, truth_kind="manual")
    label = Label(subject=subject, site=site or "", exercise=exercise, truth=truth)
    failed = False
    with progress_bar() as progress:
        files = _found(paths, mapping, progress)
        for number, path in enumerate(files):
            progress(number, len(files), path.name)
            try:
                title, found = _read(path, mapping)
                written = _write(out, path, title, found, label)
                print(f"{escaped(path)}: {found.understood(title)} -> {written}")
                for doubt in doubts(found.t_s, found.acc, found.gyr):
                    complain(f"{path}: {doubt}")
            except LegdayError as error:
                complain(error)
                failed = True
    if failed:
        raise typer.Exit(2)


def _found(paths: list[Path], mapping: Path | None, progress: "Update") -> list[Path]:
    """Return the recordings, known formats or, with a mapping, every text file; say which files are left."""
    from legday.cli.complaint import complain
    from legday.recording.importers import recordings_in

    found: list[Path] = []
    left: list[Path] = []
    for path in paths:
        inside = _tables_in(path) if mapping is not None else recordings_in(path, left.append)
        for each in inside:
            found.append(each)
            progress(len(found), None, f"found {each.name}")
    if not found:
        raise TakeError(paths[0], "want recordings of a known program, found none; see legday import --help")
    if left:
        named = ", ".join(each.name for each in left[:NAMED]) + (" ..." if len(left) > NAMED else "")
        complain(f"no recording by itself and left ({len(left)}): {named}")
    return found


def _tables_in(path: Path) -> list[Path]:
    """Return a file as it is, and of a folder what may be a table of text."""
    if not path.is_dir():
        return [path]
    return sorted(each for each in path.rglob("*.*") if each.suffix.lower() in TABLES)


def _read(path: Path, mapping: Path | None) -> "tuple[str, Imported]":
    from legday.recording.importers import read_mapped, read_mapping, recognise

    if mapping is not None:
        return mapping.stem, read_mapped(path, read_mapping(mapping))
    known = recognise(path)
    if known is None:
        empty = path.is_file() and path.stat().st_size == 0
        unknown = "no known format; give --mapping, see docs/how-to/import-recordings.md"
        raise TakeError(path, "empty" if empty else unknown)
    importer, foreign = known
    return importer.title, importer.read(foreign)


def _write(out: Path, path: Path, title: str, found: "Imported", label: "Label") -> Path:
    """Write a take under a name of its own and return the CSV's path."""
    from legday.printable import escaped
    from legday.recording.write_take import write_take

    changes = {
        "source": f"{escaped(path.name)} ({title})",
        "site": label.site or found.site,
        "rate_hz": found.rate_hz,
    }
    written = _free(out, re.sub(r"[^A-Za-z0-9_-]+", "_", path.stem))
    try:
        out.mkdir(parents=True, exist_ok=True)
        write_take(written, found.t_s, found.acc, found.gyr, label.model_copy(update=changes))
    except OSError as error:
        raise TakeError(written, f"cannot be written: {error.strerror}") from error
    return written


def _free(out: Path, stem: str) -> Path:
    """Return a path that is not there yet: takes are never overwritten."""
    number = 1
    while (path := out / (f"{stem}.csv" if number == 1 else f"{stem}_{number}.csv")).exists():
        number += 1
    return path
