"""What scoring a take gives: all that a report is made of, and nothing that grows with its samples."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from legday.errors import LegdayError, UnknownExerciseError
from legday.evaluation.cached import open_cached
from legday.evaluation.material import Material, open_material
from legday.evaluation.negatives import FalseEvents, counters, false_events, is_negative
from legday.evaluation.own_sets import split
from legday.evaluation.rows import Unscored
from legday.evaluation.score import TakeScore, score_take, true_count
from legday.exercises import exercise


@dataclass(frozen=True, slots=True)
class Asked:
    """How takes are scored.

    Parameters
    ----------
    baselines : bool
        By the field's simple counters too.
    params : mapping
        Detector parameters by exercise, over the site's own.
    cache : Path or None
        Where decoded takes are kept.
    """

    baselines: bool = False
    params: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    cache: Path | None = None


@dataclass(slots=True)
class Findings:
    """What was found, take by take."""

    scores: list[TakeScore] = field(default_factory=list)
    false_events: list[FalseEvents] = field(default_factory=list)
    unscored: list[Unscored] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def add(self, other: "Findings") -> None:
        """Append what was found in another take."""
        for each in fields(self):
            getattr(self, each.name).extend(getattr(other, each.name))


def findings(takes: Sequence[Path], asked: Asked) -> list[Findings]:
    """Return what scoring gives, for each take; one that cannot be read is a line in ``failures``."""
    return [_scored(take, asked) for take in takes]


def _scored(path: Path, asked: Asked) -> Findings:
    found = Findings()
    try:
        whole = open_material(path) if asked.cache is None else open_cached(path, asked.cache)
        whole = replace(whole, setup=whole.setup.with_params(asked.params))
        found.warnings += [f"{path}: {warning}" for warning in whole.warnings]
        for material in split(whole):
            _score_part(material, asked, found)
    except LegdayError as error:
        found.failures.append(str(error))
    return found


def _score_part(material: Material, asked: Asked, found: Findings) -> None:
    reason = _score_count(material, asked, found)
    if is_negative(material.label):
        found.false_events.append(false_events(material, counters()))
    elif reason:
        found.unscored.append(Unscored(path=material.about.name, reason=reason))


def _score_count(material: Material, asked: Asked, found: Findings) -> str:
    """Score the count of a take; return the reason where there is none to score."""
    label, truth = material.label.exercise, material.label.truth
    if label is None:
        return "no exercise is named"
    try:
        named = exercise(label)
    except UnknownExerciseError:
        return f"{label} is no exercise"
    if truth is None or true_count(named, truth) is None:
        return f"no count of {named.counts}s is given"
    found.scores.append(score_take(material, named, truth, baselines=asked.baselines))
    return ""
