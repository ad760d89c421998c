"""The world around a gateway, in a process of its own: sensors that send, and somebody who subscribes.

One process is both, so that one clock reads when a notification left and when its message came.
"""

import asyncio
import contextlib
import json
import socket
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection

import aiomqtt

HEAD = struct.Struct("<HQI")
"""In front of a notification: number of the sensor, when it was sent (monotonic, ns), bytes that follow."""

HOST = "127.0.0.1"
GOLDEN = 0.6180339887
"""Sensors are not in step: each starts this share of an interval behind the one before."""

APART = 3

QUIET_S = 2.0
"""Nothing more is coming when nothing came for so long."""

NO_DELAY = [(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)]
"""A subscriber's acknowledgements, too, must not wait for each other."""


@dataclass(frozen=True)
class Plan:
    """What is sent: every sensor sends ``count`` of these notifications, one each ``interval_s``.

    Nobody walks in step: each sensor begins `APART` notifications behind the one before.
    """

    sensors: int
    interval_s: float
    count: int
    payloads: list[bytes]


def live_outside(plan: Plan, broker_port: int, gateway_port: int, results: Connection) -> None:
    """Send it all, and hand back when each event's message came: its id to monotonic ns."""
    results.send(asyncio.run(live(plan, broker_port, gateway_port)))


async def live(plan: Plan, broker_port: int, gateway_port: int) -> dict[str, int]:
    """Send it all, and return when each event's message came."""
    received: dict[str, int] = {}
    protocol = aiomqtt.ProtocolVersion.V311
    async with aiomqtt.Client(HOST, broker_port, protocol=protocol, socket_options=NO_DELAY) as client:
        await client.subscribe("legday/v1/+/event/+", qos=1)
        listening = asyncio.create_task(_listen(client, received))
        _, gateway = await asyncio.open_connection(HOST, gateway_port)
        sending = asyncio.create_task(_send(plan, gateway))
        await asyncio.wait({sending, listening}, return_when=asyncio.FIRST_COMPLETED)
        if listening.done():  # the broker is gone: there is nothing to send for
            sending.cancel()
            await listening
        await sending
        await _quiet(received)
        gateway.close()
        listening.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await listening
    return received


async def _quiet(received: dict[str, int]) -> None:
    """Wait until nothing comes any more: a busy machine is late, which is no loss."""
    before = -1
    while len(received) > before:
        before = len(received)
        await asyncio.sleep(QUIET_S)


async def _listen(client: aiomqtt.Client, received: dict[str, int]) -> None:
    async for message in client.messages:
        now_ns = time.monotonic_ns()
        received[json.loads(bytes(message.payload))["id"]] = now_ns


async def _send(plan: Plan, gateway: asyncio.StreamWriter) -> None:
    start_s = time.monotonic() + 0.5
    for due_s, sensor, payload in _schedule(plan):
        await asyncio.sleep(max(0.0, start_s + due_s - time.monotonic()))
        gateway.write(HEAD.pack(sensor, time.monotonic_ns(), len(payload)) + payload)
        await gateway.drain()


def _schedule(plan: Plan) -> Iterator[tuple[float, int, bytes]]:
    phases = sorted((sensor * GOLDEN % 1.0, sensor) for sensor in range(plan.sensors))
    for number in range(plan.count):
        for phase, sensor in phases:
            yield (number + phase) * plan.interval_s, sensor, plan.payloads[number + APART * sensor]
