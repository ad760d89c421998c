"""What every event is built on: its number, its device, when it was decided, how far to trust it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Quality = Literal["good", "low", "assumed"]


class EventBase(BaseModel):
    """What every event has: its number within the device, when it was decided, how far to trust it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    serial: int = Field(ge=0, description="Number of the event within its device.")
    device: str = Field("", description="Device within the session; the pipeline writes it in.")
    decided_s: float = Field(description="Time of the deciding sample, s.")
    quality: Quality = Field("good", description="How far to trust the event and its figures.")

    @property
    def happened_s(self) -> float:
        """Time the event itself ended or happened, s."""
        raise NotImplementedError


class Span(EventBase):
    """An event with a beginning and an end."""

    start_s: float = Field(description="Where it begins, s.")
    end_s: float = Field(description="Where it ends, s.")

    @property
    def happened_s(self) -> float:
        """Where it ends, s."""
        return self.end_s


class Moment(EventBase):
    """An event at one time."""

    t_s: float = Field(description="When it was, s.")

    @property
    def happened_s(self) -> float:
        """When it was, s."""
        return self.t_s
