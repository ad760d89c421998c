"""Connections to one broker: which version of MQTT it gets and how a message is sent."""

import logging
import socket
from functools import cache

import aiomqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.subscribeoptions import SubscribeOptions

from legday.contract import SCHEMA
from legday.contract.limits import MAX_PACKET_BYTES
from legday.publishers._allowance import Seldom
from legday.publishers._mqtt_settings import MqttSettings
from legday.publishers._mqtt_version import speaks_v5
from legday.publishers._topics import OFFLINE, Delivery, bridge_status

log = logging.getLogger(__name__)
log.addFilter(Seldom())  # the client complains of every message that a flood makes it drop

TIMEOUT_S = 5.0
KEEPALIVE_S = 15
"""A dead network is noticed, and the last will published, after one and a half of it."""

UNDER_WAY = 20
"""Deliveries sent before the first of them is acknowledged: as many as mosquitto takes and paho sends."""

MAX_WAITING_COMMANDS = 100
"""Commands read ahead; more than a person could send, few enough that a flood fills no memory."""

_NO_DELAY = (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


class MqttLink:
    """Makes connections to the broker of some settings, one after another."""

    def __init__(self, settings: MqttSettings) -> None:
        self.settings = settings
        self._protocol: aiomqtt.ProtocolVersion | None = None

    async def client(self) -> aiomqtt.Client:
        """Return a client to be entered; its last will says that the service is offline.

        Raises
        ------
        OSError
            When there is no broker at the address.
        """
        if self._protocol is None:
            self._protocol = await self._choose_protocol()
        settings, will = self.settings, bridge_status(self.settings.base, OFFLINE)
        client = aiomqtt.Client(
            settings.address.host,
            settings.address.port,
            username=settings.user,
            password=settings.password.get_secret_value() if settings.password else None,
            identifier=settings.identifier,
            protocol=self._protocol,
            will=aiomqtt.Will(will.topic, will.payload, will.qos, will.retain),
            timeout=TIMEOUT_S,
            keepalive=KEEPALIVE_S,
            max_queued_incoming_messages=MAX_WAITING_COMMANDS,
            tls_context=settings.tls(),
            socket_options=[_NO_DELAY],
            properties=self._limits(),
            logger=log,
        )
        client.pending_calls_threshold = UNDER_WAY + 1  # a warning about what is meant to be
        return client

    @property
    def patience_s(self) -> float:
        """How long the broker may take to acknowledge a delivery, s."""
        return TIMEOUT_S

    async def listen(self, client: aiomqtt.Client, topics: str) -> None:
        """Subscribe; MQTT 5 tells of what is retained also when it is published while we listen."""
        if self._protocol is aiomqtt.ProtocolVersion.V5:
            await client.subscribe(topics, options=SubscribeOptions(qos=1, retainAsPublished=True))
        else:
            await client.subscribe(topics, qos=1)

    async def send(self, client: aiomqtt.Client, ready: Delivery, timeout_s: float | None = None) -> None:
        """Publish one delivery; at QoS 1 return when the broker has it, or raise after the usual time."""
        properties = self._properties(ready)
        await client.publish(
            ready.topic, ready.payload, ready.qos, ready.retain, properties=properties, timeout=timeout_s
        )

    async def _choose_protocol(self) -> aiomqtt.ProtocolVersion:
        wanted = self.settings.protocol
        if wanted == "5" or (wanted == "auto" and await speaks_v5(self.settings)):
            return aiomqtt.ProtocolVersion.V5
        return aiomqtt.ProtocolVersion.V311

    def _limits(self) -> Properties | None:
        """Ask a broker of MQTT 5 to keep from us what is far too long for a command."""
        if self._protocol is not aiomqtt.ProtocolVersion.V5 or not self.settings.properties:
            return None
        properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
        properties.MaximumPacketSize = MAX_PACKET_BYTES
        return properties

    def _properties(self, ready: Delivery) -> Properties | None:
        if self._protocol is not aiomqtt.ProtocolVersion.V5 or not self.settings.properties:
            return None
        if not ready.correlation:
            return _usual_properties(ready.content_type, ready.expiry_s)
        properties = _new_properties(ready.content_type, ready.expiry_s)
        properties.CorrelationData = ready.correlation
        return properties


def _new_properties(content_type: str, expiry_s: int) -> Properties:
    properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]
    properties.ContentType = content_type
    properties.UserProperty = [("schema", SCHEMA)]
    if expiry_s:
        properties.MessageExpiryInterval = expiry_s
    return properties


@cache
def _usual_properties(content_type: str, expiry_s: int) -> Properties:
    """Return the properties of most messages, put into bytes once: that takes longer than to send one."""
    properties = _new_properties(content_type, expiry_s)
    packed = properties.pack()  # type: ignore[no-untyped-call]
    object.__setattr__(properties, "pack", lambda: packed)  # they refuse names that MQTT does not know
    return properties
