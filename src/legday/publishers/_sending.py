"""Send one broker's backlog over a connection, several deliveries at a time, until it is closed or breaks."""

import asyncio
import math

import aiomqtt

from legday.publishers._backlog import Backlog, Outgoing
from legday.publishers._mqtt_link import UNDER_WAY, MqttLink
from legday.publishers._reason import SILENT


class Sending:
    """What goes over one connection.

    One clock watches over all that is under way: a timer for each message takes as long as to send it.

    Parameters
    ----------
    link : MqttLink
        How messages are sent.
    client : aiomqtt.Client
        The connection.
    backlog : Backlog
        What is to be sent.
    """

    def __init__(self, link: MqttLink, client: aiomqtt.Client, backlog: Backlog) -> None:
        self._link = link
        self._client = client
        self._backlog = backlog
        self._free = asyncio.Semaphore(UNDER_WAY)
        self._sent_s: dict[int, float] = {}

    async def all(self) -> None:
        """Send until everything is sent and acknowledged, and the backlog closed.

        Raises
        ------
        ExceptionGroup
            Of ``MqttError``: the connection broke, or something was not acknowledged in time.
        """
        self._backlog.begin_again()
        async with asyncio.TaskGroup() as group:
            watching = group.create_task(self._watch())
            await self._send_all()
            watching.cancel()

    async def _send_all(self) -> None:
        number = 0
        async with asyncio.TaskGroup() as group:
            while (outgoing := await self._next()) is not None:
                if outgoing.ready.qos == 0:  # nobody acknowledges it: to send it is all
                    await self._send(outgoing)
                    continue
                number += 1
                group.create_task(self._send_acknowledged(number, outgoing))

    async def _next(self) -> Outgoing | None:
        """Return what is to be sent next, when there is room under way for it."""
        await self._free.acquire()
        return await self._backlog.take()

    async def _send_acknowledged(self, number: int, outgoing: Outgoing) -> None:
        self._sent_s[number] = asyncio.get_running_loop().time()
        await self._send(outgoing)
        del self._sent_s[number]

    async def _send(self, outgoing: Outgoing) -> None:
        await self._link.send(self._client, outgoing.ready, timeout_s=math.inf)
        self._backlog.sent(outgoing)
        self._free.release()

    async def _watch(self) -> None:
        """Break off when the broker acknowledges something too late."""
        loop = asyncio.get_running_loop()
        while True:
            oldest_s = next(iter(self._sent_s.values()), loop.time())
            left_s = oldest_s + self._link.patience_s - loop.time()
            if left_s <= 0.0:
                raise aiomqtt.MqttError(SILENT)
            await asyncio.sleep(left_s)
