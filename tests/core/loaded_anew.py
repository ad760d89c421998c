"""A module as it is where a library keeps its inside elsewhere."""

import importlib.util
import sys
from types import ModuleType

import pytest


def loaded_anew(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return a second copy of a module, which looks at its libraries again; the first stays as it is."""
    name = f"{module.__name__}_anew"
    spec = importlib.util.spec_from_file_location(name, module.__file__)
    assert spec is not None
    assert spec.loader is not None
    again = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, name, again)
    spec.loader.exec_module(again)
    return again
