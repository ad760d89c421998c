"""Doubts about the units of a take: said, and never acted upon."""

from collections.abc import Iterator

import numpy as np

from legday.core.block import STANDARD_GRAVITY, FloatArray

REST_WINDOW_S = 0.5
TOLERATED = 3.0  # around 1 g; the next unit, g itself, is a factor of ten away
STILL_SHARE = 0.03  # spread of |acc| against its mean, whatever the unit
FASTEST_GYROSCOPE_RAD_S = 70.0  # 4000 °/s: no MEMS gyroscope reads further


def doubts(t_s: FloatArray, acc: FloatArray, gyr: FloatArray | None) -> Iterator[str]:
    """Yield a line for people about each column whose numbers do not look like its unit."""
    at_rest = _force_at_rest(t_s, acc)
    if not STANDARD_GRAVITY / TOLERATED < at_rest < STANDARD_GRAVITY * TOLERATED:
        yield (
            f"|acc| at rest is {at_rest:.3g}, want about 9.81; are the columns in m/s², "
            "with gravity? Going on as they are."
        )
    if gyr is not None and len(gyr) and float(np.abs(gyr).max()) > FASTEST_GYROSCOPE_RAD_S:
        yield (
            f"the angular rate reaches {float(np.abs(gyr).max()):.0f}, beyond any gyroscope; "
            "are the columns in rad/s? Going on as they are."
        )


def _force_at_rest(t_s: FloatArray, acc: FloatArray) -> float:
    """Return the median |acc| over the half-second windows that are still; without any, the mean of all.

    A real sensor may be biased by several m/s², a cheap one clips at 2 g and a runner is never still, so that
    only a factor of three tells a wrong unit.
    """
    force = np.linalg.norm(acc, axis=1)
    window = np.floor((t_s - t_s[0]) / REST_WINDOW_S).astype(np.int64)
    starts = np.flatnonzero(np.diff(window, prepend=-1))
    count = np.diff(starts, append=len(force))
    mean = np.add.reduceat(force, starts) / count
    variance = np.add.reduceat((force - np.repeat(mean, count)) ** 2, starts) / count
    still = (count > 1) & (variance < (STILL_SHARE * mean) ** 2)
    return float(np.median(mean[still])) if still.any() else float(force.mean())
