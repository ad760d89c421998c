"""Put the simple counters beside the product on the same takes."""

from collections.abc import Iterator, Sequence

from legday.evaluation.pooling import pools
from legday.evaluation.rows import BaselineRow
from legday.evaluation.score import TakeScore, held


def baseline_rows(scores: Sequence[TakeScore]) -> Iterator[BaselineRow]:
    """Yield a line for each pool of takes and each baseline that can count them; errors are held alike."""
    known = [score for score in scores if score.baselines]
    for dataset, pool in pools(known):
        if not any(score.true for score in pool):
            continue
        for name in pool[0].baselines:
            yield _row(pool, dataset, name)


def _row(pool: Sequence[TakeScore], dataset: str, name: str) -> BaselineRow:
    errors = [abs(_error(score, name)) for score in pool]
    own = sum(abs(score.held_error) for score in pool)
    true = sum(score.true for score in pool)
    return BaselineRow(
        exercise=pool[0].exercise,
        site=pool[0].about.site,
        dataset=dataset,
        synthetic=pool[0].about.synthetic,
        baseline=name,
        takes=len(pool),
        miscount_pct=100 * sum(errors) / true,
        own_miscount_pct=100 * own / true,
        ratio=sum(errors) / own if own else None,
    )


def _error(score: TakeScore, name: str) -> int:
    return held(score.baselines[name] - score.true, score.plus_minus)
