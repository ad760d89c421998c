"""Takes and recordings as a session takes them, and what a session finds in them."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from legday.core.events import Event
from legday.core.inputs import Input, time_ns
from legday.core.setup import SessionSetup
from legday.errors import TakeError, UnknownExerciseError
from legday.exercises import exercise as find_exercise
from legday.exercises import exercises
from legday.recording.mcap_file import read_recording
from legday.recording.take import read_take
from legday.session import Session

BATCH_S = 60.0
"""Recorded seconds that one push of the session takes."""


def open_take(
    path: Path, exercise: str | None, block: int
) -> tuple[SessionSetup, Iterator[Input], tuple[str, ...]]:
    """Return the setup, the inputs and the warnings of a CSV or MCAP take.

    Parameters
    ----------
    path : Path
        The take.
    exercise : str or None
        Name of the exercise to count; None is the take's own.
    block : int
        Samples in one packet of a CSV take.

    Raises
    ------
    TakeError
        For a file that cannot be read, or a label that is no exercise where none was named.
    """
    if path.suffix in {".mcap", ".part"}:
        recording = read_recording(path)
        changes = {} if exercise is None else {"exercise": exercise}
        return recording.setup.model_copy(update=changes), recording.inputs(), recording.warnings
    take = read_take(path)
    setup = take.setup(exercise or _labelled(path, take.exercise))
    return setup, take.inputs(block), take.warnings


def _labelled(path: Path, label: str | None) -> str:
    known = ", ".join(exercises())
    if label is None:
        raise TakeError(path, f"no label says what was done; name it with --exercise (known: {known})")
    try:
        return find_exercise(label).name
    except UnknownExerciseError:
        wanted = f"its label {label!r} is no exercise; name one with --exercise (known: {known})"
        raise TakeError(path, wanted) from None


def events_of(setup: SessionSetup, inputs: Iterable[Input]) -> Iterator[Event]:
    """Yield the events of a whole session, about a recorded minute at a time."""
    session = Session(setup)
    for batch in batches(inputs):
        yield from session.push(batch)
    yield from session.finish()


def batches(inputs: Iterable[Input]) -> Iterator[list[Input]]:
    """Split inputs into lists of about `BATCH_S` recorded seconds."""
    batch: list[Input] = []
    for item in inputs:
        batch.append(item)
        if time_ns(item) - time_ns(batch[0]) > BATCH_S * 1e9:
            yield batch
            batch = []
    if batch:
        yield batch
