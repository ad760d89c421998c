"""Garbage is looked for seldom by the commands that compute as fast as they can."""

import contextlib
import gc
from collections.abc import Iterator

OBJECTS = 50_000
"""New objects between two searches, where Python takes some thousand: what counting makes is in no ring."""


@contextlib.contextmanager
def collected_seldom() -> Iterator[None]:
    """Leave what is loaded out of every search for garbage, and search less often.

    Imported modules are some hundred thousand objects, which stay, and need not be looked through each time.
    Memory keeps its bound: rings of objects are found, only later.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(OBJECTS)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
