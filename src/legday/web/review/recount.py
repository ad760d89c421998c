"""A take counted for review, by the session of live."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from legday.core.events import Event
from legday.core.inputs import Command
from legday.evaluation.score import standing, true_count
from legday.evaluation.timed import timed_scores
from legday.exercises import Exercise
from legday.exercises import exercise as find_exercise
from legday.messages import message
from legday.recording.label import Truth
from legday.session import Session
from legday.web.review.reading import ReadTake, read

UNDRAWN = frozenset({"cadence", "hold_progress"})
"""Events that the review shows nowhere."""


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
    take = read(path)
    known = None if exercise is None else find_exercise(exercise)
    events = _events(take, known, params)
    kept = standing(events)
    said = take.label.truth if truth is None else Truth.model_validate(truth)
    counts = _counted(known, kept)
    return {
        "count": sum(event.type == counts for event in kept),
        "counts": counts,
        "events": [message(each, take.setup.recording) for each in events if each.type not in UNDRAWN],
        "truth": None if said is None else _comparison(kept, counts, known, said),
    }


def _events(take: ReadTake, exercise: Exercise | None, params: Mapping[str, Any]) -> list[Event]:
    if exercise is None:
        session = Session(take.setup, take.find)
        return [*session.push(take.inputs), *session.finish()]
    changes = {"exercise": exercise.name, "params": {exercise.name: dict(params)}}
    session = Session(take.setup.model_copy(update=changes), take.find)
    inputs = (item for item in take.inputs if not isinstance(item, Command))
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
