"""How much each parameter matters at the optimum, and whether that is a plateau."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from legday.evaluation.executors import Executor
from legday.evaluation.tune.search import Best
from legday.evaluation.tune.space import Dimension
from legday.evaluation.tune.trials import Material, costs
from legday.evaluation.tune.tuned import Slice

NEIGHBOUR = 0.1
"""Of the range: so far to either side of the optimum a plateau is looked for."""


def slices(
    dimensions: Sequence[Dimension], best: Best, material: Material, storage: Any, compute: Executor
) -> Iterator[Slice]:
    """Yield each parameter at the optimum, with the costs of its neighbours."""
    importance = _importance(material.exercise, storage)
    neighbours = [_moved(each, best.params, way) for each in dimensions for way in (-NEIGHBOUR, NEIGHBOUR)]
    around = [found.total for found in costs(neighbours, material, compute)]
    for index, each in enumerate(dimensions):
        yield Slice(
            each.name,
            each.default,
            best.params[each.name],
            importance.get(each.name, 0.0),
            around[2 * index] - best.cost,
            around[2 * index + 1] - best.cost,
        )


def _moved(each: Dimension, params: Mapping[str, float], way: float) -> dict[str, float]:
    share = min(max(each.share(params[each.name]) + way, 0.0), 1.0)
    value = each.at(share)
    return {**params, each.name: round(value) if each.whole else value}


def _importance(name: str, storage: Any) -> Mapping[str, float]:
    """Return the share of the cost's spread that each parameter explains (PED-ANOVA)."""
    import optuna

    study = optuna.load_study(study_name=name, storage=storage)
    if len({trial.value for trial in study.get_trials(deepcopy=False) if trial.value is not None}) < 2:
        return {}
    evaluator = optuna.importance.PedAnovaImportanceEvaluator()
    return dict(optuna.importance.get_param_importances(study, evaluator=evaluator))
