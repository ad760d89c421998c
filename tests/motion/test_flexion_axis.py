"""The bound that spares a search never keeps one from being made that would revise the axis."""

import numpy as np

from legday.motion.flexion_axis import LEAST_LEAD, NOTICEABLE_COS, UPRIGHT_WEIGHT, FlexionAxis

RANDOM = np.random.default_rng(4)


def some_unit() -> np.ndarray:
    vector = RANDOM.normal(size=3)
    return vector / np.linalg.norm(vector)


def test_an_axis_that_surely_leads_is_the_principal_one_to_what_is_noticeable() -> None:
    spared = 0
    for _ in range(4000):
        long_axis, turned = some_unit(), RANDOM.normal(size=(3, 3)) * [[1.0], [0.6], [0.2]]
        turning = turned.T @ turned
        held = turning / np.trace(turning) - UPRIGHT_WEIGHT * np.outer(long_axis, long_axis)
        values, vectors = np.linalg.eigh(held)
        near = vectors[:, 2] + RANDOM.uniform(0.0, 0.1) * some_unit()
        axis = near / np.linalg.norm(near)
        entries = tuple(turning[(0, 1, 2, 0, 0, 1), (0, 1, 2, 1, 2, 2)].tolist())
        if FlexionAxis(turning=entries)._leads(tuple(axis.tolist()), tuple(long_axis.tolist())):
            spared += 1
            stays = abs(axis @ vectors[:, 2]) >= NOTICEABLE_COS
            assert stays or values[2] - values[1] < LEAST_LEAD
    assert spared > 1000
