"""What a setting of the parameters costs: errors of the count, events where there are none, lateness."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from legday.evaluation.negatives import is_negative
from legday.evaluation.score import held, standing, true_count
from legday.evaluation.takes import Takes
from legday.exercises import exercise as find_exercise

TAKES = Takes()
"""What this process has opened."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What the three are worth against each other, in per cent of miscount.

    ``ghost`` is the price of a false event an hour, ``late`` that of a second of latency (95th percentile).
    """

    ghost: float = 0.5
    late: float = 5.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one take gave: true count (0 where nothing was to be counted), error held against it, lateness."""

    path: str
    person: str
    hours: float
    true: int
    error: int
    latencies_s: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Cost:
    """The three figures, and their weighted sum."""

    miscount_pct: float
    ghosts_per_hour: float
    late_s: float
    total: float


def outcome(path: Path, cache: Path, name: str, params: Mapping[str, Any]) -> Outcome:
    """Count a take with these parameters.

    Raises
    ------
    TakeError
        For a take that cannot be read.
    """
    card, prepared = TAKES.open(path, cache)
    exercise, label = find_exercise(name), card.label
    true, doubt = (0, 0) if is_negative(label) else true_count(exercise, label.truth) or (0, 0)
    counted = [
        event for event in standing(prepared.count(name, dict(params))) if event.type == exercise.counts
    ]
    late = tuple(event.decided_s - event.happened_s for event in counted) if true else ()
    person, hours = f"{path.parent.name}/{label.subject}", card.duration_s / 3600.0
    return Outcome(str(path), person, hours, true, held(len(counted) - true, doubt), late)


def cost(outcomes: Sequence[Outcome], weights: Weights) -> Cost:
    """Return the cost of takes; every person weighs the same, however many takes they gave."""
    people = sorted({each.person for each in outcomes})
    shares = [_miscount([each for each in outcomes if each.person == person]) for person in people]
    miscount = [share for share in shares if share is not None]
    empty = [each for each in outcomes if each.true == 0]
    hours = sum(each.hours for each in empty)
    ghosts = sum(each.error for each in empty) / hours if hours else 0.0
    late = [value for each in outcomes for value in each.latencies_s]
    late_s = float(np.quantile(late, 0.95)) if late else 0.0
    miscount_pct = 100.0 * float(np.mean(miscount)) if miscount else 0.0
    total = miscount_pct + weights.ghost * ghosts + weights.late * max(0.0, late_s)
    return Cost(miscount_pct, ghosts, late_s, total)


def _miscount(outcomes: Sequence[Outcome]) -> float | None:
    true = sum(each.true for each in outcomes)
    return sum(abs(each.error) for each in outcomes if each.true) / true if true else None
