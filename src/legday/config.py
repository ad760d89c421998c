"""All settings in one place: defaults, then ``legday.toml``, then the environment, then the command line.

The sections are those that sources, publishers, the broker and the page define for themselves.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel, Field, ValidationError, create_model
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from legday.broker import BrokerSettings
from legday.errors import SettingsError
from legday.publishers import publishers
from legday.publishers.mqtt import MqttSettings
from legday.recording.shelf import ShelfSettings
from legday.recording.unfinished import RecordingSettings
from legday.sources.ble import BleSettings
from legday.sources.sensor_logger import SensorLoggerSettings
from legday.sources.virtual_settings import VirtualSettings
from legday.web import PhoneSettings
from legday.web.server import WebSettings

FILE = Path("legday.toml")
PREFIX = "LEGDAY_"


class Settings(BaseSettings):
    """What can be set; every publisher adds a section of its own name.

    ``LEGDAY_MQTT_PASSWORD`` in the environment is ``password`` in the section ``[mqtt]`` of ``legday.toml``.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="_",
        env_nested_max_split=1,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )

    broker: BrokerSettings = Field(default_factory=BrokerSettings)
    web: WebSettings = Field(default_factory=WebSettings)
    ble: BleSettings = Field(default_factory=BleSettings)
    phone: PhoneSettings = Field(default_factory=PhoneSettings)
    sensorlogger: SensorLoggerSettings = Field(default_factory=SensorLoggerSettings)
    virtual: VirtualSettings = Field(default_factory=VirtualSettings)
    takes: ShelfSettings = Field(default_factory=ShelfSettings)
    recording: RecordingSettings = Field(default_factory=RecordingSettings)
    mqtt: MqttSettings = Field(default_factory=MqttSettings)

    def section(self, name: str) -> BaseModel:
        """Return the settings of one publisher."""
        return cast("BaseModel", getattr(self, name))

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Put the command line over the environment, that over the file, and the file over the defaults."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, FILE)


def load(command_line: Mapping[str, Mapping[str, Any]] | None = None) -> Settings:
    """Return the settings in force.

    Parameters
    ----------
    command_line : mapping
        By section and key, what was given on the command line; None values were not.

    Raises
    ------
    SettingsError
        Naming the key at fault and what was wanted there, never its value.
    """
    given: dict[str, Any] = {}
    for section, keys in (command_line or {}).items():
        given[section] = {key: value for key, value in keys.items() if value is not None}
    try:
        return model()(**given)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"setting {place}: {first['msg']}") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{FILE}: want a TOML file: {error}") from None
    except OSError as error:
        raise SettingsError(f"{FILE}: cannot be read: {error.strerror}") from None


def fingerprint(settings: Settings) -> str:
    """Return a short text that changes when a setting does; secrets are not part of it."""
    return hashlib.sha256(settings.model_dump_json().encode()).hexdigest()[:12]


@cache
def model() -> type[Settings]:
    """Return the model with a section for every publisher."""
    sections: dict[str, Any] = {
        kind.name: (kind.settings, Field(default_factory=kind.settings)) for kind in publishers().values()
    }
    return create_model("Settings", __base__=Settings, **sections)
