"""A take read for review, whatever kind of file it is."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from legday.core.inputs import Input
from legday.core.setup import SessionSetup
from legday.errors import UnknownExerciseError
from legday.exercises import exercise as find_exercise
from legday.recording.label import Label, read_label
from legday.recording.mcap_file import read_recording
from legday.recording.take import read_take
from legday.sensors.profile import Profile
from legday.sensors.registry import profile as find_profile


@dataclass(frozen=True, slots=True, eq=False)
class ReadTake:
    """A take with its inputs, the profiles that read them, and what is said of it."""

    setup: SessionSetup
    inputs: list[Input]
    find: Callable[[str], Profile]
    label: Label
    warnings: tuple[str, ...]


def read(path: Path) -> ReadTake:
    """Read a take, the one before from memory: a dragged parameter asks for it many times a second.

    Raises
    ------
    LegdayError
        For a file that cannot be read.
    """
    label = path.with_suffix(".toml")
    written = (path.stat().st_mtime, label.stat().st_mtime if label.exists() else 0.0)
    return _read_once(path, written)


def exercise_of(label: Label) -> str | None:
    """Return the exercise that a label names; None where it names none that is there."""
    try:
        return None if label.exercise is None else find_exercise(label.exercise).name
    except UnknownExerciseError:
        return None


@lru_cache(maxsize=1)
def _read_once(path: Path, _written: tuple[float, float]) -> ReadTake:
    if path.suffix == ".mcap":
        recording = read_recording(path)
        label, said = read_label(path.with_suffix(".toml"))
        inputs = list(recording.inputs())
        return ReadTake(recording.setup, inputs, recording.profile, label, (*recording.warnings, *said))
    take = read_take(path)
    setup = take.setup().model_copy(update={"exercise": exercise_of(take.label)})
    return ReadTake(setup, list(take.inputs()), find_profile, take.label, take.warnings)
