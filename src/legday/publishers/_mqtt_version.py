"""Ask a broker whether it speaks MQTT 5; those that do not answer in their own way, or not at all."""

import asyncio
import contextlib

from legday.publishers._mqtt_settings import MqttSettings

CONNECT_S = 5.0
ANSWER_S = 3.0
"""A broker that knows no MQTT 5 may leave the question open instead of refusing it."""

# CONNECT, protocol MQTT level 5, clean start, keep alive 5 s, no properties, client id chosen by the broker
_CONNECT_V5 = bytes.fromhex("100d 0004 4d515454 05 02 0005 00 0000")
_DISCONNECT = bytes.fromhex("e000")
_CONNACK = 0x20
_CONNACK_V3_BYTES = 2
"""Length of a CONNACK before MQTT 5: flags and return code, no properties."""


async def speaks_v5(settings: MqttSettings) -> bool:
    """Return whether the broker answers a CONNECT of MQTT 5 in kind; a refusal in kind is a yes.

    Raises
    ------
    OSError
        When there is no broker at the address.
    """
    address = settings.address
    async with asyncio.timeout(CONNECT_S):
        reader, writer = await asyncio.open_connection(address.host, address.port, ssl=settings.tls())
    try:
        writer.write(_CONNECT_V5)
        async with asyncio.timeout(ANSWER_S):
            head = await reader.readexactly(2)
        writer.write(_DISCONNECT)
        return head[0] == _CONNACK and head[1] > _CONNACK_V3_BYTES
    except (TimeoutError, asyncio.IncompleteReadError, ConnectionError):
        return False
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
