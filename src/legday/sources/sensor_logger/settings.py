"""How the app Sensor Logger is listened to."""

from pydantic import BaseModel, ConfigDict, Field, SecretStr

SCHEME, MQTT_SCHEME = "sensor-logger", "sensor-logger+mqtt"
USUAL_PORT = 8790


class SensorLoggerSettings(BaseModel):
    """The app Sensor Logger."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field("0.0.0.0", description="Address that its HTTP push is awaited on.")  # noqa: S104
    port: int = Field(USUAL_PORT, ge=0, le=65535, description="Port there; 0 is a free one.")
    token: SecretStr | None = Field(
        None, description="Last part of the push URL; made up anew at each start where none is set."
    )
    user: str | None = Field(None, description="User at the MQTT broker that it publishes to.")
    password: SecretStr | None = Field(None, description="Password there.")
