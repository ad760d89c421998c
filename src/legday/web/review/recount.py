"""A take counted for review: the session of live, in a process of its own so that live is not held up."""

import math
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from pydantic import ValidationError

from legday.core.block import STANDARD_GRAVITY, MotionBlock
from legday.core.events import Event
from legday.core.inputs import Command, Input
from legday.core.setup import SessionSetup
from legday.errors import LegdayError, ReviewError, UnknownExerciseError
from legday.evaluation.score import standing, true_count
from legday.evaluation.timed import timed_scores
from legday.exercises import Exercise
from legday.exercises import exercise as find_exercise
from legday.messages import message
from legday.recording.label import Label, Truth, read_label
from legday.recording.mcap_file import read_recording
from legday.recording.take import read_take
from legday.sensors.profile import Profile
from legday.sensors.registry import profile as find_profile
from legday.session import Session
from legday.web.review.levels import Track

T = TypeVar("T")

UNDRAWN = frozenset({"cadence", "hold_progress"})
"""Events that the review shows nowhere."""


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A take as the page first shows it.

    Parameters
    ----------
    tracks : mapping of str
        The motion of each sensor.
    shift_s : mapping of str
        What is added to a sensor's own times to come to the take's common clock, s.
    label : Label
        The TOML beside it.
    exercise : str or None
        What it is counted as at first; None is as it was recorded.
    site : str
        Where its first sensor sat.
    warnings : tuple of str
        What looks wrong.
    """

    tracks: Mapping[str, Track]
    shift_s: Mapping[str, float]
    label: Label
    exercise: str | None
    site: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    setup: SessionSetup
    inputs: list[Input]
    find: Callable[[str], Profile]
    label: Label
    warnings: tuple[str, ...]


def leave_interrupts_to_the_service() -> None:
    """Prepare the worker: Ctrl-C reaches it too, and it is the service that ends it in good order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def told(function: Callable[..., T], *arguments: Any) -> T:
    """Run a function of this module; whatever it refuses becomes an error that can leave the process.

    Raises
    ------
    ReviewError
        What was refused, in words.
    """
    try:
        return function(*arguments)
    except ValidationError as error:
        first = error.errors()[0]
        raise ReviewError(f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}") from None
    except (LegdayError, OSError) as error:
        raise ReviewError(str(error)) from None


def open_take(path: Path) -> Opened:
    """Read a take and find the motion in it.

    Raises
    ------
    LegdayError
        For a file that cannot be read.
    """
    read = _read(path)
    session = Session(read.setup.model_copy(update={"exercise": None}), read.find)
    blocks: dict[str, list[MotionBlock]] = {device: [] for device in session.pipelines}
    for device, pipeline in session.pipelines.items():
        pipeline.watch = blocks[device].append
    session.push(item for item in read.inputs if not isinstance(item, Command))
    session.finish()
    offsets_s = {device: each.offset_s or 0.0 for device, each in session.pipelines.items()}
    first_s = next(iter(offsets_s.values()), 0.0)
    shift_s = {device: offset_s - first_s for device, offset_s in offsets_s.items()}
    tracks = {device: _track(found, shift_s[device]) for device, found in blocks.items()}
    site = read.setup.sensors[0].site if read.setup.sensors else "unknown"
    return Opened(tracks, shift_s, read.label, _labelled(read.label), site, read.warnings)


def recount(
    path: Path, exercise: str | None, params: Mapping[str, Any], truth: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Count a take and compare it with the truth.

    Parameters
    ----------
    path : Path
        The take.
    exercise : str or None
        What is counted; None is as it was recorded, with what people asked for meanwhile.
    params : mapping
        Parameters of its detector, over the site's own.
    truth : mapping or None
        What really happened, where it is not what the label says.

    Raises
    ------
    LegdayError
        For a file that cannot be read or an exercise that is not there.
    ValidationError
        For parameters or a truth out of their bounds.
    """
    read = _read(path)
    known = None if exercise is None else find_exercise(exercise)
    events = _events(read, known, params)
    kept = standing(events)
    said = read.label.truth if truth is None else Truth.model_validate(truth)
    counts = _counted(known, kept)
    return {
        "count": sum(event.type == counts for event in kept),
        "counts": counts,
        "events": [message(each, read.setup.recording) for each in events if each.type not in UNDRAWN],
        "truth": None if said is None else _comparison(kept, counts, known, said),
    }


def _events(read: _Read, exercise: Exercise | None, params: Mapping[str, Any]) -> list[Event]:
    if exercise is None:
        session = Session(read.setup, read.find)
        return [*session.push(read.inputs), *session.finish()]
    changes = {"exercise": exercise.name, "params": {exercise.name: dict(params)}}
    session = Session(read.setup.model_copy(update=changes), read.find)
    inputs = (item for item in read.inputs if not isinstance(item, Command))
    return [*session.push(inputs), *session.finish()]


def _counted(exercise: Exercise | None, events: list[Event]) -> str:
    """Return the type of event that counts: of the exercise, else of the first one that was chosen."""
    if exercise is not None:
        return exercise.counts
    chosen = (getattr(event, "exercise", None) for event in events if event.type == "exercise")
    first = next((name for name in chosen if name is not None), None)
    return "rep" if first is None else find_exercise(first).counts


def _comparison(events: list[Event], counts: str, exercise: Exercise | None, truth: Truth) -> dict[str, Any]:
    wanted = None if exercise is None else true_count(exercise, truth)
    scores = [
        {
            "kind": score.kind,
            "hits": score.hits,
            "missed": score.missed,
            "extra": score.extra,
            "error_s": round(float(np.median(np.abs(score.error_s))), 3) if score.error_s else None,
        }
        for score in timed_scores(events, counts, truth)
    ]
    return {"count": truth.reps if wanted is None else wanted[0], "scores": scores}


@lru_cache(maxsize=1)
def _read_once(path: Path, _written: tuple[float, float]) -> _Read:
    if path.suffix == ".mcap":
        recording = read_recording(path)
        label, said = read_label(path.with_suffix(".toml"))
        inputs = list(recording.inputs())
        return _Read(recording.setup, inputs, recording.profile, label, (*recording.warnings, *said))
    take = read_take(path)
    setup = take.setup().model_copy(update={"exercise": _labelled(take.label)})
    return _Read(setup, list(take.inputs()), find_profile, take.label, take.warnings)


def _read(path: Path) -> _Read:
    """Read a take, the one before from memory: a dragged parameter asks for it many times a second."""
    label = path.with_suffix(".toml")
    written = (path.stat().st_mtime, label.stat().st_mtime if label.exists() else 0.0)
    return _read_once(path, written)


def _labelled(label: Label) -> str | None:
    try:
        return None if label.exercise is None else find_exercise(label.exercise).name
    except UnknownExerciseError:
        return None


def _track(blocks: list[MotionBlock], shift_s: float) -> Track:
    if not blocks:
        nothing = np.empty(0, dtype=np.float32)
        return Track(np.empty(0), nothing, nothing)
    angle = np.concatenate([block.angle for block in blocks]) * (180.0 / math.pi)
    force = np.concatenate([block.force for block in blocks]) / STANDARD_GRAVITY
    t_s = np.concatenate([block.t_s for block in blocks]) + shift_s
    return Track(t_s, angle.astype(np.float32), force.astype(np.float32))
