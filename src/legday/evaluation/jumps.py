"""Every marked jump of a take: found or not, and with which figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from legday.core.block import FloatArray
from legday.core.events import Event, Jump
from legday.evaluation.match import match_within
from legday.evaluation.timed import JUMP_S
from legday.recording.label import Truth


@dataclass(frozen=True, slots=True)
class MarkedJump:
    """A jump that was marked, and what was found of it.

    Parameters
    ----------
    start_s, end_s : float
        From where to where the mark reaches; take-off and landing where they were measured.
    jump : Jump or None
        What was found there.
    """

    start_s: float
    end_s: float
    jump: Jump | None


def marked_jumps(events: Sequence[Event], truth: Truth) -> Iterator[MarkedJump]:
    """Yield each jump whose beginning and end are marked; continuous contacts are too many to list."""
    marks = _marks(truth)
    jumps = [event for event in events if isinstance(event, Jump)]
    landings = np.array([jump.landing_s for jump in jumps], dtype=np.float64)
    pairs = match_within(landings, marks, JUMP_S).pairs.tolist()
    found = {true: jumps[which] for which, true in pairs}
    for number, (start_s, end_s) in enumerate(marks.tolist()):
        yield MarkedJump(start_s, end_s, found.get(number))


def _marks(truth: Truth) -> FloatArray:
    if truth.takeoff_s and truth.landing_s and len(truth.takeoff_s) == len(truth.landing_s):
        return np.column_stack([truth.takeoff_s, truth.landing_s]).astype(np.float64)
    return np.array(truth.rep_intervals_s or (), dtype=np.float64).reshape(-1, 2)
