"""``legday replay``: takes through the same session as live."""

import json
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from legday.cli import options
from legday.cli.complaint import complain
from legday.errors import ProfileError, TakeError

if TYPE_CHECKING:
    from legday.cli.takes import Opened

    Player = Callable[[Path, Opened], None]


class Format(StrEnum):
    """How events are written."""

    JSONL = "jsonl"
    TABLE = "table"


def replay(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Takes: CSV (its TOML beside it) or MCAP.")
    ],
    exercise: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Count this exercise; without it the take's own label decides."),
    ] = None,
    params: options.Tuned = None,
    speed: Annotated[
        str | None,
        typer.Option(metavar="max|N", help="max, or a multiple of real time; 1 with --page, else max."),
    ] = None,
    block: Annotated[
        int, typer.Option(min=1, metavar="SAMPLES", help="Samples in one packet of a CSV take.")
    ] = 100,
    output: Annotated[
        Format, typer.Option("--format", metavar="jsonl|table", help="What to write.")
    ] = Format.TABLE,
    mqtt: Annotated[
        str | None, typer.Option(metavar="URL", help="Publish to this broker: mqtt(s)://host:port.")
    ] = None,
    page: Annotated[bool, typer.Option("--page", help="Show the page while the take plays.")] = False,
) -> None:
    """Replay recorded takes through the session that live uses, and print what it finds.

    [bold]legday replay squats.csv[/bold] prints a table; with [bold]--format jsonl[/bold] one JSON object a
    line and nothing else; with [bold]--page[/bold] the take plays in the browser.
    """
    from legday.cli.seldom import collected_seldom
    from legday.cli.takes import open_take
    from legday.evaluation.tune.provenance import read_params
    from legday.exercises import exercise as find_exercise

    named = None if exercise is None else find_exercise(exercise).name
    player = _player(speed or ("1" if page else "max"), mqtt, output, page=page)
    tuned = {} if params is None else read_params(params)
    failed = False
    for path in files:
        try:
            take = open_take(path, named, block)
            take = replace(take, setup=take.setup.with_params(tuned))
            for warning in take.warnings:
                complain(f"{path}: {warning}")
            with collected_seldom():
                player(path, take)
        except (TakeError, ProfileError) as error:
            complain(error)
            failed = True
    if failed:
        raise typer.Exit(2)


def _player(speed: str, mqtt: str | None, output: Format, *, page: bool) -> "Player":
    """Return what is done with each take: count it at once, or play it as a live session is played.

    Raises
    ------
    SettingsError
        For a speed or a broker's address that is none.
    """
    if mqtt is None and not page and speed == "max":
        return lambda path, take: _print(path, take, output)
    from legday.cli.asked import ask_password, parse_speed, replayed
    from legday.cli.outputs import Outputs
    from legday.cli.perform import perform
    from legday.config import load
    from legday.sources import Pace
    from legday.sources.replay import ReplaySource

    pace = parse_speed(speed)
    form = "jsonl" if output is Format.JSONL else "lines"
    settings = load({"mqtt": {"url": mqtt}, "console": {"format": form}})
    published = ask_password(replayed(settings.mqtt, publish=mqtt is not None))
    settings = settings.model_copy(update={"mqtt": published})

    def play(path: Path, take: "Opened") -> None:
        outputs = Outputs(page=page, take=path.stem)
        perform(take.setup, ReplaySource(take.inputs, Pace(pace)), settings, outputs, take.find)

    return play


def _print(path: Path, take: "Opened", output: Format) -> None:
    from legday.cli.takes import events_of
    from legday.messages import message

    events = events_of(take)
    if output is Format.JSONL:
        for event in events:
            print(json.dumps({"take": path.stem, **message(event, take.setup.recording)}, allow_nan=False))
        return
    from legday.cli.table import print_table

    print_table(path.stem, take.setup, events)
