"""How sure a figure is: a bootstrap over people, because takes of one person resemble each other."""

from collections.abc import Sequence

import numpy as np

RESAMPLES = 2000
SEED = 20240501  # the same data give the same interval
LEVEL = 0.95


def ratio_interval(numerators: Sequence[float], denominators: Sequence[float]) -> tuple[float, float] | None:
    """Return the 95 % percentile-bootstrap interval of sum(numerators) / sum(denominators) over people.

    Every figure of a report is such a ratio: a share of takes, an error per take, an error per repetition.

    Parameters
    ----------
    numerators, denominators : sequence of float
        One of each per person.

    Returns
    -------
    (low, high) or None
        None for fewer than two people, of whom nothing can be said.

    References
    ----------
    Efron and Tibshirani, An Introduction to the Bootstrap, 1993, section 13.3.
    """
    people = len(numerators)
    if people < 2:
        return None
    generator = np.random.default_rng(SEED)
    times_drawn = generator.multinomial(people, np.full(people, 1 / people), size=RESAMPLES)
    above = times_drawn @ np.asarray(numerators, dtype=np.float64)
    below = times_drawn @ np.asarray(denominators, dtype=np.float64)
    ratios = above[below > 0] / below[below > 0]
    if len(ratios) == 0:
        return None
    low, high = np.quantile(ratios, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
