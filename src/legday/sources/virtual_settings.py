"""Settings of the virtual sensor, apart from it: whoever reads settings needs no simulator."""

from pydantic import BaseModel, ConfigDict, Field


class VirtualSettings(BaseModel):
    """The virtual sensor."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    profile: str = Field("movella_dot", description="Firmware profile whose bytes it speaks.")
    speed: float = Field(1.0, gt=0.0, le=100.0, description="How many times faster than real time it lives.")
    seed: int = Field(0, description="Another seed, another performance.")
    loss: float = Field(0.0, ge=0.0, le=0.5, description="Share of notifications that the radio loses.")
