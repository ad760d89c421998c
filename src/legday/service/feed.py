"""What feeds the session: the source's inputs and a tick each second, until it ends or is to stop."""

import asyncio
import contextlib
from collections.abc import Callable
from contextlib import aclosing

from legday.core.inputs import Tick
from legday.errors import LegdayError
from legday.service.inbox import Inbox
from legday.sources import Source

TICK_S = 1.0


class Feed:
    """Brings inputs into the inbox.

    Parameters
    ----------
    source : Source
        Where they come from.
    inbox : Inbox
        Where they wait for the session.
    now_ns : callable
        Host time, ns.

    Attributes
    ----------
    failure : LegdayError or None
        What the source could not go on with.
    """

    def __init__(self, source: Source, inbox: Inbox, now_ns: Callable[[], int]) -> None:
        self._source = source
        self._inbox = inbox
        self._now_ns = now_ns
        self._stopping = asyncio.Event()
        self.failure: LegdayError | None = None

    def stop(self) -> None:
        """Bring no more; what is in the inbox stays there."""
        self._stopping.set()

    async def bring(self) -> None:
        """Bring the source's inputs until it ends or is to stop, and then the word that there are no more."""
        taking = asyncio.create_task(self._bring_all())
        stopping = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait({taking, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            taking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await taking
        await self._inbox.put(None)

    async def _bring_all(self) -> None:
        try:
            async with aclosing(self._source.inputs()) as inputs:
                async for item in inputs:
                    if self._source.waits:
                        await self._inbox.put(item)
                    else:
                        self._inbox.offer(item)
        except LegdayError as error:
            self.failure = error

    async def tick(self) -> None:
        """Say each second that time passes; a source that waits has a time of its own."""
        while not self._source.waits:
            await asyncio.sleep(TICK_S)
            self._inbox.offer(Tick(self._now_ns()))
