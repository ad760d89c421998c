"""Turns of the body about the vertical, seen by a gyroscope anywhere on it.

The rate about the up vector is summed up to a heading. Within a stride hip and trunk rotate to and fro, at
the thigh by more than a slow turn; over exactly one stride that cancels, so what counts is how far the
heading has changed since one stride ago. A turn is a run of strides that all turn the same way, far enough
in all.

Source: same-direction pieces less than half a second apart are one turn (El-Gohary et al., Sensors 14,
2014, and the merge rules of later studies); angle and rate together place turns best (Novak et al. 2014).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from legday.core.block import FloatArray, MotionBlock
from legday.exercises._turn_seen import Piece, TurnLimits, TurnSeen, TurnSignal

LONGEST_STRIDE_S = 2.5


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
        self._kept = int(np.ceil(LONGEST_STRIDE_S * rate_hz))

    def initial(self) -> TurnSignal:
        """Return the memory before the first sample."""
        return TurnSignal(np.zeros(self._kept), self._samples(self._stride_s))

    def find(
        self, block: MotionBlock, strides: Sequence[tuple[int, float]], signal: TurnSignal
    ) -> Iterator[TurnSeen]:
        """Yield the turns that ``block`` decides; ``strides`` are stride lengths s and where they begin."""
        if block.gyr is None:
            return
        yaw = np.einsum("ij,ij->i", block.gyr, block.up)
        heading = yaw / self._rate_hz
        heading[0] += signal.heading[-1]
        heading.cumsum(out=heading)
        path = np.concatenate((signal.heading, heading))
        signal.heading = path[-self._kept :].copy()
        back = self._lags(len(block), strides, signal)
        change = heading - path[np.arange(self._kept, len(path)) - back]
        side = (change >= self._limits.stride_rad).astype(int) - (change <= -self._limits.stride_rad)
        before = np.empty_like(side)
        before[0], before[1:] = signal.sign, side[:-1]
        for i in (side != before).nonzero()[0].tolist():
            now_s, stride_s = float(block.t_s[i]), float(back[i]) / self._rate_hz
            yield from self._expire(block.t_s, now_s, signal)
            if signal.sign:
                piece = Piece(signal.sign, signal.on_s, now_s, signal.before_rad, float(heading[i]), stride_s)
                yield from self._close(piece, i, signal)
            signal.sign, signal.on_s = int(side[i]), now_s
            signal.before_rad = float(heading[i] - change[i])
        yield from self._expire(block.t_s, np.inf, signal)

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
        return max(1, min(round(stride_s * self._rate_hz), self._kept))

    def _close(self, piece: Piece, i: int, signal: TurnSignal) -> Iterator[TurnSeen]:
        """Take in a finished piece: join it to the one that waits, or let it wait itself."""
        waiting, limits = signal.waiting, self._limits
        if waiting is not None and waiting.sign == piece.sign:
            piece = replace(piece, on_s=waiting.on_s, before_rad=waiting.before_rad)
        signal.waiting = piece
        if abs(piece.angle_rad) >= limits.sure_rad:
            yield from self._emit(signal, i, piece.off_s)

    def _expire(self, t_s: FloatArray, before_s: float, signal: TurnSignal) -> Iterator[TurnSeen]:
        """Decide on the waiting piece at the sample where it has waited long enough."""
        waiting = signal.waiting
        if waiting is None or signal.sign == waiting.sign:
            return
        i = int(np.searchsorted(t_s, waiting.off_s + self._limits.join_s))
        if i < len(t_s) and t_s[i] < before_s:
            yield from self._emit(signal, i, float(t_s[i]))

    def _emit(self, signal: TurnSignal, i: int, decided_s: float) -> Iterator[TurnSeen]:
        piece, limits = signal.waiting, self._limits
        signal.waiting = None
        if piece is None or abs(piece.angle_rad) < limits.least_rad:
            return
        middle_s, length_s = piece.extent(limits.stride_rad)
        if length_s > limits.longest_s or middle_s - signal.last_s < limits.apart_s:
            return
        signal.last_s = middle_s
        half_s = 0.5 * length_s
        end_s = min(middle_s + half_s, decided_s)
        yield TurnSeen(i, decided_s, middle_s - half_s, end_s, piece.angle_rad)
