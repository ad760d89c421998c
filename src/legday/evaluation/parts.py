"""Takes handed out in parts: as many processes as there are share the work, and answers stay in order.

What comes out does not depend on how the takes were cut or on who computed them.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from legday.evaluation.executors import Executor

B = TypeVar("B")

PARTS = (16, 64)
"""So many parts at least, and as many as this once they are worth the asking, or one for each take."""

WORTH_BYTES = 1_500_000
"""Of takes in a part: some minutes, which a batch counts in 0.3 s. A cluster asks 25 ms for one."""

MOST_TAKES = 32
"""Of a part, so that the bar moves and a worker that dies had not begun much."""


def by_parts(
    function: Callable[[Sequence[Path]], Sequence[B]],
    takes: Sequence[Path],
    compute: Executor,
    progress: Callable[[int], None] = lambda _: None,
) -> list[B]:
    """Return what a function gives of each take, in the order of the takes.

    Parameters
    ----------
    function : callable
        Takes a part of the takes, returns one result for each.
    takes : sequence of Path
        All of them, each once.
    compute : Executor
        Who does it.
    progress : callable, optional
        Told, after each part, how many takes are done.
    """
    parts = list(_parts(takes))
    found: dict[Path, B] = {}
    for part, results in zip(parts, compute(function, parts), strict=True):
        found |= zip(part, results, strict=True)
        progress(len(found))
    return [found[take] for take in takes]


def _parts(takes: Sequence[Path]) -> Iterator[list[Path]]:
    """Yield takes in parts, the largest files first, so that nobody waits for a long one at the end."""
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
