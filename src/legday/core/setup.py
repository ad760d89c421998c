"""What a session is told before its first input; it is recorded in front of them."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field


class SensorSetup(BaseModel):
    """One sensor of a session."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    device: str = Field("thigh", pattern=r"^[a-z0-9_-]+$", description="Name within the session.")
    profile: str = Field(description="Id of the firmware profile that decodes its packets.")
    site: str = Field("thigh", description="Where it sits, in the wearer's words: left_thigh, pocket ...")
    rate_hz: float | None = Field(None, gt=0, description="Rate, where it differs from the profile's, Hz.")
    acc_range: float | None = Field(
        None, gt=0, description="Accelerometer range asked for, where not the profile's default; its unit."
    )
    gyr_range: float | None = Field(
        None, gt=0, description="Gyroscope range asked for, where not the profile's default; its unit."
    )
    person: str = Field("", description="A code of the user's choice, not a name.")


class SessionSetup(BaseModel):
    """A session: its sensors and what is to be counted first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    recording: str = Field("session", pattern=r"^[A-Za-z0-9_-]+$", description="First part of event ids.")
    exercise: str | None = Field(None, description="Exercise at the start; null counts nothing.")
    sensors: tuple[SensorSetup, ...] = ()
    params: Mapping[str, Mapping[str, Any]] = Field(
        default_factory=dict, description="Detector parameters by exercise, over the site's own."
    )
    synthetic: bool = Field(False, description="Made by the simulator, not by a person.")

    def with_params(self, params: Mapping[str, Mapping[str, Any]]) -> Self:
        """Return it with other detector parameters for these exercises; those of the rest stay."""
        return self.model_copy(update={"params": {**self.params, **params}})
