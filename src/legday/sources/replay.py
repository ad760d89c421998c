"""A recorded take as a source: its inputs as they were processed, at their pace or faster."""

from collections.abc import AsyncGenerator, Iterable

from legday.core.inputs import Input
from legday.sources._pacing import Pace


class ReplaySource:
    """Hand out what was recorded, ticks and commands included.

    Parameters
    ----------
    recorded : iterable of Input
        In the order of processing.
    pace : Pace
        How fast it goes.
    """

    waits = True

    def __init__(self, recorded: Iterable[Input], pace: Pace) -> None:
        self._recorded = recorded
        self._pace = pace

    def inputs(self) -> AsyncGenerator[Input, None]:
        """Yield the inputs when their time has come."""
        return self._pace.follow(self._recorded)
