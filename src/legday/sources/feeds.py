"""Sensors that are fed by different means, as one source: phones of every kind, and Bluetooth beside them."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Protocol

from legday.core.inputs import Input
from legday.core.setup import SessionSetup
from legday.errors import SensorError
from legday.sources._source import Source

log = logging.getLogger(__name__)

WAITING_INPUTS = 4096
"""Inputs between the feeds and the service; what is more is dropped and counted."""

Offer = Callable[[Input], None]


class Feed(Protocol):
    """What one sensor's inputs come through."""

    async def run(self, offer: Offer) -> None:
        """Hand on what comes, until cancelled.

        Raises
        ------
        SensorError
            When it has ended for good.
        """
        ...


class SourceFeed:
    """A source as a feed among others.

    Parameters
    ----------
    source : Source
        One that does not wait.
    """

    def __init__(self, source: Source) -> None:
        self._source = source

    async def run(self, offer: Offer) -> None:
        """Hand on the source's inputs."""
        inputs = self._source.inputs()
        try:
            async for item in inputs:
                offer(item)
        finally:
            await inputs.aclose()


class FeedSource:
    """Streams several feeds.

    Parameters
    ----------
    setup : SessionSetup
        The session that goes with them.
    feeds : sequence of Feed
        One for each sensor, or for several.

    Attributes
    ----------
    lost : int
        Inputs dropped because nobody took them in time.
    """

    waits = False

    def __init__(self, setup: SessionSetup, feeds: Sequence[Feed]) -> None:
        self.setup = setup
        self.lost = 0
        self._feeds = feeds
        self._queue: asyncio.Queue[Input | BaseException] = asyncio.Queue()

    async def inputs(self) -> AsyncGenerator[Input, None]:
        """Yield what comes; closing lets go of every sensor.

        Raises
        ------
        SensorError
            When the last feed has ended; one that ends beside others is logged.
        """
        running = [asyncio.create_task(feed.run(self._offer)) for feed in self._feeds]
        for task in running:
            task.add_done_callback(self._ended)
        ended = 0
        try:
            while True:
                item = await self._queue.get()
                if not isinstance(item, BaseException):
                    yield item
                    continue
                ended += 1
                if ended == len(running) or not isinstance(item, SensorError):
                    raise item
                log.warning("%s; the other sensors go on", item)
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            self._queue.put_nowait(error)

    def _offer(self, item: Input) -> None:
        if self._queue.qsize() < WAITING_INPUTS:
            self._queue.put_nowait(item)
            return
        self.lost += 1
        if self.lost == 1:
            log.warning("nobody takes what the sensors send: inputs are lost")
