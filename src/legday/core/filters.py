"""Causal filters whose output does not depend on how the stream is cut into blocks.

A filter is a frozen object of coefficients; what it remembers is an array that the caller keeps in its own
state, ``None`` until the first sample. That sample starts the filter as if it had always been there, so there
is no start-up transient and nothing is taken from a block's statistics. Second-order sections go one by one
through `scipy.signal.lfilter`: bit-identical under every split, and a fifth of the cost of ``sosfilt`` on a
block of ten samples.

>>> import numpy as np
>>> smooth = lowpass(2.0, rate_hz=100.0)
>>> y, zi = smooth.apply(np.full(3, 9.81), None)
>>> bool(np.allclose(y, 9.81))
True
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
import scipy.signal
from scipy.signal import butter, lfilter, lfilter_zi, sosfilt_zi

from legday.core.block import FloatArray

FilterMemory = FloatArray | None
"""(sections, 2, ...) delay line of a filter, (1, 1, ...) of a smoother; None before its first sample."""

DESIGNS = 256  # kept: many short takes ask for the same few, and designing one takes half a millisecond
linear_filter = getattr(getattr(scipy.signal, "_sigtools", None), "_linear_filter", lfilter)
"""What ``lfilter(b, a, x, axis, zi)`` calls when it has looked at its arguments.

Looking takes four times as long as filtering ten samples. A SciPy without it is asked by ``lfilter``.
"""

USABLE_OF_NYQUIST = 0.9  # a bilinear design says nothing sensible above


@dataclass(frozen=True, slots=True, eq=False)
class Filter:
    """A cascade of second-order sections, or one of the first order.

    Parameters
    ----------
    sections : tuple of (b, a)
        Numerator and denominator of each section; none lets everything pass.
    steady : (sections, order of one) float
        Memory of the settled filter at a constant input of one.
    """

    sections: tuple[tuple[FloatArray, FloatArray], ...]
    steady: FloatArray

    def apply(self, x: FloatArray, memory: FilterMemory) -> tuple[FloatArray, FilterMemory]:
        """Filter the next samples.

        Parameters
        ----------
        x : (n,) or (n, k) float
            The next samples, time along axis 0; n = 0 is legal.
        memory : (sections, order of one, ...) float or None
            What the last call returned; None starts from the first sample of ``x``.

        Returns
        -------
        y : (n,) or (n, k) float
        memory : (sections, order of one, ...) float or None
            For the next call; the array handed in is not changed.
        """
        sections = self.sections
        if len(x) == 0 or not sections:
            return x, memory
        if memory is None:
            memory = np.multiply.outer(self.steady, x[0])
        if len(sections) == 1:
            ((b, a),) = sections
            x, last = linear_filter(b, a, x, 0, memory[0])
            return x, last[None]
        after = np.empty_like(memory)
        for i, (b, a) in enumerate(sections):
            x, after[i] = linear_filter(b, a, x, 0, memory[i])
        return x, after


PASS = Filter((), np.zeros((0, 2)))
"""Lets everything pass."""


def lowpass(cutoff_hz: float, rate_hz: float, order: int = 2) -> Filter:
    """Return a Butterworth low-pass; one that lets everything pass where the rate is too low for it."""
    if cutoff_hz >= USABLE_OF_NYQUIST * rate_hz / 2:
        return PASS
    return _butterworth(order, cutoff_hz, rate_hz, "lowpass")


def lowpass_delay_s(cutoff_hz: float, rate_hz: float) -> float:
    """Return by how much `lowpass` of the second order delays slow motion, s.

    That is its group delay at 0 Hz. The bilinear design bends the frequencies, so that near the Nyquist
    frequency it delays by less than the analogue filter, which is late by √2 / (2π · cut-off).
    """
    if not lowpass(cutoff_hz, rate_hz).sections:
        return 0.0
    return math.sqrt(2.0) / (2.0 * rate_hz * math.tan(math.pi * cutoff_hz / rate_hz))


def highpass(cutoff_hz: float, rate_hz: float, order: int = 2) -> Filter:
    """Return a Butterworth high-pass, its cut-off at most nine tenths of the Nyquist frequency."""
    return _butterworth(order, min(cutoff_hz, USABLE_OF_NYQUIST * rate_hz / 2), rate_hz, "highpass")


@lru_cache(DESIGNS)
def smoother(time_constant_s: float, rate_hz: float) -> Filter:
    """Return the exponential average, y += (x - y) · (1 - exp(-1 / (rate · time constant)))."""
    keep = float(np.exp(-1.0 / (rate_hz * time_constant_s)))
    b, a = np.array([1.0 - keep]), np.array([1.0, -keep])
    return Filter(((b, a),), lfilter_zi(b, a)[np.newaxis])


@lru_cache(DESIGNS)
def _butterworth(
    order: int, cutoff_hz: float, rate_hz: float, kind: Literal["lowpass", "highpass"]
) -> Filter:
    return _from_sections(butter(order, cutoff_hz, btype=kind, output="sos", fs=rate_hz))


def _from_sections(sos: FloatArray) -> Filter:
    return Filter(tuple((row[:3].copy(), row[3:].copy()) for row in sos), sosfilt_zi(sos))
