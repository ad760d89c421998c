"""Pool takes: by what they may be pooled, and over people."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from legday.evaluation.interval import ratio_interval
from legday.evaluation.rows import Figure
from legday.evaluation.score import TakeScore

T = TypeVar("T")
K = TypeVar("K", str, tuple[bool, str, str], tuple[bool, bool, str], tuple[bool, str, str, str])


def grouped(items: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """Return the items of each key, keys in sorted order."""
    found: dict[K, list[T]] = defaultdict(list)
    for item in items:
        found[key(item)].append(item)
    return {each: found[each] for each in sorted(found)}


def pools(scores: Sequence[TakeScore]) -> Iterator[tuple[str, list[TakeScore]]]:
    """Yield the takes of each exercise and site, and behind them each data set's where there are several.

    The name is the data set's, with the takes' own words for the site; empty where it is all of several.
    """
    for pool in grouped(scores, pool_key).values():
        sets = grouped(pool, lambda score: f"{score.about.dataset} {score.about.place}")
        yield (next(iter(sets)) if len(sets) == 1 else ""), pool
        if len(sets) > 1:
            yield from sets.items()


def pool_key(score: TakeScore) -> tuple[bool, str, str]:
    """Return what takes must share to be pooled; real and synthetic ones never do."""
    return score.about.synthetic, score.exercise, score.about.site


def ratio(parts: Mapping[str, tuple[float, float]], scale: float = 1.0) -> Figure:
    """Return sum over sum, with its interval, from a numerator and a denominator for each person."""
    above = [part[0] * scale for part in parts.values()]
    below = [part[1] for part in parts.values()]
    if sum(below) == 0:
        return Figure(value=None)
    low, high = ratio_interval(above, below) or (None, None)
    return Figure(value=sum(above) / sum(below), low=low, high=high)


def per_person(
    scores: Iterable[TakeScore],
    numerator: Callable[[TakeScore], float],
    denominator: Callable[[TakeScore], float],
) -> dict[str, tuple[float, float]]:
    """Return both sums of each person."""
    found: dict[str, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
    for score in scores:
        above, below = found[score.about.person]
        found[score.about.person] = (above + numerator(score), below + denominator(score))
    return dict(found)
