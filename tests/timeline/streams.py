"""Streams of samples to feed a timeline with, and what comes out, put together."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from legday.core.block import FlagArray, FloatArray, Hole, SampleBlock
from legday.sensors.samples import Samples
from legday.sensors.timeline import Timeline

Piece = SampleBlock | Hole


@dataclass(frozen=True)
class Output:
    """Everything a timeline gave, blocks joined."""

    index: NDArray[np.int64]
    t_s: FloatArray
    acc: FloatArray
    gyr: FloatArray | None
    flags: FlagArray
    holes: list[Hole]
    order: list[str]

    def at(self, t_s: float) -> int:
        """Number of the grid sample nearest to a time."""
        return int(np.argmin(np.abs(self.t_s - t_s)))


def joined(pieces: Iterable[Piece]) -> Output:
    """Join the blocks; ``order`` has every sample's index and every hole as text, in the order they came."""
    pieces = list(pieces)
    blocks = [piece for piece in pieces if isinstance(piece, SampleBlock)]
    holes = [piece for piece in pieces if isinstance(piece, Hole)]
    order: list[str] = []
    for piece in pieces:
        if isinstance(piece, Hole):
            order.append(f"hole {piece.start_s} {piece.end_s} {piece.breaks} {piece.decided_s}")
        else:
            order += [str(piece.start + i) for i in range(len(piece))]
    index = [np.arange(block.start, block.start + len(block)) for block in blocks]
    gyr = None if not blocks or blocks[0].gyr is None else np.concatenate([b.gyr for b in blocks])  # type: ignore[misc]
    return Output(
        np.concatenate([np.zeros(0, np.int64), *index]),
        np.concatenate([np.zeros(0), *(block.t_s for block in blocks)]),
        np.concatenate([np.zeros((0, 3)), *(block.acc for block in blocks)]),
        gyr,
        np.concatenate([np.zeros(0, np.uint8), *(block.flags for block in blocks)]),
        holes,
        order,
    )


def wave(t_s: FloatArray) -> FloatArray:
    """A signal that is known at every time: (n, 3), its first column a ramp."""
    return np.column_stack([t_s, np.sin(2.0 * t_s), 9.81 + np.cos(3.0 * t_s)])


def packets(t_s: FloatArray, values: FloatArray, cuts: Iterable[int]) -> list[Samples]:
    """Samples with a stamp each, cut into notifications that arrive with their last sample."""
    edges = [0, *sorted({cut for cut in cuts if 0 < cut < len(t_s)}), len(t_s)]
    made = []
    for start, end in pairwise(edges):
        part = slice(start, end)
        gyr = values[part, 3:6] if values.shape[1] > 3 else None
        clipped = values[part, 0] > 1e6
        arrival_ns = round(float(np.nan_to_num(t_s[part][-1])) * 1e9)
        made.append(Samples(arrival_ns, values[part, :3], gyr, t_s[part], clipped))
    return made


def run(timeline: Timeline, samples: Iterable[Samples], *, finish: bool = True) -> Output:
    """Push everything and join what comes out."""
    pieces = [piece for part in samples for piece in timeline.push(part)]
    return joined([*pieces, *timeline.finish()] if finish else pieces)
