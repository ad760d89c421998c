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
    acc_range: float | None = Field(
        None, gt=0.0, description="Accelerometer range to ask for, in the profile's unit, mostly g."
    )
    gyr_range: float | None = Field(
        None, gt=0.0, description="Gyroscope range to ask for, in the profile's unit, mostly deg/s."
    )

    @property
    def choices(self) -> dict[str, float | None]:
        """What is asked of a sensor's offers; None leaves it to the profile."""
        return {"rate_hz": self.rate_hz, "acc_range": self.acc_range, "gyr_range": self.gyr_range}
