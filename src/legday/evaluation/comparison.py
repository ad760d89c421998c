"""Put the simple counters beside the product on the same takes."""

from collections.abc import Iterator, Sequence

from legday.evaluation.baselines import BASELINES
from legday.evaluation.pooling import pools
from legday.evaluation.rows import BaselineRow
from legday.evaluation.score import TakeScore, held
from legday.exercises import exercise


def baseline_rows(scores: Sequence[TakeScore]) -> Iterator[BaselineRow]:
    """Yield a line for each pool of takes and each baseline that can count them; errors are held alike."""
    known = [score for score in scores if score.material.signal is not None]
    for dataset, pool in pools(known):
        kind = exercise(pool[0].exercise).counts
        for name, baseline in BASELINES.items():
            if kind in baseline.counts:
                yield _row(pool, dataset, name, kind)


def _row(pool: Sequence[TakeScore], dataset: str, name: str, kind: str) -> BaselineRow:
    errors = [abs(_error(score, name, kind)) for score in pool]
    own = sum(abs(score.held_error) for score in pool)
    true = sum(score.true for score in pool)
    return BaselineRow(
        exercise=pool[0].exercise,
        site=pool[0].material.site,
        dataset=dataset,
        synthetic=pool[0].material.synthetic,
        baseline=name,
        takes=len(pool),
        miscount_pct=100 * sum(errors) / true,
        own_miscount_pct=100 * own / true,
        ratio=sum(errors) / own if own else None,
    )


def _error(score: TakeScore, name: str, kind: str) -> int:
    signal = score.material.signal
    found = 0 if signal is None else round(BASELINES[name].count(signal, kind))
    return held(found - score.true, score.plus_minus)
