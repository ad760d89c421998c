"""Score takes against their truth: the whole way from paths to a report."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from legday.evaluation.comparison import baseline_rows
from legday.evaluation.executors import Executor, serial
from legday.evaluation.findings import Asked, Findings, findings
from legday.evaluation.histogram import EDGES_S
from legday.evaluation.material import find_takes
from legday.evaluation.negatives import negative_rows
from legday.evaluation.parts import by_parts
from legday.evaluation.rows import Report
from legday.evaluation.summary import cadence_rows, count_rows, jump_rows, latency_rows, take_row, timed_rows

Progress = Callable[[int, int, str], None]
"""Called with the number of takes done, the number of all, and what is at hand."""


def evaluate(
    paths: Iterable[Path],
    *,
    baselines: bool = False,
    params: Mapping[str, Mapping[str, Any]] | None = None,
    cache: Path | None = None,
    compute: Executor = serial,
    progress: Progress | None = None,
) -> Report:
    """Score every take in files and folders; one that cannot be read is a line in ``failures``.

    A take is scored as the exercise that its own label names, aliases included, when its truth has a count.
    A take in which nothing was to be counted shows false events, whether or not its steps are scored.

    Parameters
    ----------
    paths : iterable of Path
        Takes (CSV, TOML beside it), labelled recordings (MCAP, TOML beside it), or folders of them.
    baselines : bool
        Score the field's simple counters on the same takes.
    params : mapping, optional
        Detector parameters by exercise, over the site's own.
    cache : Path, optional
        Keeps decoded takes, so that scoring them again costs counting alone.
    compute : Executor
        Who does it; the report does not depend on it.
    progress : callable, optional
        Told at the start and after some takes each.

    Raises
    ------
    TakeError
        When a path is not there, or a folder has no takes.
    """
    files = find_takes(paths)
    asked = Asked(baselines, params or {}, cache)

    def tell(done: int) -> None:
        if progress is not None:
            progress(done, len(files), "")

    tell(0)
    found = Findings()
    for of_take in by_parts(partial(findings, asked=asked), files, compute, tell):
        found.add(of_take)
    return _report(found)


def _report(found: Findings) -> Report:
    scores = found.scores
    return Report(
        version=version("legday"),
        counts=tuple(count_rows(scores)),
        timed=tuple(timed_rows(scores)),
        jumps=tuple(row for score in scores for row in jump_rows(score)),
        cadence=tuple(cadence_rows(scores)),
        latency=tuple(latency_rows(scores)),
        latency_edges_s=EDGES_S,
        negatives=tuple(negative_rows(found.false_events)),
        baselines=tuple(baseline_rows(scores)),
        takes=tuple(take_row(score) for score in scores),
        unscored=tuple(found.unscored),
        warnings=tuple(found.warnings),
        failures=tuple(found.failures),
    )
