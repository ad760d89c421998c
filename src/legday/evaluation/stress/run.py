"""Run every line over every take, and say how often the count held."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from legday.core.events import Event
from legday.core.site import site_of
from legday.errors import TakeError, UnknownExerciseError
from legday.evaluation.score import standing, true_count
from legday.evaluation.stress.gaps import extents
from legday.evaluation.stress.lines import Line, lines
from legday.evaluation.stress.samples import Performance
from legday.evaluation.stress.synthetic import standard, variants
from legday.exercises import Exercise
from legday.exercises import exercise as find_exercise
from legday.recording.take import Take, read_take
from legday.session import Session

PLACES = frozenset({"thigh", "pocket"})
"""Where a leg's own motion is seen; other places have no place in this table."""

SYNTHETIC_SEEDS = (1, 2, 3)

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Cell:
    """How often the count held on one line for one exercise.

    ``held`` of ``runs`` runs gave the true count; a recording of a person may miss it by as much as the
    unspoiled take does.
    ``miscount`` is the sum of the differences over the sum of the true counts.
    """

    exercise: str
    line: str
    synthetic: bool
    takes: int
    runs: int
    held: int
    miscount: float
    must_hold: bool
    reason: str


@dataclass(frozen=True, slots=True)
class _Run:
    held: bool
    difference: int
    true: int


def stress(folders: Iterable[Path], names: Iterable[str], progress: Progress | None = None) -> Iterator[Cell]:
    """Yield the cells of the table, exercise by exercise: first real takes, then synthetic ones."""
    real, names = list(_real_takes(folders)), list(names)
    for number, name in enumerate(names):
        exercise = find_exercise(name)
        if progress is not None:
            progress(number, len(names), name)
        takes = [(take, count) for found, take, count in real if found.name == exercise.name]
        if takes:
            yield from _cells(exercise, takes, synthetic=False)
        made = [standard(exercise, seed) for seed in SYNTHETIC_SEEDS]
        yield from _cells(exercise, made, synthetic=True)
        yield from _tempo_cells(exercise)


def count_of(exercise: Exercise, take: Performance) -> int:
    """Return what a session counts in it."""
    return len(counted(exercise, take))


def counted(exercise: Exercise, take: Performance) -> list[Event]:
    """Return the events that a session counts in it."""
    session = Session(take.setup(exercise.name))
    events = [*session.push(take.inputs()), *session.finish()]
    return [event for event in standing(events) if event.type == exercise.counts]


def _cells(exercise: Exercise, takes: list[tuple[Performance, int]], *, synthetic: bool) -> Iterator[Cell]:
    found = [counted(exercise, take) for take, _ in takes]
    allowed = [
        0 if synthetic else abs(len(events) - true) for events, (_, true) in zip(found, takes, strict=True)
    ]
    takes = [
        (replace(take, events_s=extents(events)), true)
        for events, (take, true) in zip(found, takes, strict=True)
    ]
    for line in lines():
        times = max(1, -(-line.times // len(takes)))
        runs = [
            _run(exercise, line, take, true, error, seed)
            for (take, true), error in zip(takes, allowed, strict=True)
            for seed in range(times)
        ]
        yield _cell(exercise, line.name, runs, len(takes), line.reason, synthetic, line.holds_for)


def _tempo_cells(exercise: Exercise) -> Iterator[Cell]:
    found: dict[str, list[_Run]] = {}
    for seed in SYNTHETIC_SEEDS:
        for name, (take, true) in variants(exercise.name, seed).items():
            counted = count_of(exercise, take)
            found.setdefault(name, []).append(_Run(counted == true, abs(counted - true), true))
    for name, runs in found.items():
        yield _cell(exercise, name, runs, len(runs), "", synthetic=True, holds_for={exercise.name})


def _run(exercise: Exercise, line: Line, take: Performance, true: int, allowed: int, seed: int) -> _Run:
    spoiled = line.transform(take, np.random.default_rng(seed))
    difference = abs(count_of(exercise, spoiled) - true)
    return _Run(difference <= allowed, difference, true)


def _cell(
    exercise: Exercise,
    line: str,
    runs: list[_Run],
    takes: int,
    reason: str,
    synthetic: bool,
    holds_for: Iterable[str],
) -> Cell:
    return Cell(
        exercise=exercise.name,
        line=line,
        synthetic=synthetic,
        takes=takes,
        runs=len(runs),
        held=sum(run.held for run in runs),
        miscount=sum(run.difference for run in runs) / max(1, sum(run.true for run in runs)),
        must_hold=exercise.name in holds_for,
        reason=reason,
    )


def _real_takes(folders: Iterable[Path]) -> Iterator[tuple[Exercise, Performance, int]]:
    for folder in folders:
        for path in sorted(folder.rglob("*.csv")):
            try:
                take = read_take(path)
                exercise = find_exercise(take.exercise or "")
            except (TakeError, UnknownExerciseError):
                continue
            wanted = true_count(exercise, take.truth)
            if wanted is not None and not take.synthetic and site_of(take.site) in PLACES:
                yield exercise, _performance(take), wanted[0]


def _performance(take: Take) -> Performance:
    rate_hz = take.rate_hz or 1.0 / float(np.median(np.diff(take.t_s)))
    return Performance(take.t_s, take.acc, take.gyr, rate_hz, take.site)
