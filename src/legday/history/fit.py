"""Sets as a FIT activity of strength training, for the programs that read those."""

from pathlib import Path

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

from legday.errors import HistoryError
from legday.history.store import SetDone

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


def write_fit(path: Path, sets: list[SetDone]) -> None:
    """Write the sets of one session as an activity, a set and a lap each.

    Parameters
    ----------
    path : Path
        The file to write; it must not exist.
    sets : list of SetDone
        Of one session, the oldest first.

    Raises
    ------
    HistoryError
        For sets without a time of day, or a file that exists or cannot be written.
    """
    timed = [(each, each.start_ms, each.end_ms) for each in sets]
    if not timed or any(start is None or end is None for _, start, end in timed):
        raise HistoryError(path, "want sets with their time of day")
    if path.exists():
        raise HistoryError(path, "exists already; nothing is overwritten")
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
    try:
        path.write_bytes(builder.build().to_bytes())
    except OSError as error:
        raise HistoryError(path, f"cannot be written: {error.strerror}") from error


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


def _set(index: int, each: SetDone) -> SetMessage:
    start_ms, end_ms = each.start_ms or 0.0, each.end_ms or 0.0
    message = SetMessage()
    message.timestamp = round(end_ms)
    message.start_time = round(start_ms)
    message.duration = (end_ms - start_ms) * 1e-3
    message.repetitions = min(each.count, MOST_REPS)
    message.set_type = SetType.ACTIVE
    message.category = [CATEGORIES.get(each.exercise, ExerciseCategory.UNKNOWN)]
    message.message_index = index
    return message


def _lap(index: int, each: SetDone) -> LapMessage:
    start_ms, end_ms = each.start_ms or 0.0, each.end_ms or 0.0
    message = LapMessage()
    message.timestamp = round(end_ms)
    message.start_time = round(start_ms)
    message.total_elapsed_time = message.total_timer_time = (end_ms - start_ms) * 1e-3
    message.event, message.event_type = Event.LAP, EventType.STOP
    message.message_index = index
    return message


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
