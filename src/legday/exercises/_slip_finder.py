"""Sudden steps of the acceleration: from one sample to the next, and there to stay.

A straight line is laid through the fifth of a second before and the one behind. Where both, drawn on to the
middle, are as far apart as the two samples, and much farther than the samples are from their lines, the
vector made a step. Heels that are put down make steps nearly as clear; which it was shows later (`_slip`).
"""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from legday.core.block import FloatArray

SIDE_S = 0.2
LEAST_SAMPLES = 4
CLEAR = 3.0  # in units of what the samples are off their lines
AGREES_WITHIN = 0.35  # of the step: as far may the change between the two samples be from it
LEAST_SPREAD_G = 0.01
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
        self._n = max(LEAST_SAMPLES, round(SIDE_S * rate_hz))
        away = np.arange(self._n) + 0.5  # from the middle of the step, samples
        self._line = np.stack([np.ones(self._n), away], axis=1)
        self._fit = np.linalg.pinv(self._line)
        place = self._fit[0]
        step_of = np.kron(np.concatenate((-place[::-1], place))[:, np.newaxis], np.eye(3))
        self._step_of = step_of.astype(np.float32)
        self._at_once = ONE_THREAD // self._step_of.size

    def find(self, start: int, vector: FloatArray, memory: StepMemory) -> list[Step]:
        """Return the steps that become clear within a block (n, 3) of samples, g."""
        rows, n = np.concatenate((memory.kept, vector)), self._n
        first = start - len(memory.kept)
        memory.kept = rows[-2 * n + 1 :].copy()
        change = np.diff(rows, axis=0)[n - 1 : len(rows) - n]
        far = np.einsum("ij,ij->i", change, change) >= (self._least_g * (1.0 - AGREES_WITHIN)) ** 2
        at = far.nonzero()[0]
        if len(at) == 0:
            return []
        sides = sliding_window_view(rows.reshape(-1).astype(np.float32), 6 * n)
        parts = (at[i : i + self._at_once] for i in range(0, len(at), self._at_once))
        likely = (i for part in parts for i in self._likely(sides, part, change[part]))
        steps = (self._step_at(rows, i + n, first) for i in likely)
        return [step for step in steps if step is not None]

    def _likely(self, sides: NDArray[np.float32], at: NDArray[np.int64], change: FloatArray) -> list[int]:
        """Return those of the changes that may be steps, judged all at once, with room for rounding.

        ``at`` says before which of them the sides begin; they may be in single precision. A quarter of a
        workout's samples change enough, and to judge each by itself takes longer than the rest of the count.
        """
        sides = sides[3 * at]
        step = sides @ self._step_of
        size, astray = ROOM * _norm(step), _norm(change - step)
        agree = ((size >= self._least_g) & (astray <= AGREES_WITHIN * size)).nonzero()[0]
        if len(agree) == 0:
            return []
        likely: list[int] = at[agree[size[agree] >= CLEAR * self._spread(sides[agree])]].tolist()
        return likely

    def _spread(self, sides: NDArray[np.float32]) -> FloatArray:
        """Return how far both sides (k, 6 n) are off their lines, which is the same nearest last."""
        each = sides.reshape(-1, self._n, 3)
        off = each - self._line @ (self._fit @ each)
        spread: FloatArray = _norm(off.reshape(len(sides), -1)) / np.sqrt(self._n - 2)
        return spread

    def _step_at(self, rows: FloatArray, i: int, first: int) -> Step | None:
        n = self._n
        before, before_off = self._drawn_on(rows[i - n : i][::-1])
        behind, behind_off = self._drawn_on(rows[i : i + n])
        step = behind - before
        size = float(np.sqrt((step * step).sum()))
        spread = max(float(np.sqrt(before_off + behind_off)), LEAST_SPREAD_G)
        astray = rows[i] - rows[i - 1] - step
        agrees = float(np.sqrt((astray * astray).sum())) <= AGREES_WITHIN * size
        if size < max(self._least_g, CLEAR * spread) or not agrees:
            return None
        return Step(first + i, first + i + n - 1, tuple(step.tolist()))

    def _drawn_on(self, side: FloatArray) -> tuple[FloatArray, float]:
        """Return where the line through one side (n, 3), nearest first, meets the step, and its variance."""
        line = self._fit @ side
        off = side - self._line @ line
        place: FloatArray = line[0]
        return place, float((off * off).sum()) / (self._n - 2)


def _norm(vectors: FloatArray | NDArray[np.float32]) -> FloatArray:
    norm: FloatArray = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    return norm
