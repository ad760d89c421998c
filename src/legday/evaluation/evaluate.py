"""Score takes against their truth: the whole way from paths to a report."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from legday.errors import LegdayError, UnknownExerciseError
from legday.evaluation.comparison import baseline_rows
from legday.evaluation.histogram import EDGES_S
from legday.evaluation.material import Material, find_takes, open_material
from legday.evaluation.negatives import FalseEvents, counters, false_events, is_negative, negative_rows
from legday.evaluation.own_sets import split
from legday.evaluation.rows import Report, Unscored
from legday.evaluation.score import TakeScore, score_take, true_count
from legday.evaluation.summary import cadence_rows, count_rows, jump_rows, latency_rows, take_row, timed_rows
from legday.exercises import exercise

Progress = Callable[[int, int, str], None]
"""Called with the number of takes done, the number of all, and the name of the next."""


@dataclass(slots=True)
class _Findings:
    baselines: bool
    params: Mapping[str, Mapping[str, Any]]
    scores: list[TakeScore] = field(default_factory=list)
    false_events: list[FalseEvents] = field(default_factory=list)
    unscored: list[Unscored] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def evaluate(
    paths: Iterable[Path],
    *,
    baselines: bool = False,
    params: Mapping[str, Mapping[str, Any]] | None = None,
    progress: Progress | None = None,
) -> Report:
    """Score every take in files and folders; one that cannot be read is a line in ``failures``.

    A take is scored as the exercise that its own label names, aliases included, when its truth has a count.
    A take in which nothing was to be counted shows false events, whether or not its steps are scored.

    Parameters
    ----------
    paths : iterable of Path
        Takes (CSV, TOML beside it), labelled recordings (MCAP, TOML beside it), or folders of them.
    baselines : bool
        Score the field's simple counters on the same takes.
    params : mapping, optional
        Detector parameters by exercise, over the site's own.
    progress : callable, optional
        Told after each take.

    Raises
    ------
    TakeError
        When a path is not there, or a folder has no takes.
    """
    files = find_takes(paths)
    findings = _Findings(baselines, params or {})
    for number, path in enumerate(files):
        if progress is not None:
            progress(number, len(files), path.stem)
        try:
            _score(path, findings)
        except LegdayError as error:
            findings.failures.append(str(error))
    if progress is not None:
        progress(len(files), len(files), "")
    return _report(findings)


def _score(path: Path, findings: _Findings) -> None:
    whole = open_material(path)
    whole = replace(whole, setup=whole.setup.with_params(findings.params))
    findings.warnings += [f"{path}: {warning}" for warning in whole.warnings]
    for material in split(whole):
        _score_part(material, findings)


def _score_part(material: Material, findings: _Findings) -> None:
    reason = _score_count(material, findings)
    if is_negative(material):
        findings.false_events.append(false_events(material, counters()))
    elif reason:
        findings.unscored.append(Unscored(path=material.about.name, reason=reason))


def _score_count(material: Material, findings: _Findings) -> str:
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
    findings.scores.append(score_take(material, named, truth, baselines=findings.baselines))
    return ""


def _report(findings: _Findings) -> Report:
    scores = findings.scores
    return Report(
        version=version("legday"),
        counts=tuple(count_rows(scores)),
        timed=tuple(timed_rows(scores)),
        jumps=tuple(row for score in scores for row in jump_rows(score)),
        cadence=tuple(cadence_rows(scores)),
        latency=tuple(latency_rows(scores)),
        latency_edges_s=EDGES_S,
        negatives=tuple(negative_rows(findings.false_events)),
        baselines=tuple(baseline_rows(scores)),
        takes=tuple(take_row(score) for score in scores),
        unscored=tuple(findings.unscored),
        warnings=tuple(findings.warnings),
        failures=tuple(findings.failures),
    )
