"""What a plan asks of a set, and when that is reached."""

import math
from collections.abc import Iterator

from legday.core.events import Cadence, Event, Jump, TargetReached
from legday.core.workout_events import TargetName
from legday.workout.book import Serials
from legday.workout.open_set import OpenSet
from legday.workout.plan import PlannedExercise
from legday.workout.sums import depth_of


def targets_reached(
    serials: Serials, running: OpenSet, event: Event | None, now_s: float = 0.0
) -> list[Event]:
    """Return an event for each target that a set reaches now for the first time.

    Parameters
    ----------
    serials : Serials
        Numbers of the workout's events.
    running : OpenSet
        The set, the event already counted in it.
    event : Event or None
        What came; None after a correction.
    now_s : float
        When it was corrected, s.
    """
    decided_s, t_s = (now_s, now_s) if event is None else (event.decided_s, event.happened_s)
    return [
        TargetReached(**serials.own(decided_s), t_s=t_s, target=name, value=asked, set_n=running.n)
        for name, asked in _newly_reached(running, event)
    ]


def _newly_reached(running: OpenSet, event: Event | None) -> Iterator[tuple[TargetName, float]]:
    if running.step is None:
        return
    for name, asked, reached in _targets(running, running.step.asked, event):
        if reached and asked is not None and name not in running.reached:
            running.reached.add(name)
            yield name, asked


def _targets(
    running: OpenSet, asked: PlannedExercise, event: Event | None
) -> Iterator[tuple[TargetName, float | None, bool]]:
    yield "reps", asked.reps, asked.reps is not None and running.count >= asked.reps
    held = asked.seconds is not None and not asked.by_clock and running.held_s >= asked.seconds
    yield "seconds", asked.seconds, held
    yield "shuttles", asked.shuttles, asked.shuttles is not None and running.shuttles >= asked.shuttles
    depth_rad = None if event is None else depth_of(event)
    deep = depth_rad is not None and depth_rad >= math.radians(asked.depth_deg or math.inf)
    yield "depth", asked.depth_deg, deep
    if asked.cadence_per_min is not None and isinstance(event, Cadence):
        lowest, highest = asked.cadence_per_min
        yield "cadence", lowest, lowest <= event.steps_per_s * 60.0 <= highest
    passed = isinstance(event, Jump) and event.load_warning
    yield "landing_load", asked.landing_load_g, passed
