"""What makes a train of jumps of flights that do not speak for themselves.

In a train three things hold together that never meet in a stride:

- the flights' *share* of the period: who bounces on both legs spends a quarter to a half of the time in the
  air, while a runner's swinging thigh is not in free fall;
- *similarity*: a hop is like the hop before, while strides alternate between the legs, so the waveform
  comes back only with every other step (and a sensor that sees every other step only has half the share);
- a velocity deficit that is not negligible, and lost in a short time.

A sensor in a loose pocket may feel both feet nearly alike. Still each step is then more like the one before
the last than like the last. This *alternation* is taken off the similarity of low flights.

Their means over the last few flights are compared with thresholds. A jog may come up to each of them, but not
beyond them all: where a train begins, what it exceeds them by has to be enough together.
"""

from dataclasses import dataclass
from math import isnan
from statistics import median

from legday.exercises._flight import Flight
from legday.exercises._waveform import likeness

EVIDENT = 2  # so many flights that speak for themselves make a train
SHORTEST_PERIOD_S, LONGEST_PERIOD_S = 0.2, 1.0  # bounds of the period that a share is taken of


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Thresholds of `TrainJudge`; `JumpParams` describes them."""

    single_s: float
    lone_s: float
    deficit_s: float
    share: float
    similarity: float
    length: int
    gap_s: float
    hold: float
    follow: float
    alike: float
    twin_s: float
    twin: float
    pending: int
    refractory_s: float
    pushoff: float
    depth: float
    together: float


def is_train(rhythm: Rhythm, chain: list[Flight], *, running: bool) -> bool:
    """Return whether the last flights are jumps of one rhythm; one that runs needs less."""
    periods = chain[1:]
    scale = rhythm.hold if running else 1.0
    evident = sum(speaks(rhythm, f, rhythm.single_s) for f in chain) >= EVIDENT
    likes = [f.similarity for f in periods if not isnan(f.similarity)]
    if len(periods) < (1 if evident else rhythm.length) or not likes:
        return running
    if _mean(likes) < scale * rhythm.similarity:
        return False
    lost = _mean([f.deficit_s for f in periods]) / rhythm.deficit_s
    shares = _mean([share(f) for f in periods]) / rhythm.share
    return evident or (
        min(lost, shares) >= scale
        and (running or lost * shares * _mean(likes) / rhythm.similarity >= rhythm.together)
        and _mean([depth(f) for f in periods]) >= scale * rhythm.depth
        and _mean(likes) - alternation(chain) >= rhythm.hold * rhythm.similarity
    )


def speaks(rhythm: Rhythm, flight: Flight, least_s: float) -> bool:
    """Return whether a flight is a jump by itself: it loses enough velocity, and that in a short time."""
    return flight.deficit_s >= least_s and depth(flight) >= rhythm.depth


def depth(flight: Flight) -> float:
    """Return how near to free fall a flight is, from 0 to 1.

    Two lulls of a soft stride with a weak step between them lose as much velocity as a jump, in twice the
    time.
    """
    return flight.deficit_s / max(flight.landing_s - flight.takeoff_s, flight.deficit_s)


def fits(rhythm: Rhythm, flight: Flight) -> bool:
    """Return whether it can stand in a train; a rebound is a small flight unlike the one before."""
    return (
        flight.deficit_s >= rhythm.single_s
        or flight.period_s > rhythm.gap_s
        or not flight.similarity < rhythm.alike
    )


def bar_s(rhythm: Rhythm, chain: list[Flight]) -> float:
    """Return the deficit from which a flight is a jump of the running train, whatever went before it."""
    return min(rhythm.single_s, rhythm.follow * median(f.deficit_s for f in chain))


def share(flight: Flight) -> float:
    """Share of the period that the flight takes, by its velocity deficit."""
    return flight.deficit_s / min(max(flight.period_s, SHORTEST_PERIOD_S), LONGEST_PERIOD_S)


def alternation(chain: list[Flight]) -> float:
    """Return how much more flights are like the one before the last than like the last, in the mean."""
    leads = [
        likeness(f.shape, before.shape) - f.similarity for before, f in zip(chain, chain[2:], strict=False)
    ]
    known = [lead for lead in leads if not isnan(lead)]
    return _mean(known) if known else 0.0


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)
