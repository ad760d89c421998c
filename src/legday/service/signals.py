"""Ctrl-C, SIGTERM and a terminal that is closed as a wish to stop: once in good order, then at once."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable, Iterator
from types import FrameType


@contextlib.contextmanager
def stopped_by_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Call ``stop`` in the running loop on the first signal; the next one has its usual effect."""
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in _numbers()}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def received(_number: int, _frame: FrameType | None) -> None:
        restore()
        loop.call_soon_threadsafe(stop)

    for number in before:
        signal.signal(number, received)
    try:
        yield
    finally:
        restore()


def _numbers() -> list[int]:
    """Return the signals that ask us to stop; who started us with nohup wants no closed terminal to do so."""
    asking = [signal.SIGINT, signal.SIGTERM]
    if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        asking.append(signal.SIGHUP)
    return [int(each) for each in asking]
