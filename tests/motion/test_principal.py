"""The principal axis against numpy's solver."""

import numpy as np
import pytest

from legday.motion.principal import NO_TURNING, Symmetric, principal

LEAD = 0.1


def entries(matrix: np.ndarray) -> Symmetric:
    return tuple(matrix[(0, 1, 2, 0, 0, 1), (0, 1, 2, 1, 2, 2)].tolist())


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e4])
def test_it_is_the_eigenvector_of_the_greatest_eigenvalue(scale: float) -> None:
    random = np.random.default_rng(1)
    believed = 0
    for _ in range(500):
        half = random.normal(size=(3, 3))
        matrix = scale * (half + half.T)
        values, vectors = np.linalg.eigh(matrix)
        lead = values[2] - values[1]
        found = principal(entries(matrix), LEAD * scale)
        assert (found is not None) == (lead >= LEAD * scale)
        if found is not None:
            believed += 1
            assert abs(np.dot(found, vectors[:, 2])) == pytest.approx(1.0, abs=1e-9)
            assert np.linalg.norm(found) == pytest.approx(1.0, abs=1e-12)
    assert believed > 400


@pytest.mark.parametrize("axis", range(3))
def test_one_axis_alone_is_found_exactly(axis: int) -> None:
    matrix = np.zeros((3, 3))
    matrix[axis, axis] = 2.0
    found = principal(entries(matrix), LEAD)
    assert found is not None
    np.testing.assert_allclose(np.abs(found), np.eye(3)[axis], atol=1e-12)


@pytest.mark.parametrize(
    "matrix", [NO_TURNING, (3.0, 3.0, 3.0, 0.0, 0.0, 0.0), (2.0, 2.0, 0.0, 0.0, 0.0, 0.0)]
)
def test_where_no_axis_leads_there_is_none(matrix: Symmetric) -> None:
    assert principal(matrix, LEAD) is None
