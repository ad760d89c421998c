"""Turning points of a vector with known answers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legday.exercises._leg import Limits, Rows
from legday.exercises._own_range import OwnRange
from legday.exercises._zigzag import Zigzag

LIMITS = Limits(
    floor=0.3,
    share=0.3,
    turn=0.9,
    turn_reach=0.6,
    again=0.4,
    back=0.5,
    at_once=0.0,
    settle_s=1.0,
    home_s=1e9,
    posture=10.0,
)


def found(heights: np.ndarray, limits: Limits = LIMITS, own: OwnRange | None = None) -> list[tuple[str, int]]:
    """Return what a zigzag finds in a signal along the first axis, 25 values a second."""
    vectors = np.outer(heights, (1.0, 0.0, 0.0))
    rows = Rows.of(0, (np.arange(len(vectors)) / 25.0).tolist(), vectors)
    zigzag = Zigzag()
    zigzag.start(0, rows.points[0], rows.times[0])
    own, results, first = own or OwnRange(), [], 0
    while (event := zigzag.search(rows, first, len(rows.times), limits, own)) is not None:
        results.append((event.kind, event.i))
        first = event.i + 1
    return results


def cycles(times: int, rows: int = 50) -> np.ndarray:
    """Return out and back between 0 and 1."""
    return (1.0 - np.cos(2 * np.pi * np.arange(times * rows + 1) / rows)) / 2.0


def test_every_cycle_comes_back_once() -> None:
    events = found(cycles(5))
    assert [kind for kind, _ in events] == ["back"] * 5
    assert all(25 + 50 * n < i < 50 + 50 * n for n, (_, i) in enumerate(events))


def test_too_small_a_cycle_is_none() -> None:
    assert found(0.25 * cycles(5)) == []


def test_a_bounce_at_the_far_end_is_no_second_cycle() -> None:
    out, back = np.linspace(0, 1, 25), np.linspace(1, 0, 25)
    bounce = np.concatenate([np.linspace(1, 0.8, 8), np.linspace(0.8, 1, 8)])
    assert [kind for kind, _ in found(np.concatenate([out, bounce, back]))] == ["back"]


@pytest.mark.parametrize("rested_s", [1.0, 15.0, 60.0])
def test_a_far_end_that_sinks_before_it_is_held_is_no_way_back_however_long_the_rest_was(
    rested_s: float,
) -> None:
    sinks, back = np.linspace(1, 0.72, 12), np.linspace(0.72, 0, 25)
    rest, held = np.zeros(round(25 * rested_s)), np.full(100, 0.72)
    heights = np.concatenate([rest, np.linspace(0, 1, 25), sinks, held, back])
    own = OwnRange(sizes=[1.0] * 3, usual=1.0, last_s=0.0)
    backs = [i for kind, i in found(heights, own=own) if kind == "back"]
    assert len(backs) == 1
    assert backs[0] > len(heights) - len(back)


@pytest.mark.parametrize("size", [0.45, 0.6, 0.8])
def test_a_part_of_the_way_between_whole_ones_is_a_cycle(size: float) -> None:
    heights = np.concatenate([cycles(2), size * cycles(1), cycles(2)])
    assert [kind for kind, _ in found(heights)] == ["back"] * 5


def test_a_way_back_far_beyond_the_rest_was_a_way_out() -> None:
    aside = np.concatenate([0.4 * cycles(1, 20)[:11], np.linspace(0.4, -1.0, 30), np.linspace(-1.0, 0.0, 30)])
    kinds = [kind for kind, _ in found(aside)]
    assert kinds == ["back", "flipped", "back"]


@pytest.mark.parametrize(("gone_s", "size"), [(0.0, 1.0), (3.0, 1.0), (11.0, 0.5), (19.0, 0.25)])
def test_the_own_range_fades(gone_s: float, size: float) -> None:
    own = OwnRange()
    for swing in (0.2, 1.0, 1.0, 1.1, 5.0):
        own.add(swing, 10.0)
    assert own.at(10.0 + gone_s) == pytest.approx(size)


def test_a_way_back_that_a_hole_swallowed_is_seen_behind_it() -> None:
    out = np.linspace(0.0, 1.0, 25)
    behind = np.concatenate([[0.02], cycles(1)])
    assert [kind for kind, _ in found(np.concatenate([out, behind]))] == ["back", "back"]


SIZES = st.floats(0.05, 2.0)


@given(out_size=SIZES, usual=st.just(0.0) | SIZES, is_back=st.booleans(), idle_s=st.floats(0.0, 40.0))
def test_below_the_least_way_back_nothing_is_said_and_just_above_it_is(
    out_size: float, usual: float, is_back: bool, idle_s: float
) -> None:
    """Until the last time, at which the fading own range is least, and the bound exact."""
    own = OwnRange([usual] if usual else [], usual)

    def said(reach: float, t_s: float) -> str | None:
        zigzag = Zigzag(reach=reach, outbound=False, out_size=out_size, is_back=is_back)
        return zigzag._on_the_way_back(t_s, LIMITS, own)

    least = Zigzag(outbound=False, out_size=out_size, is_back=is_back).least_back(idle_s, LIMITS, own)
    for t_s in (0.0, idle_s / 2, idle_s):
        assert said(0.999999 * least, t_s) is None
    if 2.0 * out_size >= LIMITS.least(own.at(idle_s)):  # as every way out is that was taken for one
        assert said(1.000001 * least, idle_s) is not None
