"""Take back what legday left on a broker: its retained messages, and what Home Assistant found by them."""

import asyncio
import json

import aiomqtt

from legday.publishers._mqtt_link import MqttLink
from legday.publishers._mqtt_settings import MqttSettings
from legday.publishers._topics import root

QUIET_S = 1.0
"""A broker sends what it has retained at once; when nothing came for so long, that was all."""


async def clear(settings: MqttSettings) -> list[str]:
    """Clear the retained messages of a base, and every discovery that points to it; return their topics.

    Raises
    ------
    OSError, aiomqtt.MqttError
        When the broker is not there or refuses.
    """
    prefix, own = settings.discovery_prefix, root(settings.base)
    aside = settings.model_copy(update={"client_id": f"{settings.identifier}-forget"})
    async with await MqttLink(aside).client() as client:
        for topics in (f"{own}/#", f"{prefix}/+/+/config", f"{prefix}/+/+/+/config"):
            await client.subscribe(topics, qos=1)
        found = [topic for topic, payload in await _retained(client) if _is_ours(topic, payload, own)]
        for topic in found:
            await client.publish(topic, b"", qos=1, retain=True)
    return sorted(found)


async def _retained(client: aiomqtt.Client) -> list[tuple[str, bytes]]:
    found: dict[str, bytes] = {}
    messages = aiter(client.messages)
    while True:
        try:
            async with asyncio.timeout(QUIET_S):
                message = await anext(messages)
        except TimeoutError:
            return list(found.items())
        if message.retain and isinstance(message.payload, bytes):
            found[str(message.topic)] = message.payload


def _is_ours(topic: str, payload: bytes, own: str) -> bool:
    if topic.startswith(f"{own}/"):
        return True
    try:
        origin = json.loads(payload)["origin"]["name"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return False
    return origin == "legday" and f'"{own}/'.encode() in payload
