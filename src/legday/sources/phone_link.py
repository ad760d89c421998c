"""An app on a phone that is asked over the network: reached, watched, and reached again."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Protocol

import aiohttp

from legday.core.inputs import LinkChange, Packet
from legday.errors import SensorError
from legday.sources.feeds import Offer

log = logging.getLogger(__name__)

BACKOFF_S = 1.0
ANSWER_S = 5.0
SLOWEST_HZ = 25.0
MEASURED_S = 2.0

UNREACHABLE = (aiohttp.ClientError, TimeoutError, OSError, ValueError)


class App(Protocol):
    """One app: what it is called, how it is asked, what to say of it.

    Attributes
    ----------
    address, channel : str
        Where it is; the channel that its packets go by.
    unreachable, slow : str
        What to do where it does not answer, and where it sends too little; ``{rate}`` is what it sends.
    """

    address: str
    channel: str
    unreachable: str
    slow: str

    def texts(self, session: aiohttp.ClientSession) -> AsyncIterator[bytes]:
        """Yield the app's texts as they come, until the connection is lost."""
        ...

    def newest_s(self, text: Any) -> float | None:
        """Return the time of the newest accelerometer sample in a text, s, and None where there is none."""
        ...

    def samples(self, text: Any) -> int:
        """Return how many accelerometer samples a text holds."""
        ...


class AppFeed:
    """Keeps one app streaming.

    Parameters
    ----------
    device : str
        Name of the sensor within the session.
    app : App
        What is asked.
    now_ns : callable
        Host time.
    sleep : callable
        Waits for so many seconds.
    """

    def __init__(
        self,
        device: str,
        app: App,
        now_ns: Callable[[], int],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._device = device
        self._app = app
        self._now_ns = now_ns
        self._sleep = sleep
        self._pace = Pace(app)

    async def run(self, offer: Offer) -> None:
        """Hand on what the app sends, until cancelled; one that is away is tried again."""
        told = False
        while True:
            connected = False
            try:
                async with aiohttp.ClientSession() as session:
                    async for text in self._app.texts(session):
                        if not connected:
                            offer(LinkChange(self._now_ns(), "connected", self._device))
                            connected, told = True, False
                        offer(Packet(self._now_ns(), self._app.channel, text, self._device))
                        self._pace.look(text)
            except UNREACHABLE as error:
                if not told:
                    log.warning("%s", unreachable(self._app, error))
                told = True
            finally:
                if connected:
                    offer(LinkChange(self._now_ns(), "disconnected", self._device))
            await self._sleep(BACKOFF_S)


class Pace:
    """Measures an app's rate over its first seconds, and says once what to do about a slow one."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._first_s: float | None = None
        self._count = 0
        self._done = False

    def look(self, text: bytes) -> None:
        """Look at a text."""
        if self._done:
            return
        try:
            content = json.loads(text)
            newest_s, count = self._app.newest_s(content), self._app.samples(content)
        except (ValueError, KeyError, TypeError, IndexError):
            return
        if newest_s is None:
            return
        if self._first_s is None:
            self._first_s = newest_s
            return
        self._count += count
        span_s = newest_s - self._first_s
        if span_s >= MEASURED_S:
            self._done = True
            if self._count / span_s < SLOWEST_HZ:
                log.warning("%s: %s", self._app.address, self._app.slow.format(rate=self._count / span_s))


def unreachable(app: App, error: Exception) -> SensorError:
    """Return why an app is not heard, with what to do."""
    reason = str(error) or type(error).__name__
    return SensorError(app.address, f"{reason}: {app.unreachable}")
