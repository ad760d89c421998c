"""Events until every broker has acknowledged them: on the disk first, so that they outlive this process.

One thread writes. What comes while it writes is its next transaction, so that a single event is on its way at
once and a burst is written together.
"""

import asyncio
import contextlib
import logging
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal, Self, TypeVar

from legday.publishers._outbox_file import Changes, Entry, OutboxFile
from legday.publishers._outbox_queue import OutboxQueue

log = logging.getLogger(__name__)

Result = TypeVar("Result")

Storage = Literal["disk", "memory", "full"]
"""Where events wait: on the disk; in memory, on purpose; in memory, because the disk takes nothing."""

RETRY_S = 1.0
"""A disk that took nothing is tried again after this long."""

TIDY_S = 0.5
"""What was acknowledged is taken off the disk after at most this long; a crash sends that much again."""

SYNC_S = 10.0
"""The disk is waited for so often; the recording is ahead, and decides again what a power failure took."""


class Outbox:
    """The queues of all brokers; an async context manager.

    Parameters
    ----------
    path : Path or None
        Of the database. None, or a file that another running process uses, keeps everything in memory.
    open_file : callable
        Opens the database.
    """

    def __init__(
        self, path: Path | None = None, open_file: Callable[[Path | None], OutboxFile] = OutboxFile
    ) -> None:
        self._path = path
        self._open_file = open_file
        self._queues: dict[str, OutboxQueue] = {}
        self._wanted = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, "outbox")
        self._file: OutboxFile | None = None
        self._working: list[asyncio.Task[None]] = []
        self._tidying: asyncio.TimerHandle | None = None
        self._failing = False

    async def __aenter__(self) -> Self:
        try:
            self._file = await self._run(self._open_file, self._path)
        except (OSError, sqlite3.Error) as error:
            log.warning("%s: events are kept in memory: %s", self._path, error)
            self._file = await self._run(self._open_file, None)
        self._working = [asyncio.create_task(each) for each in (self._keep_writing(), self._keep_on_disk())]
        return self

    async def __aexit__(self, *error: object) -> None:
        if self._tidying is not None:
            self._tidying.cancel()
        for each in self._working:
            each.cancel()
        await asyncio.gather(*self._working, return_exceptions=True)
        if self._file is not None:
            await self._write()
            await self._run(self._file.close)
        self._thread.shutdown()

    @property
    def storage(self) -> Storage:
        """Where events wait now."""
        if self._failing:
            return "full"
        return "memory" if self._opened.in_memory else "disk"

    @property
    def dropped(self) -> int:
        """Events that had to make room since the start, over all brokers."""
        return sum(queue.dropped for queue in self._queues.values())

    @property
    def waiting(self) -> int:
        """Events that the broker which lags most has not acknowledged."""
        return max((len(queue) for queue in self._queues.values()), default=0)

    def queue(self, name: str, recording: str) -> OutboxQueue:
        """Return a queue for a broker, still empty."""
        return OutboxQueue(name, recording, self._wanted.set, self._tidy_soon)

    async def join(self, queue: OutboxQueue) -> None:
        """Keep a queue from here on, and give it what an earlier run left behind."""
        queue.begin(*await self._run(self._opened.state, queue.name, queue.recording))
        self._queues[queue.name] = queue
        self._wanted.set()

    async def forget(self, recording: str) -> None:
        """Drop the account of a recording that is finished and will not be resumed."""
        await self._write()
        with contextlib.suppress(sqlite3.Error):
            await self._run(self._opened.forget, recording)
        self._queues.clear()

    @property
    def _opened(self) -> OutboxFile:
        assert self._file is not None, "an outbox is entered before it is used"  # noqa: S101
        return self._file

    async def _keep_writing(self) -> None:
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            if not await self._write():
                await asyncio.sleep(RETRY_S)
                self._wanted.set()

    async def _keep_on_disk(self) -> None:
        while True:
            await asyncio.sleep(SYNC_S)
            with contextlib.suppress(sqlite3.Error):
                await asyncio.to_thread(self._opened.sync)

    async def _write(self) -> bool:
        """Write what is new and read what is wanted; return whether the disk took it."""
        changes = [each for queue in self._queues.values() if (each := queue.changes) is not None]
        wrote = not changes or await self._wrote(changes)
        for queue in self._queues.values():
            if queue.wants_more:
                queue.read(await self._read(queue))
        return wrote

    async def _wrote(self, changes: list[Changes]) -> bool:
        try:
            await self._run(self._opened.write, changes)
        except sqlite3.Error as error:
            if not self._failing:
                log.warning("%s: events go out from memory: %s", self._path, error)
            self._failing = True
            for queue in self._queues.values():
                queue.failed()
            return False
        self._failing = False
        for each in changes:
            self._queues[each.queue].wrote(each)
        return True

    async def _read(self, queue: OutboxQueue) -> list[Entry]:
        after, limit = queue.wanted
        return await self._run(self._opened.read, queue.name, after, limit)

    def _tidy_soon(self) -> None:
        if self._tidying is None:
            self._tidying = asyncio.get_running_loop().call_later(TIDY_S, self._tidy)

    def _tidy(self) -> None:
        self._tidying = None
        self._wanted.set()

    async def _run(self, function: Callable[..., Result], *arguments: object) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, function, *arguments)
