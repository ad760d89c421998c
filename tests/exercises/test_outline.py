"""Where a repetition ended: never before the way back was certain, unless it was seen to be over."""

import numpy as np
import pytest

from legday.exercises._leg import Leg
from legday.exercises._outline import Outline, outline
from legday.exercises._repetition import swing_of
from legday.exercises._track import PART, TIME, VECTOR, Track

GRID_S = 0.04
HELD_ROWS = 400  # longer than is looked back at
SIZE = 0.3


def outlined(points: np.ndarray, turn: int, lag_rows: int = 0) -> tuple[Outline, float]:
    """Return what is made of a way out from the first point to the one at ``turn``, and when it was made."""
    track, last = Track.of(3), len(points) - 1
    rows = np.zeros((len(points), VECTOR + 3))
    rows[:, TIME], rows[:, VECTOR:] = np.arange(len(points)) * GRID_S, points
    for first in range(0, len(rows), PART):
        track.write(first, rows[first : first + PART])
    leg = Leg(tuple(points[0]), tuple(points[turn]), 0, SIZE)
    return outline(swing_of(leg, track, last, lag_rows), track, last, 0.0), last * GRID_S


def held_and_left(axis: int) -> np.ndarray:
    """Return a way out of a second, a long rest out there, and half a second of moving away along an axis."""
    points = np.zeros((25 + HELD_ROWS + 12, 3))
    points[:25, 0], points[25:, 0] = np.linspace(0.0, SIZE, 25), SIZE
    points[-12:, axis] -= np.linspace(0.0, 0.6 * SIZE, 12)
    return points


@pytest.mark.parametrize("axis", [0, 1])
def test_a_way_back_that_is_seen_late_ends_late(axis: int) -> None:
    seen, decided_s = outlined(held_and_left(axis), 24)
    assert decided_s - 0.5 <= seen.end_s <= decided_s


def test_a_way_back_that_was_over_long_before_ends_where_it_was_over() -> None:
    ways = np.concatenate([np.linspace(0.0, 1.0, 25), np.linspace(1.0, 0.0, 26), np.zeros(100)])
    seen, _ = outlined(SIZE * ways[:, None] * np.array([1.0, 0.0, 0.0]), 24)
    assert seen.end_s == pytest.approx(50 * GRID_S, abs=2 * GRID_S)


@pytest.mark.parametrize(("row_s", "delay_s"), [(0.08, 0.15), (0.1, 0.15), (0.24, 0.15)])
@pytest.mark.parametrize("last", [0.06, 0.1, 0.14])
def test_a_slow_sensor_foresees_the_end_of_a_way_back_but_no_end_to_come(
    row_s: float, delay_s: float, last: float
) -> None:
    points = SIZE * np.array([0.0, 0.5, 1.0, 0.7, 0.4, last])[:, None] * np.array([1.0, 0.0, 0.0])
    rows = np.zeros((6, VECTOR + 3))
    rows[:, TIME], rows[:, VECTOR:] = np.arange(6) * row_s, points
    track = Track.of(3)
    track.write(0, rows)
    swing = swing_of(Leg(tuple(points[0]), tuple(points[2]), 0, SIZE), track, 5, 0)
    ahead_s = row_s * (last - 0.04) / (0.4 - last)
    ahead = min(1.0, delay_s / row_s)
    assert swing.back_row(track, 5, 6, ahead) == 5
    assert swing.back_row(track, 5, 6, 0.0) is None
    assert swing.back_row(track, 5, 6, 0.9 * ahead_s / row_s) is None
    assert outline(swing, track, 5, delay_s, ahead).end_s == pytest.approx(5 * row_s - delay_s + ahead_s)
    assert outline(swing, track, 5, delay_s).end_s == pytest.approx(5 * row_s - delay_s)


@pytest.mark.parametrize(
    ("back", "end"),
    [
        ([0.7, 0.2, 0.6, 0.5, 0.45], 4),  # far from the end to the last: it was not seen
        ([0.7, 0.2, 0.6, 0.25, 0.45], 4),  # near, and gone again when it was told
        ([0.7, 0.1, 0.6, 0.25, 0.2], 4),  # near, aside, and near again: the second time
        ([0.7, 0.4, 0.15, 0.2, 0.25], 2),  # near, and swaying there
        ([0.7, 0.02, 0.6, 0.25, 0.2], 1),  # all the way back
    ],
)
def test_an_end_that_was_not_seen_is_where_it_was_told(back: list[float], end: int) -> None:
    way = np.concatenate([np.linspace(0.0, 1.0, 25), back])
    seen, _ = outlined(SIZE * way[:, None] * np.array([1.0, 0.0, 0.0]), 24, 5)
    assert 24.5 + end < seen.end_s / GRID_S <= 25 + end
