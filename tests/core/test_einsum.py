import importlib.util
import sys

import numpy as np
import pytest

from legday.core import einsum as module


def test_a_numpy_with_its_inside_elsewhere_is_asked_outright(monkeypatch: pytest.MonkeyPatch) -> None:
    x = np.random.default_rng(0).normal(size=(10, 3))
    wanted = module.einsum("ij,ij->i", x, x)
    monkeypatch.delattr(np, "_core")
    spec = importlib.util.spec_from_file_location("einsum_again", module.__file__)
    assert spec is not None
    assert spec.loader is not None
    again = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "einsum_again", again)
    spec.loader.exec_module(again)
    assert again.einsum is np.einsum
    assert again.einsum("ij,ij->i", x, x).tobytes() == wanted.tobytes()
