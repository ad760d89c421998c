"""Takes and recordings as a session takes them, and what a session finds in them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from legday.core.events import Event
from legday.core.inputs import Input, time_ns
from legday.core.setup import SessionSetup
from legday.errors import TakeError, UnknownExerciseError
from legday.exercises import exercise as find_exercise
from legday.exercises import exercises
from legday.recording.mcap_file import read_recording
from legday.recording.take import read_take
from legday.sensors.profile import Profile
from legday.sensors.registry import profile as find_profile
from legday.session import Session

BATCH_S = 60.0
"""Recorded seconds that one push of the session takes."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A take or recording, ready for a session.

    Parameters
    ----------
    setup : SessionSetup
        The session.
    inputs : iterator of Input
        What it takes, once.
    find : callable
        Returns the profile of an id.
    warnings : tuple of str
        What looks wrong and is read all the same.
    """

    setup: SessionSetup
    inputs: Iterator[Input]
    find: Callable[[str], Profile] = find_profile
    warnings: tuple[str, ...] = ()


def open_take(path: Path, exercise: str | None, block: int) -> Opened:
    """Open a CSV or MCAP take.

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
        setup = recording.setup.model_copy(update=changes)
        return Opened(setup, recording.inputs(), recording.profile, recording.warnings)
    take = read_take(path)
    setup = take.setup(exercise or _labelled(path, take.exercise))
    return Opened(setup, take.inputs(block), warnings=take.warnings)


def _labelled(path: Path, label: str | None) -> str:
    known = ", ".join(exercises())
    if label is None:
        raise TakeError(path, f"no label says what was done; name it with --exercise (known: {known})")
    try:
        return find_exercise(label).name
    except UnknownExerciseError:
        wanted = f"its label {label!r} is no exercise; name one with --exercise (known: {known})"
        raise TakeError(path, wanted) from None


def events_of(take: Opened) -> Iterator[Event]:
    """Yield the events of a whole session, about a recorded minute at a time."""
    session = Session(take.setup, take.find)
    for batch in batches(take.inputs):
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
