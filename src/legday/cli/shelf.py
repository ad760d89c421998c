"""``legday takes``: what was recorded on this system."""

from pathlib import Path
from typing import Annotated

import typer


def takes(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="The take; none lists them all.")
    ] = None,
    trim: Annotated[
        str | None,
        typer.Option(
            metavar="START:END", help="Keep only these seconds, from its first input on, and their label."
        ),
    ] = None,
    to: Annotated[str | None, typer.Option(metavar="NEW", help="Name of what is kept of it.")] = None,
    export: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Copy it there, with the label beside it.")
    ] = None,
    delete: Annotated[bool, typer.Option("--delete", help="Delete it, and the label beside it.")] = False,
    folder: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Another folder than that of this system.")
    ] = None,
) -> None:
    """List the takes that live sessions recorded, or show, trim, export or delete one.

    [bold]legday takes[/bold] lists them; [bold]legday takes 20261128T180000 --trim 30:95 --to squats[/bold]
    keeps a minute of one.
    """
    from legday.cli.folders import recordings_folder
    from legday.errors import SettingsError
    from legday.recording.shelf import find_recorded, remove

    shelf = folder or recordings_folder()
    asked = [
        option for option, given in (("--trim", trim), ("--export", export), ("--delete", delete)) if given
    ]
    if len(asked) > 1:
        raise SettingsError(f"{' and '.join(asked)}: want one of them")
    if name is None:
        if asked:
            raise SettingsError(f"{asked[0]}: of which take?")
        _list(shelf)
        return
    path = find_recorded(shelf, name)
    if trim is not None:
        _trim(path, trim, to)
    elif export is not None:
        _export(path, export)
    elif delete:
        remove(path)
        print(f"Deleted: {path}")
    else:
        _show(path)


def _list(shelf: Path) -> None:
    from legday.recording.shelf import MEGABYTE, free_mb, recorded

    there = recorded(shelf)
    for each in there:
        remark = "  labelled" if each.labelled else ""
        print(f"{each.path.stem:32} {each.size / MEGABYTE:8.1f} MB{remark}")
    total = sum(each.size for each in there) / MEGABYTE
    print(f"{len(there)} takes, {total:.1f} MB in {shelf}; {free_mb(shelf) / 1000:.1f} GB are free")


def _show(path: Path) -> None:
    from collections import Counter

    from legday.core.inputs import Packet, time_ns
    from legday.recording.label import read_label
    from legday.recording.mcap_file import read_recording

    recording = read_recording(path)
    packets: Counter[str] = Counter()
    times = []
    for item in recording.inputs():
        times.append(time_ns(item))
        if isinstance(item, Packet):
            packets[item.device] += 1
    label, _ = read_label(path.with_suffix(".toml"))
    print(f"{path}\n  length      {(max(times) - min(times)) * 1e-9 if times else 0.0:.1f} s")
    for sensor in recording.setup.sensors:
        worn = f"{sensor.profile} on {sensor.site}" + (f" of {sensor.person}" if sensor.person else "")
        print(f"  {sensor.device:11} {worn}, {packets[sensor.device]} notifications")
    print(f"  exercise    {recording.setup.exercise or label.exercise or 'as it was chosen meanwhile'}")
    for done in label.sets:
        print(f"  set         {done.exercise}: {done.reps} ({done.truth_kind})")
    for warning in recording.warnings:
        print(f"  warning     {warning}")


def _trim(path: Path, span: str, to: str | None) -> None:
    from legday.cli.said import say
    from legday.errors import SettingsError
    from legday.recording.trim import trim

    start, _, end = span.partition(":")
    try:
        start_s, end_s = float(start or 0.0), float(end or "inf")
    except ValueError:
        start_s, end_s = 0.0, 0.0
    if not 0.0 <= start_s < end_s:
        raise SettingsError(f"--trim {span}: want START:END in seconds, such as 30:95")
    if not to:
        raise SettingsError("--trim: want a name for what is kept: --to NEW")
    if Path(to).name != to:
        raise SettingsError(f"--to {to}: want a name, not a path")
    target = path.with_name(f"{to.removesuffix('.mcap')}.mcap")
    lost = trim(path, target, start_s, end_s)
    say(f"Written: {target}")
    if lost:
        say(f"Not kept, as it is true of the whole only: {', '.join(lost)} (legday label counts anew)")


def _export(path: Path, folder: Path) -> None:
    import shutil

    from legday.errors import SettingsError

    label = path.with_suffix(".toml")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in (path, label):
            if (folder / file.name).exists():
                raise SettingsError(f"{folder / file.name}: exists already; nothing is overwritten")
        for file in (path, label):
            if file.exists():
                shutil.copy2(file, folder / file.name)
                print(f"Written: {folder / file.name}")
    except OSError as error:
        raise SettingsError(f"{folder}: cannot be written: {error.strerror}") from error
