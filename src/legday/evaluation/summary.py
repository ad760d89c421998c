"""Pool the scores of takes into the lines of a report."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from legday.evaluation.histogram import histogram
from legday.evaluation.pooling import grouped, per_person, pool_key, pools, ratio
from legday.evaluation.rows import CadenceRow, CountRow, Figure, JumpRow, LatencyRow, TakeRow, TimedRow
from legday.evaluation.score import TakeScore
from legday.evaluation.timed import TimedScore


def count_rows(scores: Sequence[TakeScore]) -> Iterator[CountRow]:
    """Yield a line for each exercise and site, and below it one for each data set where there are several."""
    for dataset, pool in pools(scores):
        yield _count_row(pool, dataset)


def _count_row(scores: Sequence[TakeScore], dataset: str) -> CountRow:
    def mean(value: Callable[[TakeScore], float], scale: float = 1.0) -> Figure:
        return ratio(per_person(scores, value, lambda _: 1.0), scale)

    miscount = per_person(scores, lambda score: abs(score.held_error), lambda score: score.true)
    some = [score for score in scores if score.true]
    shares = per_person(some, lambda score: abs(score.held_error) / score.true, lambda _: 1.0)
    return CountRow(
        exercise=scores[0].exercise,
        site=scores[0].about.site,
        dataset=dataset,
        synthetic=scores[0].about.synthetic,
        takes=len(scores),
        people=len({score.about.person for score in scores}),
        true=sum(score.true for score in scores),
        found=sum(score.found for score in scores),
        exact_pct=mean(lambda score: score.held_error == 0, 100),
        within_one_pct=mean(lambda score: abs(score.held_error) <= 1, 100),
        mean_abs_error=mean(lambda score: abs(score.held_error)),
        bias=mean(lambda score: score.held_error),
        miscount_pct=ratio(miscount, 100),
        mean_abs_error_pct=ratio(shares, 100),
    )


def timed_rows(scores: Sequence[TakeScore]) -> Iterator[TimedRow]:
    """Yield a line for each exercise, site and kind of timed truth."""
    for pool in grouped(scores, pool_key).values():
        timed = [(score, part) for score in pool for part in score.timed]
        for parts in grouped(timed, lambda pair: pair[1].kind).values():
            yield _timed_row(parts)


def _timed_row(parts: Sequence[tuple[TakeScore, TimedScore]]) -> TimedRow:
    def pooled(above: Callable[[TimedScore], float], below: Callable[[TimedScore], float]) -> Figure:
        sums: dict[str, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
        for score, part in parts:
            old = sums[score.about.person]
            sums[score.about.person] = (old[0] + above(part), old[1] + below(part))
        return ratio(sums)

    first, timed = parts[0]
    return TimedRow(
        exercise=first.exercise,
        site=first.about.site,
        synthetic=first.about.synthetic,
        kind=timed.kind,
        takes=len(parts),
        people=len({score.about.person for score, _ in parts}),
        true=sum(part.hits + part.missed for _, part in parts),
        hits=sum(part.hits for _, part in parts),
        extra=sum(part.extra for _, part in parts),
        f1=pooled(lambda part: 2 * part.hits, lambda part: 2 * part.hits + part.missed + part.extra),
        mean_abs_error_s=pooled(
            lambda part: sum(abs(error) for error in part.error_s), lambda part: len(part.error_s)
        ),
        bias_s=pooled(lambda part: sum(part.error_s), lambda part: len(part.error_s)),
    )


def jump_rows(score: TakeScore) -> Iterator[JumpRow]:
    """Yield a line for each marked jump of a take."""
    for mark in score.jumps:
        yield JumpRow(
            path=score.about.name,
            exercise=score.exercise,
            synthetic=score.about.synthetic,
            start_s=mark.start_s,
            end_s=mark.end_s,
            found=mark.jump is not None,
            takeoff_s=mark.jump.takeoff_s if mark.jump else None,
            landing_s=mark.jump.landing_s if mark.jump else None,
            flight_s=mark.jump.flight_s if mark.jump else None,
        )


def cadence_rows(scores: Sequence[TakeScore]) -> Iterator[CadenceRow]:
    """Yield a line for each exercise and site whose takes tell the cadence."""
    known = [score for score in scores if score.cadence_error_per_min is not None]
    for pool in grouped(known, pool_key).values():
        errors = [score.cadence_error_per_min or 0.0 for score in pool]
        yield CadenceRow(
            exercise=pool[0].exercise,
            site=pool[0].about.site,
            synthetic=pool[0].about.synthetic,
            takes=len(pool),
            mean_abs_error_per_min=float(np.abs(errors).mean()),
            bias_per_min=float(np.mean(errors)),
        )


def latency_rows(scores: Sequence[TakeScore]) -> Iterator[LatencyRow]:
    """Yield a line for each exercise, site and type of event."""
    found = [
        ((score.about.synthetic, score.exercise, score.about.site, kind), seconds)
        for score in scores
        for kind, seconds in score.latencies_s
    ]
    for (synthetic, exercise, site, kind), pairs in grouped(found, lambda pair: pair[0]).items():
        seconds = np.array([pair[1] for pair in pairs])
        p50, p95 = np.quantile(seconds, [0.5, 0.95])
        yield LatencyRow(
            exercise=exercise,
            site=site,
            type=kind,
            synthetic=synthetic,
            events=len(seconds),
            p50_s=float(p50),
            p95_s=float(p95),
            max_s=float(seconds.max()),
            histogram=histogram(seconds.tolist()),
        )


def take_row(score: TakeScore) -> TakeRow:
    """Return the line of one take."""
    truth = score.about.label.truth
    return TakeRow(
        path=score.about.name,
        exercise=score.exercise,
        site=score.about.site,
        synthetic=score.about.synthetic,
        person=score.about.person,
        truth_kind=truth.truth_kind if truth else "",
        true=score.true,
        plus_minus=score.plus_minus,
        found=score.found,
        error=score.error,
        held_error=score.held_error,
    )
