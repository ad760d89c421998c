"""The contract of every detector: parameters are frozen, coefficients follow, state is all that changes.

The streaming law: for every split of a stream into blocks, a detector returns the same events with the same
numbers and ends in the same state, bit for bit; ``update(a); update(b)`` is equivalent to ``update(a + b)``.
"""

import copy
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from legday.core.block import MotionBlock
from legday.core.events import Event
from legday.errors import GapError


class Params(BaseModel):
    """Base of every detector's parameters: immutable, bounded and described.

    The bounds are the tuner's search space and the descriptions are the reference page.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known about the stream before its first sample.

    Parameters
    ----------
    rate_hz : float
        Rate of the grid.
    site : str
        Where the sensor sits: ``thigh``, ``pocket``, ``shank``, ``lower_back``, ``wrist``, ``arm``,
        ``belly``, ``foot`` or ``unknown``.
    gyroscope : bool
        Whether blocks carry an angular rate.
    """

    rate_hz: float
    site: str = "thigh"
    gyroscope: bool = True


@dataclass(slots=True)
class DetectorState:
    """What every detector remembers; subclasses add their own fields.

    ``serial`` is the number that the next event gets; the pipeline carries it on from one detector to the
    next, so that numbers are unique within a device.
    """

    serial: int = 0
    next_start: int | None = None

    def take_serial(self) -> int:
        """Return the next event's number and move on."""
        serial = self.serial
        self.serial += 1
        return serial


P = TypeVar("P", bound=Params)
S = TypeVar("S", bound=DetectorState)


class Detector(ABC, Generic[P, S]):
    """Turns motion into events, the same way live and in replay.

    A subclass owns no mutable attribute but ``state``. Look-ahead is a parameter in seconds; what it still
    holds at the end of a take comes out of `finish`.
    """

    def __init__(self, params: P, setting: Setting) -> None:
        self.params = params
        self.setting = setting
        self.state: S = self.initial_state()

    @abstractmethod
    def initial_state(self) -> S:
        """Return the state before the first sample."""

    @abstractmethod
    def step(self, block: MotionBlock) -> Iterator[Event]:
        """Yield the events that ``block`` decides; ``block`` is not empty and follows the last one."""

    def update(self, block: MotionBlock) -> list[Event]:
        """Take the next block and return the events it decides.

        Raises
        ------
        GapError
            When the block does not follow the one before; call `after_gap` first.
        """
        count, state = len(block.t_s), self.state
        if count == 0:
            return []
        if state.next_start is not None and block.start != state.next_start:
            raise GapError(state.next_start, block.start)
        state.next_start = block.start + count
        return list(self.step(block))

    def finish(self) -> list[Event]:
        """Return what look-ahead still holds at the end of the stream."""
        return []

    def after_gap(self) -> list[Event]:
        """Forget the signal, keep the tally; return what the gap itself decides."""
        self.state.next_start = None
        return self.forget_signal()

    @abstractmethod
    def forget_signal(self) -> list[Event]:
        """Start filters anew behind a gap; tally and the person's own range stay."""

    def save(self) -> S:
        """Return an independent copy of the state."""
        return copy.deepcopy(self.state)

    def restore(self, saved: S) -> None:
        """Continue from a saved state."""
        self.state = copy.deepcopy(saved)

    def reset(self) -> None:
        """Become equal to a new detector."""
        self.state = self.initial_state()
