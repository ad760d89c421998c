"""Sets as a FIT activity of strength training, for the programs that read those."""

from collections.abc import Sequence
from typing import Protocol

from fit_tool import FitFileBuilder
from fit_tool.profile.messages.activity_message import ActivityMessage
from fit_tool.profile.messages.event_message import EventMessage
from fit_tool.profile.messages.file_id_message import FileIdMessage
from fit_tool.profile.messages.lap_message import LapMessage
from fit_tool.profile.messages.session_message import SessionMessage
from fit_tool.profile.messages.set_message import SetMessage
from fit_tool.profile.profile_type import (
    Activity,
    Event,
    EventType,
    ExerciseCategory,
    FileType,
    Manufacturer,
    SetType,
    Sport,
    SubSport,
)

CATEGORIES = {
    "squat": ExerciseCategory.SQUAT,
    "wall_sit": ExerciseCategory.SQUAT,
    "sit_to_stand": ExerciseCategory.SQUAT,
    "lunge": ExerciseCategory.LUNGE,
    "step_up": ExerciseCategory.LUNGE,
    "straight_leg_raise": ExerciseCategory.LEG_RAISE,
    "deadlift": ExerciseCategory.DEADLIFT,
    "hip_abduction": ExerciseCategory.HIP_STABILITY,
    "hip_extension": ExerciseCategory.HIP_RAISE,
    "leapfrog": ExerciseCategory.PLYO,
    "countermovement_jump": ExerciseCategory.PLYO,
    "drop_jump": ExerciseCategory.PLYO,
    "repeated_jump": ExerciseCategory.PLYO,
    "single_jump": ExerciseCategory.PLYO,
    "burpee": ExerciseCategory.TOTAL_BODY,
    "high_knees": ExerciseCategory.CARDIO,
    "sprint": ExerciseCategory.RUN,
    "run": ExerciseCategory.RUN,
}
"""FIT's own categories; what is not among them is unknown there."""

MOST_REPS = 65_534
"""FIT counts in 16 bits, and the last number says that there is none."""


class Done(Protocol):
    """A set: what was done how often, and from when to when, ms since 1970."""

    @property
    def exercise(self) -> str:
        """Name of the exercise."""

    @property
    def count(self) -> int:
        """What counted in it."""

    @property
    def start_ms(self) -> float | None:
        """Its beginning; None where the time of day is not known."""

    @property
    def end_ms(self) -> float | None:
        """Its end."""


def activity(sets: Sequence[Done]) -> bytes:
    """Return the sets of one session as an activity, a set and a lap each.

    Parameters
    ----------
    sets : sequence of Done
        The oldest first; at least one, all with their time of day.

    Raises
    ------
    ValueError
        For none, or one without its time of day.
    """
    if not sets or any(each.start_ms is None or each.end_ms is None for each in sets):
        raise ValueError("want sets with their time of day")
    builder = FitFileBuilder(auto_define=True)
    first_ms, last_ms = round(sets[0].start_ms or 0), round(max(each.end_ms or 0 for each in sets))
    builder.add(_file_id(first_ms))
    builder.add(_timer(first_ms, EventType.START))
    for index, each in enumerate(sets):
        builder.add(_set(index, each))
        builder.add(_lap(index, each))
    builder.add(_timer(last_ms, EventType.STOP_ALL))
    builder.add(_session(first_ms, last_ms, len(sets)))
    builder.add(_activity(first_ms, last_ms))
    return bytes(builder.build().to_bytes())


def _file_id(at_ms: int) -> FileIdMessage:
    message = FileIdMessage()
    message.type = FileType.ACTIVITY
    message.manufacturer = Manufacturer.DEVELOPMENT
    message.product = 0
    message.time_created = at_ms
    return message


def _timer(at_ms: int, kind: EventType) -> EventMessage:
    message = EventMessage()
    message.timestamp = at_ms
    message.event = Event.TIMER
    message.event_type = kind
    return message


def _set(index: int, each: Done) -> SetMessage:
    message = SetMessage()
    message.duration = _during(message, each)
    message.repetitions = min(each.count, MOST_REPS)
    message.set_type = SetType.ACTIVE
    message.category = [CATEGORIES.get(each.exercise, ExerciseCategory.UNKNOWN)]
    message.message_index = index
    return message


def _lap(index: int, each: Done) -> LapMessage:
    message = LapMessage()
    message.total_elapsed_time = message.total_timer_time = _during(message, each)
    message.event, message.event_type = Event.LAP, EventType.STOP
    message.message_index = index
    return message


def _during(message: SetMessage | LapMessage, each: Done) -> float:
    """Tell from when to when a set lasted, and return how long, s."""
    start_ms, end_ms = each.start_ms or 0.0, each.end_ms or 0.0
    message.timestamp, message.start_time = round(end_ms), round(start_ms)
    return (end_ms - start_ms) * 1e-3


def _session(first_ms: int, last_ms: int, laps: int) -> SessionMessage:
    message = SessionMessage()
    message.timestamp, message.start_time = last_ms, first_ms
    message.total_elapsed_time = message.total_timer_time = (last_ms - first_ms) * 1e-3
    message.sport, message.sub_sport = Sport.TRAINING, SubSport.STRENGTH_TRAINING
    message.event, message.event_type = Event.SESSION, EventType.STOP
    message.first_lap_index, message.num_laps = 0, laps
    return message


def _activity(first_ms: int, last_ms: int) -> ActivityMessage:
    message = ActivityMessage()
    message.timestamp = last_ms
    message.total_timer_time = (last_ms - first_ms) * 1e-3
    message.num_sessions = 1
    message.type = Activity.MANUAL
    message.event, message.event_type = Event.ACTIVITY, EventType.STOP
    return message
