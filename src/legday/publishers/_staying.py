"""Stay connected to a broker: connect, serve until the connection breaks, wait longer each time."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable

import aiomqtt

from legday.errors import BrokerError
from legday.publishers._mqtt_link import MqttLink
from legday.publishers._reason import first, reason

log = logging.getLogger(__name__)

FIRST_RETRY_S = 0.5
LONGEST_RETRY_S = 30.0
"""A broker that restarts is back within a second; one that stays away is worth two tries a minute."""

CLOSE_S = 3.0
"""What is still unsent at the end gets this long; the outbox keeps the rest."""


class Staying:
    """Keeps one connection up until it is closed.

    Parameters
    ----------
    link : MqttLink
        The way to the broker.
    serve : callable
        Does what is to be done over a connection; calls `is_up` when the broker has taken the greeting.

    Attributes
    ----------
    connected : bool
        Whether the broker is there.
    """

    def __init__(self, link: MqttLink, serve: Callable[[aiomqtt.Client], Awaitable[None]]) -> None:
        self._link = link
        self._serve = serve
        self.connected = False
        self._tried = asyncio.Event()
        self._closing = asyncio.Event()
        self._retry_s = FIRST_RETRY_S
        self._task: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Begin to stay connected; return when that has been tried once.

        Raises
        ------
        BrokerError
            When the broker is not there or refuses and is required.
        """
        self._task = asyncio.create_task(self._stay())
        tried = asyncio.create_task(self._tried.wait())
        await asyncio.wait({self._task, tried}, return_when=asyncio.FIRST_COMPLETED)
        tried.cancel()
        self.check()

    def check(self) -> None:
        """Raise what ended it, if something did."""
        if self._task is not None and self._task.done():
            self._task.result()

    def is_up(self) -> None:
        """Take note that the broker is there."""
        self._tried.set()
        self.connected = True
        self._retry_s = FIRST_RETRY_S

    async def close(self) -> None:
        """Let what is being served come to its end, for a while."""
        self._closing.set()
        if self._task is None or self._task.done():
            return
        await asyncio.wait({self._task}, timeout=CLOSE_S)
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def _stay(self) -> None:
        while not self._closing.is_set():
            failure: Exception | None = None
            try:
                async with await self._link.client() as client:
                    await self._serve(client)
            except* (aiomqtt.MqttError, OSError) as failures:
                failure = first(failures)
            self.connected = False
            if failure is not None:
                await self._recover(reason(failure, self._link.settings))

    async def _recover(self, why: str) -> None:
        """Wait before the next try; a broker that was never there is an error."""
        address = str(self._link.settings.address)
        if not self._tried.is_set() and self._link.settings.required:
            raise BrokerError(address, why)
        self._tried.set()
        log.warning("%s: %s; trying again in %g s", address, why, self._retry_s)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._retry_s):
                await self._closing.wait()
        self._retry_s = min(2.0 * self._retry_s, LONGEST_RETRY_S)
