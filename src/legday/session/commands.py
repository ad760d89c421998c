"""What people and programs may ask of a session while it runs."""

from typing import TYPE_CHECKING

from legday.core.events import CommandRefused, Correction, Event, Retracted
from legday.core.inputs import COMMANDS, Command
from legday.core.workout_events import WORKOUT
from legday.errors import PlanError, RefusedError, UnknownExerciseError
from legday.workout.plan import parse_plan

if TYPE_CHECKING:
    from legday.session.session import Session

SHOWN = 200
"""Of the value of a refused command its event carries so many characters."""


def obey(session: "Session", command: Command) -> list[Event]:
    """Carry out a command; one that cannot be is refused with the reason, and changes nothing."""
    try:
        return _obey(session, command)
    except (RefusedError, UnknownExerciseError, PlanError) as error:
        return [_refused(session, command, str(error))]


def _obey(session: "Session", command: Command) -> list[Event]:
    match command.name:
        case "exercise":
            return session.choose(command.value or None)
        case "undo":
            return _undo(session)
        case "adjust":
            return _adjust(session, command)
        case "calibrate":
            for pipeline in session.pipelines.values():
                pipeline.calibrate()
            return []
        case "set" | "session" | "pause":
            return _lead(session, command)
        case "plan":
            return _plan(session, command.value)
    raise RefusedError(f"no such command; known: {', '.join(COMMANDS)}")


def _lead(session: "Session", command: Command) -> list[Event]:
    by_hand, now_s = session.tracker.by_hand, session.workout_s
    match command.name, command.value:
        case "set", "start":
            return by_hand.start_set(now_s, session.tracker.exercise)
        case "set", "stop":
            return by_hand.stop_set(now_s)
        case "session", "start":
            return by_hand.start_session(now_s)
        case "session", "stop":
            return by_hand.stop_session(now_s)
        case "pause", "on":
            return by_hand.pause(now_s)
        case "pause", "off":
            return by_hand.resume(now_s)
    raise RefusedError("want on or off" if command.name == "pause" else "want start or stop")


def _plan(session: "Session", value: str) -> list[Event]:
    tracker = session.tracker
    if not value:
        return tracker.progress.stop_plan(session.workout_s)
    plan = parse_plan(value)
    return tracker.progress.follow(plan, session.workout_s, data=tracker.now_s is not None)


def _undo(session: "Session") -> list[Event]:
    newest = session.tracker.last_counted()
    if newest is None:
        raise RefusedError("nothing is counted that could be undone")
    device, serial = newest
    if session.pairing is not None:
        return session.pairing.undo(serial)
    pipeline = session.pipelines[device]
    if session.tracker.is_counted_now:
        pipeline.shift_count(-1)
    retracted = Retracted(
        serial=pipeline.take_serial(),
        device=device,
        decided_s=pipeline.now_s,
        retracts=serial,
        reason="undone",
    )
    return session.follow([retracted])


def _adjust(session: "Session", command: Command) -> list[Event]:
    tracker, now_s = session.tracker, session.workout_s
    if command.value not in {"+1", "-1"}:
        raise RefusedError("want +1 or -1")
    if not session.pipelines or (session.pairing is None and command.device not in {"", *session.pipelines}):
        raise RefusedError("no such sensor counts anything")
    by = int(command.value)
    if by < 0 and not tracker.can_take_away():
        raise RefusedError("nothing is counted that could be taken away")
    if tracker.exercise is None:
        raise RefusedError("no exercise is chosen")
    opened = tracker.open_for_correction(now_s)
    device, serial = _shift_count(session, command.device, by)
    corrected = Correction(serial=serial, device=device, decided_s=now_s, t_s=now_s, by=by)
    return [*opened, corrected, *tracker.correct(by, now_s)]


def _shift_count(session: "Session", device: str, by: int) -> tuple[str, int]:
    """Move the numbers that the next counted events carry; return whose correction it is, and its number."""
    counted_now = session.tracker.is_counted_now
    if session.pairing is not None:
        if counted_now:
            session.pairing.shift_count(by)
        return WORKOUT, session.tracker.serials.take()
    pipeline = session.pipelines[device or next(iter(session.pipelines))]
    if counted_now:
        pipeline.shift_count(by)
    return pipeline.setup.device, pipeline.take_serial()


def _refused(session: "Session", command: Command, reason: str) -> CommandRefused:
    now_s = session.workout_s
    return CommandRefused(
        serial=session.tracker.serials.take(),
        device=WORKOUT,
        decided_s=now_s,
        t_s=now_s,
        command=command.name,
        value=command.value[:SHOWN],
        reason=reason,
    )
