"""Sudden steps of the acceleration: from one sample to the next, and there to stay.

A straight line is laid through the fifth of a second before and the one behind. Where both, drawn on to the
middle, are as far apart as the two samples, and much farther than the samples are from their lines, the
vector made a step. Just before and behind, the vector does not go the same way, which spares most samples
the lines. A strap that slips turns the vector; an impact, or the end of a flight, makes it longer and is no
such step. Heels that are put down gently make steps nearly as clear; which it was shows later (`_slip`).
"""

from dataclasses import dataclass, field
from math import hypot
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from legday.core.block import FloatArray
from legday.core.einsum import einsum
from legday.core.masks import any_true

SIDE_S = 0.2
LEAST_SAMPLES = 4
CLEAR = 3.0  # in units of what the samples are off their lines
AGREES_WITHIN = 0.35  # of the step: as far may the change between the two samples be from it
FAR = 1.0 - AGREES_WITHIN  # of the least step, the change
LEAST_SPREAD_G = 0.01
LENGTHENS = 0.8  # of the step: more is an impact; with a bias of 6 m/s² a slip lengthens the vector by 0.6
GOES_ON = 0.7  # of the change, the one before and the one behind it together: more is a quick movement
ROOM = 1.001  # for rounding, in what is only likely
ONE_THREAD = 1 << 18  # multiplications: BLAS shares larger products among threads, at many times the cost


class Step(NamedTuple):
    """A step of ``change`` g between the samples ``at - 1`` and ``at``, clear behind sample ``clear``."""

    at: int
    clear: int
    change: tuple[float, ...]


@dataclass(slots=True)
class StepMemory:
    """The last samples, g."""

    kept: FloatArray = field(default_factory=lambda: np.empty((0, 3)))


class StepFinder:
    """Finds steps of at least ``least_g`` at a rate."""

    def __init__(self, rate_hz: float, least_g: float) -> None:
        self._least_g = least_g
        self._far = (FAR * least_g) ** 2
        self._n = max(LEAST_SAMPLES, round(SIDE_S * rate_hz))
        away = np.arange(self._n) + 0.5  # from the middle of the step, samples
        self._line = np.stack([np.ones(self._n), away], axis=1)
        self._fit = np.linalg.pinv(self._line)
        place, straight = self._fit[0], np.linalg.qr(self._line)[0]
        step_of = np.concatenate((-place[::-1], place))[:, np.newaxis]
        on_lines = np.kron(np.eye(2), straight)
        self._seen = np.kron(np.hstack((step_of, on_lines)), np.eye(3))
        self._at_once = ONE_THREAD // self._seen.size

    def find(self, start: int, vector: FloatArray, memory: StepMemory) -> list[Step]:
        """Return the steps that become clear within a block (n, 3) of samples, g."""
        rows, n = np.concatenate((memory.kept, vector)), self._n
        first = start - len(memory.kept)
        memory.kept = rows[-2 * n + 1 :].copy()
        change = rows[1:] - rows[:-1]
        at = self._sudden(change)
        if len(at) == 0:
            return []
        parts = (at[i : i + self._at_once] for i in range(0, len(at), self._at_once))
        likely = (i for part in parts for i in self._likely(rows, part, change[part + (n - 1)]))
        steps = (self._step_at(rows, i + n, first) for i in likely)
        return [step for step in steps if step is not None]

    def _sudden(self, change: FloatArray) -> NDArray[np.int64]:
        """Return before which of the changes (n, 3) the sides begin that are far, and over with one sample.

        The first and the last changes have no sides.
        """
        n, first, stop = self._n, self._n - 1, len(change) - self._n + 1
        inner = change[first:stop]
        size = _summed(inner * inner)
        far = size >= self._far
        if not any_true(far):
            return np.empty(0, np.int64)
        goes_on = _summed(inner * (change[first - 1 : stop - 1] + change[n : stop + 1]))
        at: NDArray[np.int64] = (far & (goes_on <= GOES_ON * size)).nonzero()[0]
        return at

    def _likely(self, rows: FloatArray, at: NDArray[np.int64], change: FloatArray) -> list[int]:
        """Return those of the changes (k, 3) that may be steps, judged all at once, with room for rounding.

        ``at`` says at which rows the sides before them begin. Many of a workout's samples change enough, and
        to judge each by itself takes longer than the rest of the count.
        """
        both_sides, each_row = (len(rows) - 2 * self._n + 1, 6 * self._n), (rows.strides[0], rows.itemsize)
        sides = np.ndarray(both_sides, buffer=rows, strides=each_row)[
            at
        ]  # as numpy's own windows, whose making takes longer
        seen = sides @ self._seen
        step = seen[:, :3]
        size, astray = ROOM * np.sqrt(_squared(step)), np.sqrt(_squared(change - step))
        off = _squared(sides) - _squared(seen[:, 3:])  # what is not on the lines
        spread = np.sqrt(np.maximum(off, 0.0) / (self._n - 2))
        clear = size >= np.maximum(self._least_g, CLEAR * spread)
        likely: list[int] = at[clear & (astray <= AGREES_WITHIN * size)].tolist()
        return likely

    def _step_at(self, rows: FloatArray, i: int, first: int) -> Step | None:
        n = self._n
        before, before_off = self._drawn_on(rows[i - n : i][::-1])
        behind, behind_off = self._drawn_on(rows[i : i + n])
        step = behind - before
        size, astray = hypot(*step), hypot(*(rows[i] - rows[i - 1] - step))
        spread = max(float(np.sqrt(before_off + behind_off)), LEAST_SPREAD_G)
        turns = abs(hypot(*behind) - hypot(*before)) <= LENGTHENS * size
        if not turns or astray > AGREES_WITHIN * size or size < max(self._least_g, CLEAR * spread):
            return None
        return Step(first + i, first + i + n - 1, tuple(step.tolist()))

    def _drawn_on(self, side: FloatArray) -> tuple[FloatArray, float]:
        """Return where the line through one side (n, 3), nearest first, meets the step, and its variance."""
        line = self._fit @ side
        off = side - self._line @ line
        place: FloatArray = line[0]
        return place, float((off * off).sum()) / (self._n - 2)


def _squared(vectors: FloatArray) -> FloatArray:
    """Return (n,) the squared lengths of vectors (n, d)."""
    squared: FloatArray = einsum("ij,ij->i", vectors, vectors)
    return squared


def _summed(parts: FloatArray) -> FloatArray:
    """Return (n,) the sums of rows (n, 3), in half the time that einsum takes for three."""
    total: FloatArray = parts[:, 0] + parts[:, 1]
    total += parts[:, 2]
    return total
