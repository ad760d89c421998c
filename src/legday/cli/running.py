"""The event loop that every command runs in."""

import asyncio
import contextlib
import signal
from collections.abc import Coroutine, Iterator
from typing import Any, TypeVar

T = TypeVar("T")


def run_in_loop(main: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end, as `asyncio.run` does, in a loop that can watch sockets.

    The MQTT client asks for that, and Windows' usual loop cannot; elsewhere this one is the usual.
    """
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        return runner.run(main)


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Let Ctrl-C end at once what waits for a person inside the loop, which hears of it only afterwards."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
