"""Inputs that exist already, handed out at the pace of their own times or as fast as they are taken."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Iterator
from itertools import islice

from legday.core.inputs import Input, Tick, time_ns

TICK_NS = 1_000_000_000

AHEAD = 64
"""Inputs made ahead of their time, in a thread: a simulator that has to think holds up nothing else."""

SHORTEST_WAIT_S = 0.002


class Pace:
    """How fast recorded time passes.

    Parameters
    ----------
    speed : float or None
        Multiple of real time; None does not wait at all.
    clock_s : callable
        Monotonic time, s.
    sleep : callable
        Waits for so many seconds.
    """

    def __init__(
        self,
        speed: float | None = 1.0,
        clock_s: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._speed = speed
        self._clock_s = clock_s
        self._sleep = sleep

    async def follow(self, inputs: Iterable[Input]) -> AsyncGenerator[Input, None]:
        """Yield each input when its time has come, counted from the first one."""
        iterator = iter(inputs)
        start_ns: int | None = None
        start_s = self._clock_s()
        while batch := await asyncio.to_thread(_ahead, iterator):
            for item in batch:
                if start_ns is None:
                    start_ns, start_s = time_ns(item), self._clock_s()
                if self._speed is not None:
                    await self._wait(start_s + (time_ns(item) - start_ns) * 1e-9 / self._speed)
                yield item

    async def _wait(self, due_s: float) -> None:
        left_s = due_s - self._clock_s()
        if left_s > SHORTEST_WAIT_S:
            await self._sleep(left_s)


def _ahead(iterator: Iterator[Input]) -> list[Input]:
    return list(islice(iterator, AHEAD))


def with_ticks(inputs: Iterable[Input]) -> Iterator[Input]:
    """Put a `Tick` between the inputs at each full second since the first one."""
    next_ns: int | None = None
    for item in inputs:
        at_ns = time_ns(item)
        if next_ns is None:
            next_ns = at_ns + TICK_NS
        while next_ns <= at_ns:
            yield Tick(next_ns)
            next_ns += TICK_NS
        yield item


def until(inputs: Iterable[Input], seconds: float | None) -> Iterator[Input]:
    """Yield the inputs of the first ``seconds``; None yields them all."""
    end_ns: int | None = None
    for item in inputs:
        if seconds is not None:
            if end_ns is None:
                end_ns = time_ns(item) + round(seconds * 1e9)
            if time_ns(item) >= end_ns:
                return
        yield item
