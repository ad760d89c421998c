"""Turns of the body about the vertical, seen by a gyroscope anywhere on it.

Within a stride hip and trunk rotate to and fro, at the thigh by more than a slow turn; over exactly one
stride that cancels, so what counts is how far the heading has changed since one stride ago. A turn is a run
of strides that all turn the same way, far enough in all: from the mean heading of the stride in front of it
to that of the stride behind it.

Source: same-direction pieces less than half a second apart are one turn (El-Gohary et al., Sensors 14,
2014, and the merge rules of later studies); angle and rate together place turns best (Novak et al. 2014).
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from legday.core.block import FloatArray, MotionBlock
from legday.exercises._heading import Heading
from legday.exercises._turn_seen import Piece, TurnLimits, TurnSeen, TurnSignal

LONGEST_STRIDE_S = 2.5
BEHIND_S = 0.3
"""A turn that is certain is told so soon, though a walker's stride behind it is not over by then."""


class TurnFinder:
    """Finds turns.

    Parameters
    ----------
    rate_hz : float
        Rate of the grid.
    stride_s : float
        Stride as long as none is known.
    limits : TurnLimits
        What makes a turn.
    """

    def __init__(self, rate_hz: float, stride_s: float, limits: TurnLimits) -> None:
        self._rate_hz = rate_hz
        self._stride_s = stride_s
        self._limits = limits
        self._longest = int(np.ceil(LONGEST_STRIDE_S * rate_hz))
        self._kept = 2 * self._longest
        self._heading = Heading(rate_hz)

    def initial(self) -> TurnSignal:
        """Return the memory before the first sample."""
        return TurnSignal(np.zeros(self._kept), self._samples(self._stride_s))

    def find(
        self, block: MotionBlock, strides: Sequence[tuple[int, float]], signal: TurnSignal
    ) -> Iterator[TurnSeen]:
        """Yield the turns that ``block`` decides; ``strides`` are stride lengths s and where they begin."""
        if block.gyr is None:
            return
        heading = self._heading.follow(block, block.gyr, signal.turned)
        path = np.concatenate((signal.heading, heading))
        signal.heading = path[-self._kept :].copy()
        back = self._lags(len(block), strides, signal)
        change = heading - path[np.arange(self._kept, len(path)) - back]
        side = (change >= self._limits.stride_rad).astype(int) - (change <= -self._limits.stride_rad)
        before = np.empty_like(side)
        before[0], before[1:] = signal.sign, side[:-1]
        for i in (side != before).nonzero()[0].tolist():
            now_s, stride = float(block.t_s[i]), int(back[i])
            yield from self._expire(block.t_s, now_s, path, signal)
            if signal.sign:
                turned = Piece(signal.sign, signal.on_s, now_s, signal.before_rad, float(heading[i]), stride)
                self._close(turned, signal)
            elif signal.waiting is not None and signal.waiting.sign != side[i]:
                yield from self._emit(signal, i, now_s)
            signal.sign, signal.on_s = int(side[i]), now_s
            first = self._kept + i - 2 * stride
            signal.before_rad = _mean(path[first : first + stride])
        yield from self._expire(block.t_s, np.inf, path, signal)

    def finish(self, now_s: float, signal: TurnSignal) -> Iterator[TurnSeen]:
        """Yield the turn that waits for another piece, at the end of the stream."""
        yield from self._emit(signal, 0, now_s)

    def _lags(self, count: int, strides: Sequence[tuple[int, float]], signal: TurnSignal) -> NDArray[np.intp]:
        """Return for every sample how many samples a stride has there."""
        back = np.full(count, signal.stride, dtype=np.intp)
        for first, stride_s in strides:
            signal.stride = self._samples(stride_s)
            back[first:] = signal.stride
        return back

    def _samples(self, stride_s: float) -> int:
        return max(1, min(round(stride_s * self._rate_hz), self._longest))

    def _close(self, piece: Piece, signal: TurnSignal) -> None:
        """Let a finished piece wait for the stride behind it, joined to one that waits already."""
        waiting = signal.waiting
        if waiting is not None and waiting.sign == piece.sign:
            piece = replace(piece, on_s=waiting.on_s, before_rad=waiting.before_rad)
        signal.waiting = piece

    def _expire(
        self, t_s: FloatArray, before_s: float, path: FloatArray, signal: TurnSignal
    ) -> Iterator[TurnSeen]:
        """Decide on the waiting piece at the sample where it has waited long enough."""
        waiting = signal.waiting
        if waiting is None or signal.sign == waiting.sign:
            return
        i = int(np.searchsorted(t_s, self._due_s(waiting)))
        if i < len(t_s) and t_s[i] < before_s:
            end = self._kept + i + 1
            behind_rad = _mean(path[end - waiting.stride : end])
            signal.waiting = replace(waiting, behind_rad=behind_rad)
            yield from self._emit(signal, i, float(t_s[i]))

    def _due_s(self, piece: Piece) -> float:
        """Return when a finished piece is decided on: soon, or when nothing has joined it."""
        if abs(piece.angle_rad) < self._limits.sure_rad:
            return piece.off_s + self._limits.join_s
        return piece.off_s + min(piece.stride / self._rate_hz, BEHIND_S)

    def _emit(self, signal: TurnSignal, i: int, decided_s: float) -> Iterator[TurnSeen]:
        piece, limits = signal.waiting, self._limits
        signal.waiting = None
        if piece is None or abs(piece.angle_rad) < limits.least_rad:
            return
        middle_s, length_s = piece.extent(limits.stride_rad, 1.0 / self._rate_hz)
        if length_s > limits.longest_s or middle_s - signal.last_s < limits.apart_s:
            return
        signal.last_s = middle_s
        half_s = 0.5 * length_s
        end_s = min(middle_s + half_s, decided_s)
        yield TurnSeen(i, decided_s, middle_s - half_s, end_s, piece.angle_rad)


def _mean(path: FloatArray) -> float:
    """Return the mean, the same whichever array the samples lie in."""
    return math.fsum(path.tolist()) / len(path)
