"""What one sensor of several saw, and when that was on the clock they share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from legday.core.events import Event, Rep

MOMENTS = ("decided_s", "t_s", "start_s", "turn_s", "end_s", "takeoff_s", "landing_s")
"""Fields that are points in time; others with the suffix ``_s`` are durations."""


class AnglePoint(NamedTuple):
    """A point of a sensor's decimated motion: device time s, angle rad, whether its sign is known."""

    t_s: float
    angle_rad: float
    signed: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """What a notification of one sensor gave.

    Parameters
    ----------
    device : str
        The sensor.
    events : sequence of Event
        What it decided, in device time.
    points : sequence of AnglePoint
        Its decimated motion, in device time.
    now_s : float
        Device time up to which the sensor has been followed.
    offset_s : float
        Host time less device time, s.
    arrival_ns : int or None
        Host time of the notification; None for what comes without one.
    """

    device: str
    events: Sequence[Event]
    points: Sequence[AnglePoint]
    now_s: float
    offset_s: float
    arrival_ns: int | None = None


def shifted(event: Event, by_s: float) -> Event:
    """Return the event with every point in time moved by ``by_s``."""
    changes: dict[str, Any] = {
        name: value + by_s for name in MOMENTS if (value := getattr(event, name, None)) is not None
    }
    if isinstance(event, Rep) and event.phases:
        changes["phases"] = tuple(
            phase.model_copy(update={"start_s": phase.start_s + by_s, "end_s": phase.end_s + by_s})
            for phase in event.phases
        )
    return event.model_copy(update=changes)
