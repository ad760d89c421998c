"""Counting by periods: the autocorrelation, and the peaks of the principal axis that keep a period apart."""

from bisect import bisect_left

import numpy as np
from numpy.typing import NDArray
from scipy.signal import argrelmax, find_peaks

from legday.core.block import FloatArray
from legday.evaluation.signal import Signal, low_passed

SHORTEST_S = {"rep": 0.75, "lift": 0.25, "jump": 0.25, "step": 0.25}
LONGEST_S = {"rep": 4.0, "lift": 2.0, "jump": 2.0, "step": 1.5}


def principal_component(signal: Signal, kind: str) -> float:
    """Count peaks of the first principal component that keep the local period apart.

    After Morris et al., RecoFit, CHI 2014, "Counting": candidate peaks by height, at least three
    quarters of the shortest period apart, then three quarters of the period that the autocorrelation there
    finds, then none lower than half of the 40th percentile. Periods here: 0.75 to 4 s for repetitions, 0.25
    to 2 s otherwise.
    """
    smooth = low_passed(signal.acc, signal.rate_hz, 5.0)
    centred = smooth - smooth.mean(axis=0)
    values = centred @ np.linalg.svd(centred, full_matrices=False)[2][0]
    candidates = argrelmax(values)[0]
    by_height = candidates[np.argsort(-values[candidates], kind="stable")]
    shortest = round(SHORTEST_S[kind] * signal.rate_hz)
    longest = round(LONGEST_S[kind] * signal.rate_hz)
    apart = _keep_apart(by_height, np.full(len(by_height), 0.75 * shortest))
    periods = np.array([_local_period(values, peak, shortest, longest) for peak in apart])
    kept = _keep_apart(apart, 0.75 * periods)
    if len(kept) == 0:
        return 0.0
    return float((values[kept] >= 0.5 * np.percentile(values[kept], 40)).sum())


def _keep_apart(peaks: NDArray[np.int64], distances: FloatArray) -> NDArray[np.int64]:
    """Return the peaks that keep their distance from all those kept before them."""
    kept: list[int] = []  # sorted, so that the nearest ones stand beside a peak's own place
    chosen: list[int] = []
    for peak, distance in zip(peaks.tolist(), distances.tolist(), strict=True):
        place = bisect_left(kept, peak)
        if all(abs(peak - other) >= distance for other in kept[max(0, place - 1) : place + 1]):
            kept.insert(place, peak)
            chosen.append(peak)
    return np.array(chosen, dtype=np.int64)


def _local_period(values: FloatArray, centre: int, shortest: int, longest: int) -> float:
    window = values[max(0, centre - 2 * longest) : centre + 2 * longest]
    correlation = autocorrelation(window, longest)
    peaks = find_peaks(correlation)[0]
    peaks = peaks[peaks >= shortest]
    return float(peaks[np.argmax(correlation[peaks])]) if len(peaks) else float(shortest)


def autocorrelation(values: FloatArray, longest: int) -> FloatArray:
    """Return the (biased) autocorrelation of a window for lags 0 to ``longest``; 1 at lag 0."""
    centred = values - values.mean()
    n = len(centred)
    lags = min(longest, n - 1)
    full = np.correlate(centred, centred, mode="full")[n - 1 : n + lags]
    return np.asarray(full / full[0]) if full[0] > 0 else np.zeros(lags + 1)
