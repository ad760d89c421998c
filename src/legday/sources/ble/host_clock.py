"""The clocks of this machine, as one thing that can be exchanged."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from legday.sources._clock import host_now_ns


@dataclass(frozen=True, slots=True)
class HostClock:
    """The clocks of this machine; a soak brings faster ones."""

    now_ns: Callable[[], int] = host_now_ns
    monotonic_s: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
