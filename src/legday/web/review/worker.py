"""A process of its own for what is long, so that live is not held up."""

import asyncio
import multiprocessing
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from aiohttp import web
from pydantic import ValidationError

from legday.errors import LegdayError, ReviewError

T = TypeVar("T")


class Worker:
    """Runs functions in another process, which begins with the first."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    async def run(self, function: Callable[..., T], *arguments: Any) -> T:
        """Run a function of a module.

        Raises
        ------
        HTTPUnprocessableEntity
            For what it refuses, in words.
        HTTPInternalServerError
            Where the process ended before its time; the next call begins another.
        """
        if self._pool is None:
            spawn = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, spawn, _leave_interrupts_to_the_service)
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._pool, _told, function, *arguments)
        except LegdayError as error:
            raise web.HTTPUnprocessableEntity(text=str(error)) from None
        except BrokenProcessPool:
            self._pool = None
            raise web.HTTPInternalServerError(text="Counting ended before its time; try again.") from None

    async def close(self, _application: web.Application) -> None:
        """End the process with the server."""
        if self._pool is not None:
            await asyncio.to_thread(self._pool.shutdown, cancel_futures=True)


def _leave_interrupts_to_the_service() -> None:
    """Prepare the worker: Ctrl-C reaches it too, and it is the service that ends it in good order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _told(function: Callable[..., T], *arguments: Any) -> T:
    """Run a function; whatever it refuses becomes an error that can leave the process.

    Raises
    ------
    ReviewError
        What was refused, in words.
    """
    try:
        return function(*arguments)
    except ValidationError as error:
        first = error.errors()[0]
        raise ReviewError(f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}") from None
    except (LegdayError, OSError) as error:
        raise ReviewError(str(error)) from None
