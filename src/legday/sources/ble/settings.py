"""What can be set of the collector."""

from pydantic import BaseModel, ConfigDict, Field


class BleSettings(BaseModel):
    """The Bluetooth LE collector."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    adapter: str | None = Field(None, description="Bluetooth adapter, such as hci0; None takes the first.")
    scan_s: float = Field(8.0, gt=0.0, le=120.0, description="How long to look for a sensor, s.")
    stall_s: float = Field(
        3.0,
        ge=0.5,
        le=60.0,
        description="A connected sensor that sends nothing for so long is reconnected, s.",
    )
    rate_hz: float | None = Field(
        None, gt=0.0, description="Rate to ask for, where the sensor offers it, Hz."
    )
