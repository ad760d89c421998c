"""One search: trials in batches, each the same whoever computes it, gone on with where it was broken off."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from legday.errors import MissingExtraError
from legday.evaluation.executors import Executor
from legday.evaluation.tune.space import Dimension
from legday.evaluation.tune.trials import Material, costs

BATCH = 8
"""Trials that are asked for together. It is fixed, so that the number of workers changes nothing."""

Progress = Callable[[float, int, float | None], None]
"""Told how many trials are done, parts of one too, how many are wanted, and the least cost so far."""


@dataclass(frozen=True, slots=True)
class Best:
    """What a search found, and every trial's parameters and cost, in order."""

    params: dict[str, float]
    cost: float
    trials: tuple[tuple[dict[str, float], float], ...]


def open_storage(path: Path) -> Any:
    """Return a journal file in which trials are kept, so that a search can go on.

    Raises
    ------
    MissingExtraError
        Without Optuna.
    """
    try:
        from optuna.storages import JournalStorage
        from optuna.storages.journal import JournalFileBackend
    except ImportError as error:
        raise MissingExtraError("tune", "tuning") from error
    path.parent.mkdir(parents=True, exist_ok=True)
    return JournalStorage(JournalFileBackend(str(path)))


def search(
    dimensions: Sequence[Dimension],
    material: Material,
    *,
    name: str,
    storage: Any,
    trials: int,
    seed: int,
    compute: Executor,
    progress: Progress | None = None,
) -> Best:
    """Search for the parameters of least cost; the defaults are the first trial.

    Parameters
    ----------
    dimensions : sequence of Dimension
        What is searched.
    material : Material
        What on.
    name : str
        Under which the trials are kept in ``storage``.
    storage : optuna storage
        Holds the trials; those that are there already are not computed again.
    trials : int
        How many in all.
    seed : int
        Another seed, another search.
    compute : Executor
        Where.
    progress : callable, optional
        Told while it goes on.
    """
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(storage=storage, study_name=name, load_if_exists=True)
    _give_up_what_was_broken_off(study)
    done = len(_complete(study))
    if done == 0:
        study.enqueue_trial({each.name: _plain(each, each.default) for each in dimensions})
    while done < trials:
        # A sampler for each batch, seeded by its place: a search gone on with draws as one never broken off.
        study.sampler = optuna.samplers.TPESampler(seed=seed + done, n_startup_trials=16, constant_liar=True)
        asked = [study.ask() for _ in range(min(BATCH, trials - done))]
        drawn = [_drawn(trial, dimensions) for trial in asked]
        told = partial(_tell, progress, done, len(asked), trials, study.best_value if done else None)
        for trial, found in zip(asked, costs(drawn, material, compute, told), strict=True):
            study.tell(trial, found.total)
        done += len(asked)
        if progress is not None:
            progress(done, trials, study.best_value)
    finished = _complete(study)
    best = min(finished, key=lambda trial: (trial.value, trial.number))
    kept = tuple((dict(trial.params), float(trial.value)) for trial in finished)
    return Best(dict(best.params), float(best.value), kept)


def _tell(
    progress: Progress | None, done: int, asked: int, trials: int, best: float | None, share: float
) -> None:
    if progress is not None:
        progress(done + share * asked, trials, best)


def _drawn(trial: Any, dimensions: Sequence[Dimension]) -> dict[str, float]:
    return {each.name: _suggest(trial, each) for each in dimensions}


def _suggest(trial: Any, each: Dimension) -> float:
    if each.whole:
        return int(trial.suggest_int(each.name, round(each.low), round(each.high), log=each.by_factors))
    return float(trial.suggest_float(each.name, each.low, each.high, log=each.by_factors))


def _plain(each: Dimension, value: float) -> float:
    return int(value) if each.whole else value


def _complete(study: Any) -> list[Any]:
    import optuna

    return list(study.get_trials(deepcopy=False, states=(optuna.trial.TrialState.COMPLETE,)))


def _give_up_what_was_broken_off(study: Any) -> None:
    import optuna

    for trial in study.get_trials(deepcopy=False, states=(optuna.trial.TrialState.RUNNING,)):
        study.tell(trial.number, state=optuna.trial.TrialState.FAIL)
