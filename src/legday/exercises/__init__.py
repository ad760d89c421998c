"""One file per exercise; the registry finds them, there is no list to edit."""

import importlib
import inspect
import pkgutil
from functools import cache

from legday.errors import UnknownExerciseError
from legday.exercises._exercise import Exercise


@cache
def exercises() -> dict[str, Exercise]:
    """Return every registered exercise by name, sorted."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name[0] != "_")
    found = [importlib.import_module(f"{__name__}.{name}").EXERCISE for name in names]
    return {exercise.name: exercise for exercise in found}


def exercise(name: str) -> Exercise:
    """Return the exercise of this name or alias.

    Raises
    ------
    UnknownExerciseError
        With the names there are.
    """
    known = exercises()
    if name in known:
        return known[name]
    for candidate in known.values():
        if name in candidate.aliases:
            return candidate
    raise UnknownExerciseError(name, tuple(known))


def description(name: str) -> str:
    """Return what an exercise's module says: which motion it counts, where the sensor sits, what fools it."""
    return inspect.cleandoc(importlib.import_module(f"{__name__}.{name}").__doc__ or "")


__all__ = ["Exercise", "description", "exercise", "exercises"]
