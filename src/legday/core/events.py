"""The facts a session finds: one frozen model each, in SI units and radians.

``decided_s`` is the time of the sample that decided the event, in the same device time as the event's own
times; the difference is the latency. ``quality`` is ``good``; ``low`` where the sensor only just supports the
figures; ``assumed`` where the event was inferred and not seen.
"""

from typing import Annotated

from pydantic import Field

from legday.core.event_base import EventBase, Quality
from legday.core.exercise_events import (
    Asymmetry,
    Cadence,
    Hold,
    HoldProgress,
    Jump,
    KneeMotion,
    Lift,
    MissedAlternation,
    Phase,
    Rep,
    Shuttle,
    Side,
    Step,
    Turn,
)
from legday.core.session_events import (
    CommandRefused,
    Correction,
    ExerciseChosen,
    GapFound,
    Link,
    Rejected,
    Retracted,
)
from legday.core.workout_events import (
    PhaseStarted,
    PlanEnded,
    PlanStarted,
    SessionCorrected,
    SessionEnded,
    SetCorrected,
    SetEnded,
    SetStarted,
    TargetReached,
)

Event = Annotated[
    Rep
    | Hold
    | HoldProgress
    | Jump
    | Lift
    | Step
    | Cadence
    | Turn
    | Shuttle
    | SetStarted
    | SetEnded
    | SetCorrected
    | SessionEnded
    | SessionCorrected
    | PhaseStarted
    | TargetReached
    | PlanStarted
    | PlanEnded
    | Asymmetry
    | MissedAlternation
    | KneeMotion
    | Retracted
    | Correction
    | Rejected
    | GapFound
    | Link
    | CommandRefused
    | ExerciseChosen,
    Field(discriminator="type"),
]

__all__ = [
    "Asymmetry",
    "Cadence",
    "CommandRefused",
    "Correction",
    "Event",
    "EventBase",
    "ExerciseChosen",
    "GapFound",
    "Hold",
    "HoldProgress",
    "Jump",
    "KneeMotion",
    "Lift",
    "Link",
    "MissedAlternation",
    "Phase",
    "PhaseStarted",
    "PlanEnded",
    "PlanStarted",
    "Quality",
    "Rejected",
    "Rep",
    "Retracted",
    "SessionCorrected",
    "SessionEnded",
    "SetCorrected",
    "SetEnded",
    "SetStarted",
    "Shuttle",
    "Side",
    "Step",
    "TargetReached",
    "Turn",
]
