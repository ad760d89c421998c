"""Where trials are computed: here, in processes, or on a Dask cluster. The result does not depend on it."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from typing import Any, Protocol, TypeVar

from legday.errors import MissingExtraError, TuneError

A = TypeVar("A")
B = TypeVar("B")

CONNECT_S = "20s"


class Executor(Protocol):
    """Computes a function of each item, in the order of the items."""

    def __call__(self, function: Callable[[A], B], items: Sequence[A]) -> list[B]:
        """Return the results, in order."""
        ...


def serial(function: Callable[[A], B], items: Sequence[A]) -> list[B]:
    """Compute one after the other, in this process."""
    return [function(item) for item in items]


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
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            yield lambda function, items: list(pool.map(function, items))
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
        yield client


def _on_dask(client: Any, function: Callable[[A], B], items: Sequence[A]) -> list[B]:
    """Compute on a cluster; what a worker that dies had begun is begun anew elsewhere."""
    results: list[B] = client.gather(client.map(function, items, pure=False))
    return results
