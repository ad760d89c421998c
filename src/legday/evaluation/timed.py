"""Score the times of events, where somebody marked or measured them.

Tolerances: a repetition half a second or a quarter of its length at its turning point, whichever is smaller;
take-off and landing 100 ms; a step 60 ms; the middle of a turn 1 s. Where the marks themselves are coarser,
so is the tolerance, and no error of time is given.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from legday.core.block import FloatArray
from legday.core.events import Event, Hold, Jump, Lift, Rep, Step, Turn
from legday.evaluation.match import Matching, match, match_within
from legday.recording.label import Interval, Truth

REP_S = 0.5
REP_SHARE = 0.25
KEYED_S = 0.75  # a key pressed while the take plays says which repetition is meant, not when it was
JUMP_S = 0.1
COARSE_JUMP_S = 0.25  # marks of contacts and impacts say which jump is meant, not when it was
STEP_S = 0.06
FOOT_SWITCH_S = 0.15  # the switches themselves are read ten times a second
TURN_S = 1.0
WALK_MARGIN_S = 0.3


@dataclass(frozen=True, slots=True)
class TimedScore:
    """How the events of one kind match their marks.

    Parameters
    ----------
    kind : str
        ``rep`` (its turning point), ``rep end``, ``jump``, ``landing``, ``takeoff``, ``flight``, ``step``
        or ``turn``.
    hits, missed, extra : int
        Matched, true ones without and found ones without a partner.
    error_s : tuple of float
        Found minus true of each match, s; empty where the marks are too coarse to say.
    late_s : tuple of float
        Time of the deciding sample minus true time of each match, s, for ends and landings: the latency that
        a person sees, whatever the event itself takes for its end.
    """

    kind: str
    hits: int
    missed: int
    extra: int
    error_s: tuple[float, ...]
    late_s: tuple[float, ...] = ()


def timed_scores(events: Sequence[Event], counts: str, truth: Truth) -> Iterator[TimedScore]:
    """Yield a score for each kind of timed truth there is."""
    if counts == "jump":
        yield from _jumps([event for event in events if isinstance(event, Jump)], truth)
    elif truth.rep_intervals_s:
        counted = [event for event in events if event.type == counts]
        yield from _reps(counted, truth.rep_intervals_s, truth.rep_times_s or ())
    elif truth.rep_times_s:
        turns = [_turning_point(event) for event in events if event.type == counts]
        yield _score("rep", match(_times(turns), _times(truth.rep_times_s), KEYED_S), timing=False)
    if truth.step_times_s or truth.step_intervals_s:
        yield _steps(events, truth)
    if truth.turns_s:
        turns = [(event.start_s + event.end_s) / 2 for event in events if isinstance(event, Turn)]
        yield _score("turn", match(_times(turns), _middles(truth.turns_s), TURN_S))


def inside(event: Event, intervals_s: Sequence[Interval] | None) -> bool:
    """Return whether an event lies where the truth says that steps count; everywhere without one."""
    if intervals_s is None:
        return True
    t_s = event.happened_s
    return any(start - WALK_MARGIN_S <= t_s <= end + WALK_MARGIN_S for start, end in intervals_s)


def _reps(
    events: Sequence[Event], intervals_s: Sequence[Interval], moments_s: Sequence[float]
) -> Iterator[TimedScore]:
    """Score by intervals, and by the moments that lie in none: keys pressed for what lacked one."""
    start_s, end_s = np.array(intervals_s, dtype=np.float64).T
    keyed_s = _times([t for t in moments_s if not np.any((start_s <= t) & (t <= end_s))])
    tolerance_s = np.minimum(REP_S, REP_SHARE * (end_s - start_s))
    turns = match(
        _times([_turning_point(event) for event in events]),
        np.concatenate([(start_s + end_s) / 2, keyed_s]),
        np.concatenate([tolerance_s, np.full(len(keyed_s), KEYED_S)]),
    )
    measured = turns.pairs[:, 1] < len(start_s)
    errors = tuple(turns.error_s[measured].tolist())
    yield TimedScore("rep", len(turns.pairs), turns.missed, turns.extra, errors)
    keyed = set(turns.pairs[~measured, 0].tolist())
    others = [event for index, event in enumerate(events) if index not in keyed]
    ends = match(_times([event.happened_s for event in others]), end_s, tolerance_s)
    yield _score("rep end", ends, late_s=_late(others, ends, end_s))


def _late(events: Sequence[Event], matching: Matching, true_s: FloatArray) -> tuple[float, ...]:
    return tuple(events[found].decided_s - float(true_s[true]) for found, true in matching.pairs.tolist())


def _turning_point(event: Event) -> float:
    match event:
        case Rep():
            return event.turn_s
        case Hold():
            return (event.start_s + event.end_s) / 2
        case Lift():
            return event.t_s
    return event.happened_s


def _jumps(jumps: Sequence[Jump], truth: Truth) -> Iterator[TimedScore]:
    landings = _times([jump.landing_s for jump in jumps])
    coarse = truth.contact_s[1:] if truth.contact_s else truth.impact_s
    if truth.landing_s:
        yield from _measured(jumps, landings, truth, truth.landing_s)
    elif coarse:
        yield _score("jump", match(landings, _times(coarse), COARSE_JUMP_S), timing=False)
    elif truth.rep_intervals_s:
        yield _score("jump", match_within(landings, np.array(truth.rep_intervals_s), JUMP_S), timing=False)


def _measured(
    jumps: Sequence[Jump], landings: FloatArray, truth: Truth, landing_s: Sequence[float]
) -> Iterator[TimedScore]:
    landed = match(landings, _times(landing_s), JUMP_S)
    yield _score("landing", landed, late_s=_late(jumps, landed, _times(landing_s)))
    if truth.takeoff_s:
        takeoffs = [jump.takeoff_s for jump in jumps if jump.takeoff_s is not None]
        yield _score("takeoff", match(_times(takeoffs), _times(truth.takeoff_s), JUMP_S))
    if truth.flight_s and len(truth.flight_s) == len(landing_s):
        both = [(jumps[found].flight_s, truth.flight_s[true]) for found, true in landed.pairs.tolist()]
        errors = tuple(found - true for found, true in both if found is not None)
        missed = len(landing_s) - len(errors)
        yield TimedScore("flight", len(errors), missed, len(jumps) - len(landed.pairs), errors)


def _steps(events: Sequence[Event], truth: Truth) -> TimedScore:
    found = [event.t_s for event in events if isinstance(event, Step) and inside(event, truth.walk_s)]
    marks = truth.step_times_s or [landed for _, landed in truth.step_intervals_s or ()]
    tolerance = FOOT_SWITCH_S if truth.truth_kind == "foot_switch" else STEP_S
    return _score("step", match(_times(found), _times(marks), tolerance))


def _score(
    kind: str, matching: Matching, *, timing: bool = True, late_s: tuple[float, ...] = ()
) -> TimedScore:
    errors = tuple(matching.error_s.tolist()) if timing else ()
    return TimedScore(kind, len(matching.pairs), matching.missed, matching.extra, errors, late_s)


def _times(values: Sequence[float]) -> FloatArray:
    return np.array(values, dtype=np.float64)


def _middles(intervals_s: Sequence[Interval]) -> FloatArray:
    return np.asarray(np.mean(np.array(intervals_s, dtype=np.float64), axis=1))
