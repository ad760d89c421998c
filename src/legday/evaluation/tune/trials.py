"""Settings of the parameters tried on takes: each take is opened once for all the settings of a batch.

The takes are cut into parts that somebody computes, here or elsewhere; what comes out does not depend on how
they were cut or who it was. Parts of much to read come first, so that nobody waits for a long one at the end.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from legday.evaluation.tune.cost import Cost, Outcome, Weights, cost, outcome
from legday.evaluation.tune.executors import Executor

PARTS = (16, 64)
"""So many parts at least, and as many as this once they are worth the asking, or one for each take."""

WORTH_BYTES = 1_500_000
"""Of takes in a part: some minutes, which a batch counts in 0.3 s. A cluster asks 25 ms for one."""

MOST_TAKES = 32
"""Of a part, so that the bar moves and a worker that dies had not begun much."""

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

    ``progress`` is told the share that is done.
    """
    parts = list(_parts(material.takes))
    try_on = partial(_tried, material=replace(material, takes=()), settings=settings)
    found: dict[Path, list[Outcome]] = {}
    for number, (part, tried) in enumerate(zip(parts, compute(try_on, parts), strict=True), start=1):
        found |= zip(part, tried, strict=True)
        progress(number / len(parts))
    return [[found[take][index] for take in material.takes] for index in range(len(settings))]


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


def _parts(takes: Sequence[Path]) -> Iterator[list[Path]]:
    """Yield takes in parts, the largest files first."""
    sizes = {take: take.stat().st_size if take.exists() else 0 for take in takes}
    least, most = (sum(sizes.values()) / parts for parts in reversed(PARTS))
    most_bytes = max(least, min(most, WORTH_BYTES))
    part: list[Path] = []
    part_bytes = 0
    for take in sorted(sizes, key=lambda each: -sizes[each]):
        if part and (part_bytes + sizes[take] > most_bytes or len(part) == MOST_TAKES):
            yield part
            part, part_bytes = [], 0
        part.append(take)
        part_bytes += sizes[take]
    if part:
        yield part
