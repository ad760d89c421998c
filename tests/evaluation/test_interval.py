"""The interval is that of the bootstrap over people."""

import pytest

from legday.evaluation.interval import ratio_interval


def test_two_people_give_the_three_outcomes_of_drawing_two() -> None:
    """Of two draws from (0, 1) the mean is 0, 1/2 or 1 with chances 1/4, 1/2, 1/4: 95 % covers all of it."""
    assert ratio_interval([0, 1], [1, 1]) == (0.0, 1.0)


def test_equal_people_leave_no_doubt() -> None:
    assert ratio_interval([2, 2, 2], [10, 10, 10]) == pytest.approx((0.2, 0.2))


def test_many_people_come_near_the_normal_interval() -> None:
    """100 people, half of them exact: 0.5 ± 1.96 * sqrt(0.25 / 100)."""
    low, high = ratio_interval([1, 0] * 50, [1] * 100) or (0, 0)
    assert low == pytest.approx(0.5 - 0.098, abs=0.015)
    assert high == pytest.approx(0.5 + 0.098, abs=0.015)


def test_one_person_says_nothing_of_others() -> None:
    assert ratio_interval([3], [10]) is None
    assert ratio_interval([], []) is None


def test_people_without_truth() -> None:
    assert ratio_interval([0, 0], [0, 0]) is None


def test_the_same_data_give_the_same_interval() -> None:
    assert ratio_interval([1, 5, 2], [9, 8, 7]) == ratio_interval([1, 5, 2], [9, 8, 7])
