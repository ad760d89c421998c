"""Settings of the parameters tried on takes: each take is opened once for all the settings of a batch."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from legday.evaluation.executors import Executor
from legday.evaluation.parts import by_parts
from legday.evaluation.tune.cost import Cost, Outcome, Weights, cost, outcome

Params = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Material:
    """What a search is made on.

    Parameters
    ----------
    exercise : str
        What is counted.
    takes : sequence of Path
        Labelled takes.
    cache : Path
        Where decoded takes are kept.
    weights : Weights
        What makes the cost.
    fixed : mapping
        Parameters that are not searched and differ from the defaults.
    """

    exercise: str
    takes: Sequence[Path]
    cache: Path
    weights: Weights
    fixed: Mapping[str, Any]


def outcomes(
    settings: Sequence[Params],
    material: Material,
    compute: Executor,
    progress: Callable[[float], None] = lambda _: None,
) -> list[list[Outcome]]:
    """Return what each setting gives on each take, in the order of both.

    ``progress`` is told the share of the takes that is done.
    """
    try_on = partial(_tried, material=replace(material, takes=()), settings=settings)
    takes = len(material.takes)
    found = by_parts(try_on, material.takes, compute, lambda done: progress(done / takes))
    return [[of_take[index] for of_take in found] for index in range(len(settings))]


def costs(
    settings: Sequence[Params],
    material: Material,
    compute: Executor,
    progress: Callable[[float], None] = lambda _: None,
) -> list[Cost]:
    """Return the cost of each setting."""
    return [cost(each, material.weights) for each in outcomes(settings, material, compute, progress)]


def _tried(takes: Sequence[Path], material: Material, settings: Sequence[Params]) -> list[list[Outcome]]:
    """Return, for each take, what each setting gives."""
    values = [{**material.fixed, **params} for params in settings]
    return [[outcome(take, material.cache, material.exercise, each) for each in values] for take in takes]
