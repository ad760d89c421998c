"""``legday replay``: takes through the same session as live."""

import json
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from legday.errors import LegdayError, TakeError

if TYPE_CHECKING:
    from legday.core.events import Event
    from legday.core.inputs import Input
    from legday.core.setup import SessionSetup

BATCH_S = 60.0
"""Recorded seconds that one push of the session takes."""


class Format(StrEnum):
    """How events are written."""

    JSONL = "jsonl"
    TABLE = "table"


def replay(
    files: Annotated[list[Path], typer.Argument(help="Takes: CSV (its TOML beside it) or MCAP.")],
    exercise: Annotated[
        str | None, typer.Option(help="Count this exercise; without it the take's own label decides.")
    ] = None,
    speed: Annotated[
        str | None, typer.Option(help="max, or a multiple of real time; 1 with --page, else max.")
    ] = None,
    block: Annotated[int, typer.Option(min=1, help="Samples in one packet of a CSV take.")] = 100,
    output: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.TABLE,
    mqtt: Annotated[str | None, typer.Option(help="Publish to this broker: mqtt://host:port.")] = None,
    page: Annotated[bool, typer.Option("--page", help="Show the page while the take plays.")] = False,
) -> None:
    """Replay recorded takes through the session that live uses, and print what it finds.

    [bold]legday replay squats.csv --format jsonl[/bold] writes one JSON object a line and nothing else.
    """
    failed = False
    for path in files:
        try:
            setup, inputs, warnings = open_take(path, exercise, block)
            for warning in warnings:
                print(f"legday: {path}: {warning}", file=sys.stderr)
            pace = speed or ("1" if page else "max")
            if mqtt is None and not page and pace == "max":
                _print(path, setup, events_of(setup, inputs), output)
            else:
                _perform(path, setup, inputs, pace, mqtt, page, output)
        except LegdayError as error:
            print(f"legday: {error}", file=sys.stderr)
            failed = True
    if failed:
        raise typer.Exit(2)


def open_take(
    path: Path, exercise: str | None, block: int
) -> "tuple[SessionSetup, Iterator[Input], tuple[str, ...]]":
    """Return the setup, the inputs and the warnings of a CSV or MCAP take.

    Raises
    ------
    TakeError, UnknownExerciseError
        For a file that cannot be read, or a label that is no exercise where none was named.
    """
    if path.suffix in {".mcap", ".part"}:
        from legday.recording.mcap_file import read_recording

        recording = read_recording(path)
        setup = recording.setup if exercise is None else _counting(recording.setup, exercise)
        return setup, recording.inputs(), recording.warnings
    from legday.exercises import exercise as find_exercise
    from legday.recording.take import read_take

    take = read_take(path)
    named = exercise if exercise is not None else _labelled(path, take.exercise)
    return take.setup(find_exercise(named).name), take.inputs(block), take.warnings


def _labelled(path: Path, label: str | None) -> str:
    from legday.errors import UnknownExerciseError
    from legday.exercises import exercise as find_exercise
    from legday.exercises import exercises

    known = ", ".join(exercises())
    if label is None:
        raise TakeError(path, f"no label says what was done; name it with --exercise (known: {known})")
    try:
        return find_exercise(label).name
    except UnknownExerciseError:
        wanted = f"its label {label!r} is no exercise; name one with --exercise (known: {known})"
        raise TakeError(path, wanted) from None


def _counting(setup: "SessionSetup", exercise: str) -> "SessionSetup":
    from legday.exercises import exercise as find_exercise

    return setup.model_copy(update={"exercise": find_exercise(exercise).name})


def events_of(setup: "SessionSetup", inputs: "Iterable[Input]") -> "Iterator[Event]":
    """Yield the events of a whole session, about a recorded minute at a time."""
    from legday.session import Session

    session = Session(setup)
    for batch in batches(inputs):
        yield from session.push(batch)
    yield from session.finish()


def batches(inputs: "Iterable[Input]") -> "Iterator[list[Input]]":
    """Split inputs into lists of about `BATCH_S` recorded seconds."""
    from legday.core.inputs import time_ns

    batch: list[Input] = []
    for item in inputs:
        batch.append(item)
        if time_ns(item) - time_ns(batch[0]) > BATCH_S * 1e9:
            yield batch
            batch = []
    if batch:
        yield batch


def _print(path: Path, setup: "SessionSetup", events: "Iterable[Event]", output: Format) -> None:
    from legday.messages import message

    if output is Format.JSONL:
        for event in events:
            print(json.dumps({"take": path.stem, **message(event, setup.recording)}, allow_nan=False))
        return
    from legday.cli.table import print_table

    print_table(path.stem, setup, events)


def _perform(
    path: Path,
    setup: "SessionSetup",
    inputs: "Iterator[Input]",
    speed: str,
    mqtt: str | None,
    page: bool,
    output: Format,
) -> None:
    """Play a take as a live session is played: paced, published under a base of its own, on the page."""
    from legday.cli.perform import Outputs, ask_password, parse_speed, perform, replayed
    from legday.config import load
    from legday.sources import Pace
    from legday.sources.replay import ReplaySource

    form = "jsonl" if output is Format.JSONL else "lines"
    settings = load({"mqtt": {"url": mqtt}, "console": {"format": form}})
    published = ask_password(replayed(settings.mqtt, publish=mqtt is not None))
    source = ReplaySource(inputs, Pace(parse_speed(speed)))
    outputs = Outputs(page=page, take=path.stem)
    perform(setup, source, settings.model_copy(update={"mqtt": published}), outputs)
