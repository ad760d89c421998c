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
from legday.exercises._turn_seen import Piece, Rows, TurnLimits, TurnSeen, TurnSignal

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
        self._heading = Heading(rate_hz)
        self._every = self._heading.every
        self._row_s = self._every / rate_hz
        self._stride_s = stride_s
        self._limits = limits
        self._longest = int(np.ceil(LONGEST_STRIDE_S / self._row_s))
        self._kept = 2 * self._longest

    def initial(self) -> TurnSignal:
        """Return the memory before the first sample."""
        return TurnSignal(np.zeros(self._kept), self._in_rows(self._stride_s))

    def find(
        self, block: MotionBlock, strides: Sequence[tuple[int, float]], signal: TurnSignal
    ) -> Iterator[TurnSeen]:
        """Yield the turns that ``block`` decides; ``strides`` are stride lengths s and where they begin."""
        if block.gyr is None:
            return
        start, heading = self._heading.follow(block, block.gyr, signal.turned)
        before = signal.stride
        back = self._lags(len(heading), start, strides, signal) if strides else None
        if len(heading) == 0:
            return
        path = np.concatenate((signal.heading, heading))
        signal.heading = path[-self._kept :]
        change = np.empty(len(heading) + 1)
        change[0] = signal.change_rad
        if back is None:
            earlier = path[self._kept - before : len(path) - before]
        else:
            earlier = path[np.arange(self._kept, len(path)) - back]
        np.subtract(heading, earlier, out=change[1:])
        signal.change_rad = change.item(-1)
        turns = np.abs(change) >= self._limits.stride_rad
        if signal.waiting is None and not np.count_nonzero(turns):
            return
        rows = Rows(start, self._every, block.t_s[start :: self._every], path)
        side = np.where(turns, np.sign(change), 0.0)
        for i in (side[1:] != side[:-1]).nonzero()[0].tolist():
            yield from self._expire(rows, float(rows.t_s[i]), signal)
            sign = int(side[i + 1])
            passed_s = float(rows.t_s[i]) - self._since_s(sign or signal.sign, *change[i : i + 2].tolist())
            stride = before if back is None else int(back[i])
            yield from self._pass(rows, i, stride, sign, passed_s, signal)
        yield from self._expire(rows, np.inf, signal)

    def finish(self, now_s: float, signal: TurnSignal) -> Iterator[TurnSeen]:
        """Yield the turn that waits for another piece, at the end of the stream."""
        yield from self._emit(signal, 0, now_s)

    def _since_s(self, sign: int, before_rad: float, change_rad: float) -> float:
        """Return how long before a row the change passed the level to this side on its way there."""
        way_rad = change_rad - sign * self._limits.stride_rad
        return self._row_s * way_rad / (change_rad - before_rad)

    def _pass(
        self, rows: Rows, i: int, stride: int, sign: int, passed_s: float, signal: TurnSignal
    ) -> Iterator[TurnSeen]:
        """Take up that from row ``i`` on the body turns to another side, or to none."""
        if signal.sign:
            heading_rad = float(rows.path[self._kept + i])
            turned = Piece(signal.sign, signal.on_s, passed_s, signal.before_rad, heading_rad, stride)
            self._close(turned, signal)
        elif signal.waiting is not None and signal.waiting.sign != sign:
            yield from self._emit(signal, rows.sample(i), float(rows.t_s[i]))
        signal.sign, signal.on_s = sign, passed_s
        first = self._kept + i - 2 * stride
        signal.before_rad = _mean(rows.path[first : first + stride])

    def _lags(
        self, count: int, start: int, strides: Sequence[tuple[int, float]], signal: TurnSignal
    ) -> NDArray[np.intp]:
        """Return for each of ``count`` rows, the first at sample ``start``, how many rows a stride has."""
        lags, rows, row = [signal.stride], [], 0
        for i, stride_s in strides:
            lags.append(self._in_rows(stride_s))
            before, row = row, min(max((i - start + self._every - 1) // self._every, 0), count)
            rows.append(row - before)
        signal.stride = lags[-1]
        return np.repeat(lags, [*rows, count - row])

    def _in_rows(self, stride_s: float) -> int:
        return max(1, min(round(stride_s / self._row_s), self._longest))

    def _close(self, piece: Piece, signal: TurnSignal) -> None:
        """Let a finished piece wait for the stride behind it, joined to one that waits already."""
        waiting = signal.waiting
        if waiting is not None and waiting.sign == piece.sign:
            piece = replace(piece, on_s=waiting.on_s, before_rad=waiting.before_rad)
        signal.waiting = piece

    def _expire(self, rows: Rows, before_s: float, signal: TurnSignal) -> Iterator[TurnSeen]:
        """Decide on the waiting piece at the row where it has waited long enough."""
        waiting = signal.waiting
        if waiting is None or signal.sign == waiting.sign:
            return
        i = int(rows.t_s.searchsorted(self._due_s(waiting)))
        if i < len(rows.t_s) and rows.t_s[i] < before_s:
            end = self._kept + i + 1
            behind_rad = _mean(rows.path[end - waiting.stride : end])
            signal.waiting = replace(waiting, behind_rad=behind_rad)
            yield from self._emit(signal, rows.sample(i), float(rows.t_s[i]))

    def _due_s(self, piece: Piece) -> float:
        """Return when a finished piece is decided on: soon, or when nothing has joined it."""
        if abs(piece.angle_rad) < self._limits.sure_rad:
            return piece.off_s + self._limits.join_s
        return piece.off_s + min(piece.stride * self._row_s, BEHIND_S)

    def _emit(self, signal: TurnSignal, i: int, decided_s: float) -> Iterator[TurnSeen]:
        piece, limits = signal.waiting, self._limits
        signal.waiting = None
        if piece is None or abs(piece.angle_rad) < limits.least_rad:
            return
        middle_s, length_s = piece.extent(limits.stride_rad, self._row_s)
        if length_s > limits.longest_s or middle_s - signal.last_s < limits.apart_s:
            return
        signal.last_s = middle_s
        half_s = 0.5 * length_s
        end_s = min(middle_s + half_s, decided_s)
        yield TurnSeen(i, decided_s, middle_s - half_s, end_s, piece.angle_rad)


def _mean(path: FloatArray) -> float:
    """Return the mean, the same whichever array the samples lie in."""
    return math.fsum(path.tolist()) / len(path)
