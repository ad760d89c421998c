"""Samples that come one at a time go on a few at a time; nothing else changes."""

import numpy as np
import pytest

from legday.core.block import Hole, SampleBlock
from legday.sensors.gather import Gather, Piece

HOLE = Hole(0.04, 0.3, breaks=False, decided_s=0.3)


def block(start: int, size: int, *, gyroscope: bool = True) -> SampleBlock:
    t_s = (start + np.arange(size)) / 100.0
    acc = np.outer(t_s, [1.0, 2.0, 3.0])
    return SampleBlock(start, t_s, acc, -acc if gyroscope else None, np.full(size, start, np.uint8))


def shape(pieces: list[Piece]) -> list[object]:
    return [each if isinstance(each, Hole) else (each.start, len(each)) for each in pieces]


@pytest.mark.parametrize("gyroscope", [True, False])
def test_single_samples_go_on_in_fours(gyroscope: bool) -> None:
    gather = Gather()
    out = [piece for at in range(10) for piece in gather.push([block(at, 1, gyroscope=gyroscope)], 100.0)]
    assert shape(out) == [(0, 4), (4, 4)]
    (rest,) = gather.flush()
    assert shape([rest]) == [(8, 2)]
    joined = [each for each in (*out, rest) if isinstance(each, SampleBlock)]
    whole = block(0, 10, gyroscope=gyroscope)
    np.testing.assert_array_equal(np.concatenate([each.acc for each in joined]), whole.acc)
    np.testing.assert_array_equal(np.concatenate([each.t_s for each in joined]), whole.t_s)
    assert np.concatenate([each.flags for each in joined]).tolist() == list(range(10))
    if gyroscope:
        gyr = [each.gyr for each in joined if each.gyr is not None]
        np.testing.assert_array_equal(np.concatenate(gyr), -whole.acc)
    else:
        assert all(each.gyr is None for each in joined)


def test_a_hole_comes_behind_the_samples_before_it() -> None:
    gather = Gather()
    assert shape(gather.push([block(0, 1), block(1, 1), HOLE, block(30, 1)], 100.0)) == [(0, 2), HOLE]
    assert shape(gather.flush()) == [(30, 1)]


def test_what_is_long_or_slow_does_not_wait() -> None:
    gather = Gather()
    assert shape(gather.push([block(0, 10)], 100.0)) == [(0, 10)]
    assert shape(gather.push([block(0, 1)], 25.0)) == [(0, 1)]
    assert gather.flush() == []
