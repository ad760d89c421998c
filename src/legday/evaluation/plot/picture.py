"""What a picture of a take shows, found by the same session that counts."""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from legday.core.block import STANDARD_GRAVITY
from legday.core.events import Event, Hold, Jump, Lift, Rejected, Rep, Retracted, Shuttle, Step, Turn
from legday.core.inputs import Input
from legday.core.setup import SessionSetup
from legday.evaluation.score import true_count
from legday.exercises import exercise as find_exercise
from legday.motion.signal_point import SignalPoint
from legday.recording.label import Truth
from legday.sensors.profile import Profile
from legday.session import Session

LONGEST_JOINED_S = 0.5
"""Over a longer hole no line is drawn: nobody knows what was there."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something between two times, s: a counted event, a candidate that was not one, or a truth."""

    start_s: float
    end_s: float
    text: str


@dataclass(slots=True)
class Picture:
    """A take, ready to be drawn.

    Parameters
    ----------
    name, exercise : str
        What it is.
    t_s, angle_deg, force_g : list of float
        The decimated motion.
    counted, rejected, truth : list of Mark
        What stands, what was looked at and not counted or withdrawn, and what really happened.
    found : str
        The count, in words: of a sprint its steps, not its turns and shuttles too.
    true : str
        The true count behind it, where somebody gave one.
    """

    name: str
    exercise: str
    t_s: list[float] = field(default_factory=list)
    angle_deg: list[float] = field(default_factory=list)
    force_g: list[float] = field(default_factory=list)
    counted: list[Mark] = field(default_factory=list)
    rejected: list[Mark] = field(default_factory=list)
    truth: list[Mark] = field(default_factory=list)
    found: str = "nothing"
    true: str = ""

    @property
    def title(self) -> str:
        """One line above it."""
        return f"{self.name}: {self.exercise}, {self.found} found{self.true}"


def picture(
    name: str,
    setup: SessionSetup,
    batches: Iterable[list[Input]],
    find: Callable[[str], Profile],
    truth: Truth | None,
) -> Picture:
    """Return the picture of a take; of several sensors the first one's motion is drawn.

    Parameters
    ----------
    name : str
        What people call it.
    setup : SessionSetup
        Its session.
    batches : iterable of list of Input
        What the session takes.
    find : callable
        Returns the profile of an id.
    truth : Truth or None
        What really happened.
    """
    session = Session(setup, find, signals=True)
    drawn = Picture(name, setup.exercise or "nothing counted")
    events: list[Event] = []
    for batch in batches:
        events += session.push(batch)
        _add(drawn, session.drain_signals())
    events += session.finish()
    _add(drawn, session.drain_signals())
    drawn.counted, drawn.rejected = _marks(events)
    if setup.exercise is not None:
        exercise = find_exercise(setup.exercise)
        drawn.found = _found(drawn.counted, exercise.counts)
        drawn.true = _true_count(true_count(exercise, truth))
    drawn.truth = list(_true(truth)) if truth is not None else []
    return drawn


def _found(counted: list[Mark], kind: str) -> str:
    number = sum(mark.text.split()[0] == kind for mark in counted)
    return f"{number} {kind}" if number == 1 else f"{number} {kind}s"


def _true_count(given: tuple[int, int] | None) -> str:
    if given is None:
        return ""
    count, plus_minus = given
    return f", {count} ± {plus_minus} true" if plus_minus else f", {count} true"


def _add(drawn: Picture, signals: dict[str, list[SignalPoint]]) -> None:
    for point in next(iter(signals.values()), []):
        if drawn.t_s and point.t_s - drawn.t_s[-1] > LONGEST_JOINED_S:
            _append(drawn, point.t_s, math.nan, math.nan)
        _append(drawn, point.t_s, math.degrees(point.angle_rad), point.force_m_s2 / STANDARD_GRAVITY)


def _append(drawn: Picture, t_s: float, angle_deg: float, force_g: float) -> None:
    drawn.t_s.append(t_s)
    drawn.angle_deg.append(angle_deg)
    drawn.force_g.append(force_g)


def _marks(events: list[Event]) -> tuple[list[Mark], list[Mark]]:
    withdrawn = {
        (event.device, event.retracts): event.reason for event in events if isinstance(event, Retracted)
    }
    counted, rejected = [], []
    for event in events:
        if isinstance(event, Rejected):
            rejected.append(Mark(event.start_s, event.end_s, event.reason))
        elif (span := _span(event)) is not None:
            reason = withdrawn.get((event.device, event.serial))
            if reason is None:
                counted.append(Mark(*span, f"{event.type} {getattr(event, 'n', '')}".strip()))
            else:
                rejected.append(Mark(*span, f"withdrawn: {reason}"))
    return counted, rejected


def _span(event: Event) -> tuple[float, float] | None:
    match event:
        case Rep() | Hold() | Shuttle() | Turn():
            return event.start_s, event.end_s
        case Jump():
            return event.landing_s if event.takeoff_s is None else event.takeoff_s, event.landing_s
        case Lift() | Step():
            return event.t_s, event.t_s
    return None


def _true(truth: Truth) -> Iterator[Mark]:
    """Yield what was marked or measured; the first contact of continuous jumping is no landing."""
    for spans in (truth.rep_intervals_s, truth.step_intervals_s, truth.turns_s, _flights(truth)):
        yield from (Mark(start_s, end_s, "true") for start_s, end_s in spans or ())
    contacts = (truth.contact_s or ())[1:]
    for times in (truth.rep_times_s, truth.step_times_s, truth.landing_s, truth.impact_s, contacts):
        yield from (Mark(t_s, t_s, "true") for t_s in times or ())


def _flights(truth: Truth) -> list[tuple[float, float]]:
    if truth.takeoff_s is None or truth.landing_s is None or len(truth.takeoff_s) != len(truth.landing_s):
        return []
    return list(zip(truth.takeoff_s, truth.landing_s, strict=True))
