"""Where the broker is and who we are to it; a password never stands in an address."""

import socket
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from legday.errors import BrokerError, SettingsError

PORTS = {"mqtt": 1883, "mqtts": 8883}

Protocol = Literal["auto", "5", "3.1.1"]

Discovery = Literal["device", "per_entity", "off"]


@dataclass(frozen=True, slots=True)
class Address:
    """A broker's address without credentials."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"


def parse_address(url: str) -> Address:
    """Return the address that ``mqtt(s)://host[:port]`` names.

    Raises
    ------
    SettingsError
        For another form, and for a URL that carries a user or a password; the message does not repeat those.
    """
    try:
        split = urlsplit(url)
        port = split.port
    except ValueError:
        raise SettingsError("a broker's address that cannot be read: want mqtt://host:port") from None
    if split.username is not None or split.password is not None:
        raise SettingsError(
            "a broker's address must not carry a user or password: set mqtt.user and mqtt.password in "
            "legday.toml, or LEGDAY_MQTT_USER and LEGDAY_MQTT_PASSWORD, or let the prompt ask"
        )
    beyond = split.path not in {"", "/"} or split.query or split.fragment
    if split.scheme not in PORTS or not split.hostname or beyond:
        raise SettingsError(f"broker {url!r}: want mqtt://host:port or mqtts://host:port")
    return Address(split.scheme, split.hostname, port or PORTS[split.scheme])


class MqttSettings(BaseModel):
    """The broker that results are published to."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    url: str | None = Field(
        None,
        description="mqtt://host:port, or mqtts:// for TLS; without one only the embedded broker is used.",
    )
    base: str = Field(
        "legday", pattern=r"^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*$", description="First part of every topic."
    )
    user: str | None = None
    password: SecretStr | None = None
    client_id: str = Field("", description="Must be the only one of its name; empty is base and host name.")
    protocol: Protocol = Field("auto", description="auto asks the broker for MQTT 5 first.")
    properties: bool = Field(True, description="Send what only MQTT 5 has: expiry, content type, schema.")
    discovery: Discovery = Field(
        "device", description="What Home Assistant finds by itself: devices, single entities, or nothing."
    )
    discovery_prefix: str = Field(
        "homeassistant",
        pattern=r"^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*$",
        description="Where Home Assistant looks.",
    )
    wave: bool = Field(False, description="Publish the sensors' own axes too, thinned to 25 Hz.")
    ca: Path | None = Field(None, description="Authorities to trust for mqtts://, in place of the system's.")
    certificate: Path | None = Field(None, description="Our own certificate, where the broker asks for one.")
    key: Path | None = Field(None, description="Its private key; none where the certificate's file has it.")
    required: bool = Field(
        True, description="A broker that is not there at the start ends the run; false waits for it."
    )

    @field_validator("url")
    @classmethod
    def _can_be_parsed(cls, url: str | None) -> str | None:
        if url is not None:
            parse_address(url)
        return url

    @property
    def address(self) -> Address:
        """The address in parts."""
        return parse_address(self.url or "")

    @property
    def identifier(self) -> str:
        """The client id in use."""
        return self.client_id or f"{self.base}-{socket.gethostname()}"

    @property
    def queue(self) -> str:
        """Name of this broker's queue in the outbox, the same in every run."""
        return f"{self.base} at {self.address}"

    def at(self, url: str) -> "MqttSettings":
        """Return the settings for a broker of our own: no credentials, no discovery, MQTT 5, no properties.

        rumqttd breaks the connection of a subscriber of MQTT 3.1.1 when a message for it carries properties.
        """
        return _OwnBroker(
            url=url, base=self.base, protocol="5", properties=False, discovery="off", wave=self.wave
        )

    def tls(self) -> ssl.SSLContext | None:
        """Return what an ``mqtts`` connection is checked with, None for a plain one.

        Raises
        ------
        BrokerError
            When a certificate or key cannot be used.
        """
        if self.address.scheme != "mqtts":
            return None
        try:
            context = ssl.create_default_context(cafile=self.ca)
        except OSError as error:
            raise BrokerError(str(self.address), f"mqtt.ca: cannot use {self.ca}: {error}") from None
        if self.certificate is not None:
            self._identify(context, self.certificate)
        return context

    def _identify(self, context: ssl.SSLContext, certificate: Path) -> None:
        try:
            context.load_cert_chain(certificate, self.key, password="")
        except (OSError, ValueError) as error:
            wanted = f"mqtt.certificate, mqtt.key: cannot use {certificate}: {error}"
            raise BrokerError(str(self.address), wanted) from None


class _OwnBroker(MqttSettings):
    """A broker of our own, whose port may be another in every run."""

    @property
    def queue(self) -> str:
        """Name of its queue in the outbox."""
        return f"{self.base} at the embedded broker"
