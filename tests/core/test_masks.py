"""A mask is searched as numpy would search it, whatever its shape and its place in memory."""

import numpy as np
import pytest

from legday.core.masks import all_true, any_true, falls, none_set

MASKS = [
    np.array([], bool),
    np.array([False, False]),
    np.array([True, True]),
    np.array([[False, True, False], [False, False, True]])[:, ::2],
    np.isfinite(np.array([[1.0, np.nan], [2.0, np.inf]])).T,
]


@pytest.mark.parametrize("mask", MASKS, ids=str)
def test_any_and_all_are_numpy_s(mask: np.ndarray) -> None:
    assert any_true(mask) == mask.any()
    assert all_true(mask) == mask.all()


@pytest.mark.parametrize("mask", [mask.ravel() for mask in MASKS], ids=str)
def test_a_mask_falls_where_a_false_element_follows_a_true_one(mask: np.ndarray) -> None:
    assert falls(mask) == (mask[:-1] & ~mask[1:]).any()


@pytest.mark.parametrize("flags", [[], [0], [0, 0, 16], [1, 0], [255]], ids=str)
def test_none_set_is_that_nothing_is(flags: list[int]) -> None:
    assert none_set(np.array(flags, np.uint8)) == (not any(flags))
