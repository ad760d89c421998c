"""Where trials are computed: here, in processes, or on a Dask cluster. The result does not depend on it."""

import logging
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing import active_children, get_context
from typing import Any, Protocol, Self, TypeVar

from legday.errors import MissingExtraError, TuneError

A = TypeVar("A")
B = TypeVar("B")

CONNECT_S = "20s"
ATTEMPTS = 3
"""So often work is begun with new processes before it is given up."""


class Executor(Protocol):
    """Computes a function of each item, in the order of the items."""

    def __call__(self, function: Callable[[A], B], items: Sequence[A]) -> Iterator[B]:
        """Yield the results, in order."""
        ...


def serial(function: Callable[[A], B], items: Sequence[A]) -> Iterator[B]:
    """Compute one after the other, in this process."""
    return map(function, items)


class Processes:
    """Processes on this machine. What one that dies had begun is begun anew; Ctrl-C is not theirs.

    Parameters
    ----------
    workers : int
        How many.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._others = set(active_children())
        self._pool = self._begin()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        """End the processes, in mid-trial where something failed: what they write is whole or not there."""
        if failure is not None:
            for process in set(active_children()) - self._others:
                process.terminate()
        self._pool.shutdown(cancel_futures=True)

    def __call__(self, function: Callable[[A], B], items: Sequence[A]) -> Iterator[B]:
        """Yield the results, in order.

        Raises
        ------
        TuneError
            When processes die again and again.
        """
        done = 0
        for _ in range(ATTEMPTS):
            try:
                with _deaf_to_interrupts():
                    results = self._pool.map(function, items[done:])
                for result in results:
                    yield result
                    done += 1
            except BrokenProcessPool:
                self._pool.shutdown()
                self._pool = self._begin()
            else:
                return
        raise TuneError("processes die again and again: is there memory enough? want fewer --workers")

    def _begin(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self._workers, mp_context=get_context("spawn"))


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Hold Ctrl-C back: processes that are started meanwhile never hear it, this one hears it afterwards."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def executor(workers: int = 1, scheduler: str | None = None) -> Iterator[Executor]:
    """Give what computes: a Dask cluster where a scheduler is named, else so many processes.

    Parameters
    ----------
    workers : int
        Processes; 1 computes in this one.
    scheduler : str, optional
        Address of a Dask scheduler, ``tcp://host:port``. Its workers need legday, and the same paths.

    Raises
    ------
    MissingExtraError
        Without Dask.
    TuneError
        When the scheduler cannot be reached.
    """
    if scheduler is not None:
        with _client(scheduler) as client:
            yield partial(_on_dask, client)
    elif workers > 1:
        with Processes(workers) as processes:
            yield processes
    else:
        yield serial


@contextmanager
def _client(scheduler: str) -> Iterator[Any]:
    try:
        from distributed import Client
    except ImportError as error:
        raise MissingExtraError("dask", "--scheduler") from error
    try:
        client = Client(scheduler, timeout=CONNECT_S)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise TuneError(
            f"{scheduler}: want the address of a Dask scheduler, such as tcp://host:8786"
        ) from error
    with client:
        try:
            yield client
        except BaseException:
            _hush()
            raise


def _hush() -> None:
    """Keep Dask from writing tracebacks of what it was waiting for when a search is broken off."""
    for name in ("asyncio", "distributed"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _on_dask(client: Any, function: Callable[[A], B], items: Sequence[A]) -> Iterator[B]:
    """Compute on a cluster; what a worker that dies had begun is begun anew elsewhere."""
    futures = client.map(function, items, pure=False)
    while futures:
        yield futures[0].result()
        del futures[0]  # the cluster forgets what was fetched
