"""Simulated repetitions through sensor and front end to events."""

from dataclasses import replace

import numpy as np

from legday.core.block import MotionBlock
from legday.core.detector import Setting
from legday.core.events import Event, Rep, Retracted
from legday.exercises import exercise as find_exercise
from legday.motion.frontend import Frontend
from legday.simulate.athlete import Athlete
from legday.simulate.sensor import Strapped, sense
from legday.simulate.truth import Leg


def standing(reps: str, times: int, rest_s: float = 0.4, **how: float) -> Athlete:
    """Return an athlete who stands, repeats a motion, and stands."""
    athlete = Athlete(1)
    athlete.stay(2.0)
    return repeat(athlete, reps, times, rest_s, **how)


def repeat(athlete: Athlete, reps: str, times: int, rest_s: float = 0.4, **how: float) -> Athlete:
    """Let an athlete repeat a motion, and stand still."""
    for _ in range(times):
        getattr(athlete, reps)(**how)
        athlete.stay(rest_s)
    athlete.stay(2.0)
    return athlete


def motion_of(athlete: Athlete, sensor: Strapped | None = None, leg: Leg = "left") -> MotionBlock:
    """Return what the front end makes of a performance."""
    sensor = sensor or Strapped()
    setting = Setting(sensor.rate_hz, "thigh", sensor.gyroscope)
    return Frontend(setting).update(sense(athlete.kinematics(leg), sensor))


def events_of(exercise: str, motion: MotionBlock, rate_hz: float = 100.0) -> list[Event]:
    """Return the events of a motion taken at once."""
    setting = Setting(rate_hz, "thigh", motion.gyr is not None)
    detector = find_exercise(exercise).build(setting)
    return [*detector.update(motion), *detector.finish()]


def events_in_pieces(exercise: str, motion: MotionBlock, samples: int, rate_hz: float = 100.0) -> list[Event]:
    """Return the events of a motion taken in pieces of so many samples."""
    detector = find_exercise(exercise).build(Setting(rate_hz, "thigh", motion.gyr is not None))
    events, rest = list[Event](), motion
    while len(rest) > samples:
        piece, rest = cut_at(rest, samples)
        events += detector.update(piece)
    return [*events, *detector.update(rest), *detector.finish()]


def standing_reps(events: list[Event]) -> list[Rep]:
    """Return the repetitions that were not retracted."""
    gone = {event.retracts for event in events if isinstance(event, Retracted)}
    return [event for event in events if isinstance(event, Rep) and event.serial not in gone]


def reps_of(exercise: str, athlete: Athlete, sensor: Strapped | None = None, leg: Leg = "left") -> list[Rep]:
    """Return the repetitions that an exercise finds in a performance."""
    rate_hz = (sensor or Strapped()).rate_hz
    return standing_reps(events_of(exercise, motion_of(athlete, sensor, leg), rate_hz))


def cut_at(motion: MotionBlock, at: int) -> tuple[MotionBlock, MotionBlock]:
    """Return a block in two."""
    names = ("t_s", "acc", "gyr", "up", "angle", "rate", "force", "flags")
    halves = []
    for start, end in ((0, at), (at, len(motion))):
        rows: dict[str, np.ndarray | None] = {
            name: None if getattr(motion, name) is None else getattr(motion, name)[start:end]
            for name in names
        }
        halves.append(replace(motion, start=motion.start + start, **rows))  # type: ignore[arg-type]
    return halves[0], halves[1]
