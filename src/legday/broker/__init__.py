"""The MQTT broker that legday brings along, behind an interface small enough to exchange it."""

from typing import Protocol, Self

from legday.broker.embedded import EmbeddedBroker
from legday.broker.settings import BrokerSettings, Listeners


class Broker(Protocol):
    """A broker of our own: running between entering and leaving it."""

    @property
    def listeners(self) -> Listeners:
        """Where clients find it; known once it runs."""
        ...

    async def __aenter__(self) -> Self: ...

    async def __aexit__(self, *error: object) -> None: ...


__all__ = ["Broker", "BrokerSettings", "EmbeddedBroker", "Listeners"]
