"""What a picture of a take shows, found by the same session that counts."""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from legday.core.block import STANDARD_GRAVITY
from legday.core.events import Event, Hold, Jump, Lift, Rejected, Rep, Retracted, Shuttle, Step, Turn
from legday.core.inputs import Input
from legday.core.setup import SessionSetup
from legday.exercises import exercise as find_exercise
from legday.motion.signal_point import SignalPoint
from legday.recording.label import Truth
from legday.sensors.profile import Profile
from legday.session import Session


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

    @property
    def title(self) -> str:
        """One line above it."""
        return f"{self.name}: {self.exercise}, {self.found} found"


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
        drawn.found = _found(drawn.counted, find_exercise(setup.exercise).counts)
    drawn.truth = list(_true(truth)) if truth is not None else []
    return drawn


def _found(counted: list[Mark], kind: str) -> str:
    number = sum(mark.text.split()[0] == kind for mark in counted)
    return f"{number} {kind}" if number == 1 else f"{number} {kind}s"


def _add(drawn: Picture, signals: dict[str, list[SignalPoint]]) -> None:
    points = next(iter(signals.values()), [])
    drawn.t_s += [point.t_s for point in points]
    drawn.angle_deg += [math.degrees(point.angle_rad) for point in points]
    drawn.force_g += [point.force_m_s2 / STANDARD_GRAVITY for point in points]


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
    for start_s, end_s in (*(truth.rep_intervals_s or ()), *(truth.turns_s or ())):
        yield Mark(start_s, end_s, "true")
    for t_s in (*(truth.step_times_s or ()), *(truth.landing_s or ()), *(truth.impact_s or ())):
        yield Mark(t_s, t_s, "true")
