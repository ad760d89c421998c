"""Simple counters from the field, to measure against on the same takes; no part of the product's own path.

They see the whole take at once, which a live counter cannot, and every one has one setting for all takes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import argrelmax, find_peaks

from legday.core.block import STANDARD_GRAVITY, FloatArray
from legday.evaluation.periods import LONGEST_S, SHORTEST_S, autocorrelation, principal_component
from legday.evaluation.signal import Signal, low_passed

G = STANDARD_GRAVITY


@dataclass(frozen=True, slots=True)
class Baseline:
    """A counter, and the types of event it can stand for."""

    title: str
    counts: frozenset[str]
    count: Callable[[Signal, str], float]


CUTOFF_HZ = {"rep": 0.4, "lift": 3.0, "jump": 3.0, "step": 3.0}


def peaks_of_force(signal: Signal, kind: str) -> float:
    """Count local maxima of the low-passed |acc|.

    For repetitions as D. Ebbelaar counts barbell sets (0.4 Hz, every maximum); for what is faster as in
    MathWorks' step example (maxima more than a standard deviation above the mean).
    """
    smooth = low_passed(signal.force, signal.rate_hz, CUTOFF_HZ[kind])
    if kind == "rep":
        return float(len(argrelmax(smooth)[0]))
    return float(len(find_peaks(smooth, height=smooth.mean() + smooth.std())[0]))


FREE_FALL_G = 0.3
FREE_FALL_S = 0.1


def free_fall(signal: Signal, kind: str) -> float:  # noqa: ARG001
    """Count falls of |acc| under 0.3 g for at least 100 ms.

    The setting of accelerometers with a free-fall interrupt (Analog Devices ADXL345: 300 to 600 mg, 100 to
    350 ms).
    """
    lengths = _lengths_below(signal.force, FREE_FALL_G * G)
    return float((lengths >= FREE_FALL_S * signal.rate_hz).sum())


def _lengths_below(values: FloatArray, level: float) -> NDArray[np.int64]:
    starts, ends = _runs_below(values, level)
    return ends - starts


def _runs_below(values: FloatArray, level: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    edges = np.diff((values < level).astype(np.int8), prepend=0, append=0)
    return np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)


LULL_G = 0.6
LULL_S = 0.08
IMPACT_G = 1.6
IMPACT_WITHIN_S = 0.25


def fall_and_impact(signal: Signal, kind: str) -> float:  # noqa: ARG001
    """Count lulls that end in an impact: the bare rule that finds jumps, and hundreds an hour in walking.

    The acceleration vector low-passed at 8 Hz stays under 0.6 g for at least 80 ms, then the raw norm exceeds
    1.6 g within 250 ms.
    """
    smooth = np.linalg.norm(low_passed(signal.acc, signal.rate_hz, 8.0, order=2), axis=1)
    starts, ends = _runs_below(smooth, LULL_G * G)
    force = signal.force
    reach = round(IMPACT_WITHIN_S * signal.rate_hz)
    count = 0
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        lull = end - start >= LULL_S * signal.rate_hz
        count += bool(lull and force[end : end + reach + 1].max(initial=0.0) > IMPACT_G * G)
    return float(count)


CADENCE_WINDOW_S = 5.0
CADENCE_FLOOR = 0.3


def autocorrelation_cadence(signal: Signal, kind: str) -> float:
    """Count steps as time over period, the period from the autocorrelation of |acc| in 5 s windows.

    The first peak from 0.25 s on is the step, the second the stride (Moe-Nilssen and Helbostad, J. Biomech.
    2004); a window without a peak of at least 0.3 is no walking.
    """
    smooth = low_passed(signal.force, signal.rate_hz, 5.0)
    width = round(CADENCE_WINDOW_S * signal.rate_hz)
    shortest = max(1, round(SHORTEST_S[kind] * signal.rate_hz))
    longest = round(LONGEST_S[kind] * signal.rate_hz)
    total = 0.0
    for start in range(0, len(smooth), width):
        window = smooth[start : start + width]
        period = _step_period(window, shortest, longest)
        total += len(window) / period if period else 0.0
    return total


def _step_period(window: FloatArray, shortest: int, longest: int) -> int:
    if len(window) < 2 * shortest + 2:
        return 0
    correlation = autocorrelation(window, longest)
    peaks = shortest + find_peaks(correlation[shortest:])[0]
    clear = peaks[correlation[peaks] >= CADENCE_FLOOR]
    return int(clear[0]) if len(clear) else 0


BARE_RULE = "fall and impact"

BASELINES: Mapping[str, Baseline] = {
    "force peaks": Baseline("low-pass, local maxima of |acc|", frozenset(CUTOFF_HZ), peaks_of_force),
    "principal axis": Baseline("PCA, autocorrelation, peaks", frozenset(SHORTEST_S), principal_component),
    "free fall": Baseline("|acc| < 0.3 g for 100 ms", frozenset({"jump"}), free_fall),
    BARE_RULE: Baseline("lull under 0.6 g, impact over 1.6 g", frozenset({"jump"}), fall_and_impact),
    "autocorrelation": Baseline(
        "autocorrelation cadence", frozenset({"step", "lift"}), autocorrelation_cadence
    ),
}
