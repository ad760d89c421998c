"""The whole of it: tested on people who were not tuned on, then tuned on all of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from legday.errors import LegdayError, TuneError, UnknownExerciseError
from legday.evaluation.executors import Executor
from legday.evaluation.interval import ratio_interval
from legday.evaluation.material import find_takes, open_material
from legday.evaluation.negatives import is_negative
from legday.evaluation.score import true_count
from legday.evaluation.tune.cost import Outcome, cost
from legday.evaluation.tune.folds import folds
from legday.evaluation.tune.search import Best, Progress, open_storage, search
from legday.evaluation.tune.slices import slices
from legday.evaluation.tune.space import space
from legday.evaluation.tune.trials import Material, outcomes
from legday.evaluation.tune.tuned import Judged, Tuned
from legday.exercises import Exercise
from legday.exercises import exercise as find_exercise


def material_of(
    exercise: Exercise, paths: Sequence[Path], site: str, progress: Callable[[int, int, str], None]
) -> dict[str, list[str]]:
    """Return the takes of a site to tune on, by person: those of the exercise, and those without any.

    ``progress`` is told how many takes were looked at, how many there are, and the name of the next.

    Raises
    ------
    TuneError
        When none has a count of it.
    """
    takes_of: dict[str, list[str]] = {}
    counted = 0
    files = find_takes(paths)
    for number, path in enumerate(files):
        progress(number, len(files), path.name)
        try:
            material = open_material(path)
            label = material.label
            is_it = label.exercise is not None and find_exercise(label.exercise) is exercise
        except UnknownExerciseError:
            is_it = False
        except LegdayError:
            continue
        if material.about.site != site or len(material.setup.sensors) != 1:
            continue
        has_count = is_it and true_count(exercise, label.truth) is not None
        if has_count or is_negative(label):
            counted += has_count
            takes_of.setdefault(material.about.person, []).append(str(path))
    if counted == 0:
        raise TuneError(f"want takes of {exercise.name} with a count, worn at {site}; found none")
    return takes_of


def tune(
    exercise: Exercise,
    takes_of: Mapping[str, Sequence[str]],
    *,
    site: str,
    base: Material,
    only: Sequence[str],
    study: Path,
    trials: int,
    seed: int,
    compute: Executor,
    progress: Callable[[str], Progress],
) -> Tuned:
    """Tune and test.

    Parameters
    ----------
    exercise, site
        What for.
    takes_of : mapping
        Takes by person.
    base : Material
        Cache, weights and fixed parameters.
    only : sequence of str
        Parameters to search; all bounded ones otherwise.
    study : Path
        Journal of the trials.
    trials, seed, compute
        As for a search.
    progress : callable
        Returns, for a search's name, what is told of it.

    Raises
    ------
    TuneError
        For fewer than two people, among whom nobody could be left out.
    """
    if len(takes_of) < 2:
        raise TuneError(f"want takes of two people at least, got {len(takes_of)}: nobody could be left out")
    dimensions = space(exercise, site, only)
    storage = open_storage(study)
    hunt = partial(search, dimensions, storage=storage, trials=trials, seed=seed, compute=compute)

    def find(material: Material, name: str) -> Best:
        return hunt(material, name=name, progress=progress(name))

    default, tuned = _tested(find, takes_of, base, compute)
    everybody = replace(base, takes=_paths(sorted(take for takes in takes_of.values() for take in takes)))
    best = find(everybody, exercise.name)
    return Tuned(
        exercise.name,
        site,
        len(everybody.takes),
        len(takes_of),
        default,
        tuned,
        best.params,
        tuple(slices(dimensions, best, everybody, storage, compute)),
        trials,
    )


def _tested(
    find: Callable[[Material, str], Best],
    takes_of: Mapping[str, Sequence[str]],
    base: Material,
    compute: Executor,
) -> tuple[Judged, Judged]:
    """Return what the defaults and what each fold's best are worth on the people left out of the fold."""
    default: list[Outcome] = []
    tuned: list[Outcome] = []
    for number, (train, test) in enumerate(folds(takes_of)):
        best = find(replace(base, takes=_paths(train)), f"{base.exercise} fold {number + 1}")
        settings: list[Mapping[str, float]] = [{}, best.params]
        both = outcomes(settings, replace(base, takes=_paths(test)), compute)
        default += both[0]
        tuned += both[1]
    return _judged(default, base), _judged(tuned, base)


def _paths(takes: Sequence[str]) -> list[Path]:
    return [Path(take) for take in takes]


def _judged(tested: Sequence[Outcome], base: Material) -> Judged:
    found = cost(tested, base.weights)
    people = sorted({each.person for each in tested if each.true})
    errors = [sum(abs(e.error) for e in tested if e.person == person and e.true) for person in people]
    truths = [sum(e.true for e in tested if e.person == person) for person in people]
    interval = ratio_interval(errors, truths)
    low, high = (None, None) if interval is None else (100 * interval[0], 100 * interval[1])
    pooled = 100.0 * sum(errors) / sum(truths) if truths else 0.0
    return Judged(pooled, low, high, found.ghosts_per_hour, found.late_s)
