"""What else a session has to tell: what was taken back or left out, and what became of the signal."""

from typing import Literal

from pydantic import Field

from legday.core.event_base import EventBase, Moment, Span


class Retracted(EventBase):
    """An earlier event is withdrawn."""

    type: Literal["retracted"] = "retracted"
    retracts: int = Field(ge=0, description="Serial of the event that is withdrawn.")
    reason: str = Field("", description="Why, in words.")

    @property
    def happened_s(self) -> float:
        """When it was withdrawn, s."""
        return self.decided_s


class Correction(Moment):
    """A person corrected the count."""

    type: Literal["correction"] = "correction"
    by: int = Field(description="Added to the count; negative takes away.")


class Rejected(Span):
    """A candidate that was looked at and not counted, with the reason in words."""

    type: Literal["rejected"] = "rejected"
    reason: str = Field(description="Why, in words.")


class GapFound(Span):
    """Samples that never came."""

    type: Literal["gap"] = "gap"
    breaks: bool = Field(description="Too long to carry on: filters start anew behind it.")


class Link(Moment):
    """The radio link changed."""

    type: Literal["link"] = "link"
    state: Literal["connected", "disconnected"] = Field(description="How it is now.")


class CommandRefused(Moment):
    """A command that could not be carried out, with the reason in words."""

    type: Literal["command_refused"] = "command_refused"
    command: str = Field(description="What was asked for.")
    value: str = Field("", description="Its argument; of a long one the beginning.")
    reason: str = Field(description="Why not, in words.")


class ExerciseChosen(Moment):
    """From here on this exercise is counted; null stops counting."""

    type: Literal["exercise"] = "exercise"
    exercise: str | None = Field(description="Its name; null where nothing is counted.")
