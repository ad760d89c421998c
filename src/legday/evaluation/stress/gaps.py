"""Holes of 0.2 s in a take, once in a minute or part of one: anywhere, or between two counted events."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from legday.core.events import Event, Jump, Lift, Step
from legday.evaluation.stress.samples import Performance

GAP_S = 0.2
MINUTE_S = 60.0
FLIGHT_S = 0.35
"""A flight whose take-off is not told is taken to be so long."""
LANDING_S = 0.1
"""So much of a landing belongs to its jump."""

Extent = tuple[float, float]
"""Start s and end s of an event."""


def extents(events: Iterable[Event]) -> tuple[Extent, ...]:
    """Return from when to when each counted event lasts, in the order of time."""
    return tuple(sorted(_extent(event) for event in events))


def _extent(event: Event) -> Extent:
    match event:
        case Jump(takeoff_s=takeoff_s, landing_s=landing_s):
            return landing_s - FLIGHT_S if takeoff_s is None else takeoff_s, landing_s + LANDING_S
        case Lift(t_s=t_s) | Step(t_s=t_s):
            return t_s, t_s
        case _:
            return event.start_s, event.end_s  # type: ignore[union-attr]


def gaps_anywhere(take: Performance, random: np.random.Generator) -> Performance:
    """Return the take with a gap at a random time of each minute."""
    return _with_gaps(take, lambda first_s, last_s: random.uniform(first_s, max(first_s, last_s - GAP_S)))


def gaps_between_events(take: Performance, random: np.random.Generator) -> Performance:
    """Return the take with a gap in each minute in the middle between two events.

    Which two is random, but they are as far apart as a gap is long, where any of that minute are. A minute
    without two events has its gap anywhere.
    """
    between = [
        (start_s - end_s, 0.5 * (start_s + end_s)) for (_, end_s), (start_s, _) in pairwise(take.events_s)
    ]

    def start_s(first_s: float, last_s: float) -> float:
        inside = [each for each in between if first_s + GAP_S <= each[1] <= last_s - GAP_S]
        if not inside:
            return random.uniform(first_s, max(first_s, last_s - GAP_S))
        wide = [each for each in inside if each[0] >= GAP_S] or [max(inside)]
        return wide[random.integers(len(wide))][1] - 0.5 * GAP_S

    return _with_gaps(take, start_s)


def _with_gaps(take: Performance, place: Callable[[float, float], float]) -> Performance:
    arrives = np.ones(len(take), bool)
    for first_s, last_s in _minutes(take.t_s):
        start_s = place(first_s, last_s)
        arrives &= ~((take.t_s >= start_s) & (take.t_s < start_s + GAP_S))
    edges = np.flatnonzero(np.diff(np.concatenate([[0], arrives.astype(int), [0]])))
    return replace(take, kept=edges.reshape(-1, 2).astype(float))


def _minutes(t_s: NDArray[np.float64]) -> Iterator[Extent]:
    for first_s in np.arange(t_s[0], t_s[-1], MINUTE_S).tolist():
        yield first_s, min(first_s + MINUTE_S, float(t_s[-1]))
