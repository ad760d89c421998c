"""What can be set about the embedded broker, and the configuration that rumqttd reads."""

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from legday.contract.limits import MAX_PACKET_BYTES

LOOPBACK = "127.0.0.1"

SEGMENT_BYTES = 262_144
SEGMENTS = 2
"""rumqttd keeps the newest messages of every subscribed filter; this bounds them at half a megabyte each."""

CONNECT_TIMEOUT_MS = 5_000

_ROUTER = f"""\
id = 0
[router]
id = 0
max_connections = 256
max_outgoing_packet_count = 200
max_segment_size = {SEGMENT_BYTES}
max_segment_count = {SEGMENTS}
"""

_LISTENER = """\
[{protocol}.1]
name = "{protocol}"
listen = "{host}:{port}"
next_connection_delay_ms = 1
[{protocol}.1.connections]
connection_timeout_ms = {timeout_ms}
max_payload_size = {payload}
max_inflight_count = 100
dynamic_filters = true
"""


class BrokerSettings(BaseModel):
    """The embedded broker; it listens on the loopback interface only."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    port: int = Field(0, ge=0, le=65535, description="Port for MQTT 3.1.1 clients; 0 takes a free one.")
    port_v5: int = Field(0, ge=0, le=65535, description="Port for MQTT 5 clients; 0 takes a free one.")


@dataclass(frozen=True, slots=True)
class Listeners:
    """Where the broker listens: rumqttd serves the two versions of the protocol on a port each."""

    host: str
    port: int
    port_v5: int

    @property
    def url(self) -> str:
        """Address for MQTT 3.1.1 clients."""
        return f"mqtt://{self.host}:{self.port}"

    @property
    def url_v5(self) -> str:
        """Address for MQTT 5 clients."""
        return f"mqtt://{self.host}:{self.port_v5}"

    def configuration(self) -> str:
        """Return rumqttd's TOML."""
        ports = (("v4", self.port), ("v5", self.port_v5))
        return _ROUTER + "".join(
            _LISTENER.format(
                protocol=protocol,
                host=self.host,
                port=port,
                timeout_ms=CONNECT_TIMEOUT_MS,
                payload=MAX_PACKET_BYTES,
            )
            for protocol, port in ports
        )
