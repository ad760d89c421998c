"""Pairs are one to one, as many as possible, and the closest of those."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legday.evaluation.match import f1, match, match_within

TIMES = st.lists(st.floats(min_value=0, max_value=20), max_size=12)


def array(values: list[float]) -> np.ndarray:
    return np.array(values, dtype=np.float64)


def test_three_of_four_found_and_one_invented() -> None:
    matching = match(array([1.05, 2.0, 3.02, 7.0]), array([1.0, 2.0, 3.0, 4.0]), 0.1)
    assert matching.pairs.tolist() == [[0, 0], [1, 1], [2, 2]]
    assert (matching.missed, matching.extra) == (1, 1)
    assert matching.error_s == pytest.approx([0.05, 0.0, 0.02])
    assert f1(3, matching.missed, matching.extra) == pytest.approx(0.75)


def test_one_event_stands_for_one_only() -> None:
    matching = match(array([1.0]), array([0.95, 1.05]), 0.1)
    assert (len(matching.pairs), matching.missed, matching.extra) == (1, 1, 0)


def test_more_pairs_go_before_closer_pairs() -> None:
    """The closest pair first (1.05 with 1.0) would leave 1.15 and 0.9 without partners."""
    matching = match(array([1.05, 1.15]), array([0.96, 1.06]), 0.1)
    assert matching.pairs.tolist() == [[0, 0], [1, 1]]


def test_of_equally_many_pairs_the_closest() -> None:
    matching = match(array([1.0, 1.01]), array([1.01]), 0.1)
    assert matching.pairs.tolist() == [[1, 0]]


def test_tolerance_may_differ_by_event() -> None:
    matching = match(array([1.3, 2.3]), array([1.0, 2.0]), array([0.2, 0.4]))
    assert matching.pairs.tolist() == [[1, 1]]


@pytest.mark.parametrize(("found", "true"), [([], []), ([1.0], []), ([], [1.0])])
def test_nothing_to_pair(found: list[float], true: list[float]) -> None:
    matching = match(array(found), array(true), 0.1)
    assert (len(matching.pairs), matching.missed, matching.extra) == (0, len(true), len(found))


def test_f1_of_nothing_is_not_a_number() -> None:
    assert f1(0, 0, 0) is None
    assert f1(0, 2, 0) == 0


def test_events_lie_in_their_intervals() -> None:
    intervals = np.array([[0.0, 2.0], [2.0, 4.0], [6.0, 8.0]])
    matching = match_within(array([1.9, 2.05, 5.8, 8.05]), intervals, 0.1)
    assert [true for _, true in matching.pairs.tolist()] == [0, 1, 2]
    assert matching.extra == 1
    assert matching.error_s == pytest.approx([0.9, -0.95, 1.05])


@given(TIMES, TIMES)
def test_pairs_are_one_to_one_and_within_reach(found: list[float], true: list[float]) -> None:
    matching = match(array(found), array(true), 0.5)
    first, second = matching.pairs.T
    assert len(set(first.tolist())) == len(first)
    assert len(set(second.tolist())) == len(second)
    assert (np.abs(matching.error_s) <= 0.5).all()
    assert len(first) + matching.missed == len(true)
    assert len(first) + matching.extra == len(found)


@given(TIMES)
def test_everything_matches_itself(times: list[float]) -> None:
    matching = match(array(times), array(times), 0.0)
    assert (matching.missed, matching.extra) == (0, 0)
