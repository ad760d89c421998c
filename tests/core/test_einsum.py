import numpy as np
import pytest

from legday.core import einsum as module
from tests.core.loaded_anew import loaded_anew


def test_a_numpy_with_its_inside_elsewhere_is_asked_outright(monkeypatch: pytest.MonkeyPatch) -> None:
    x = np.random.default_rng(0).normal(size=(10, 3))
    wanted = module.einsum("ij,ij->i", x, x)
    monkeypatch.delattr(np, "_core")
    again = loaded_anew(module, monkeypatch)
    assert again.einsum is np.einsum
    assert again.einsum("ij,ij->i", x, x).tobytes() == wanted.tobytes()
