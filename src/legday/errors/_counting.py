"""Errors of counting, and of a workout that is led through it."""

from legday.errors._root import LegdayError


class GapError(LegdayError):
    """A detector was handed a block that does not follow the one before.

    Attributes
    ----------
    expected, got : int
        Sample indices.
    """

    def __init__(self, expected: int, got: int) -> None:
        self.expected = expected
        self.got = got
        super().__init__(f"block starts at sample {got}, want {expected}; call after_gap() first")


class UnknownExerciseError(LegdayError):
    """An exercise name that nobody registered.

    Attributes
    ----------
    name : str
        The name asked for.
    known : tuple of str
        The names there are.
    """

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        self.name = name
        self.known = known
        super().__init__(f"unknown exercise {name!r}; known: {', '.join(known)}")


class PlanError(LegdayError):
    """A plan that cannot be used.

    Attributes
    ----------
    plan : str
        File or name.
    key : str
        Dotted key at fault, empty where the whole plan is.
    wanted : str
        What was wanted there.
    """

    def __init__(self, plan: str, wanted: str, key: str = "") -> None:
        self.plan = plan
        self.key = key
        self.wanted = wanted
        place = f"{plan}: {key}" if key else plan
        super().__init__(f"{place}: {wanted}")


class RefusedError(LegdayError):
    """A command that cannot be carried out now; the message says why."""
