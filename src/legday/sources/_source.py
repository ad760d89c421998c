"""What a source is: an async generator of inputs, and whether it waits."""

from collections.abc import AsyncGenerator
from typing import Protocol, runtime_checkable

from legday.core.inputs import Input


class Source(Protocol):
    """Where a session's inputs come from.

    Attributes
    ----------
    waits : bool
        True for one that brings its own passing of time (its ``Tick``) and waits until its inputs are taken,
        like a recording. False for one that goes on by the clock on the wall: the service inserts the ticks,
        and what it cannot take in time is lost, counted and published.
    """

    @property
    def waits(self) -> bool: ...

    def inputs(self) -> AsyncGenerator[Input, None]:
        """Yield the inputs in the order in which the session is to take them; closing lets the sensor go."""
        ...


@runtime_checkable
class Lossy(Protocol):
    """A source with a queue of its own, which has a bound.

    Attributes
    ----------
    lost : int
        Inputs dropped because nobody took them in time.
    """

    @property
    def lost(self) -> int: ...
