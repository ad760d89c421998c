"""What is to be sent to one broker next: events in order, then newest states, answers, the moving line."""

import asyncio
from collections import deque
from dataclasses import dataclass

from legday.publishers._outbox_queue import OutboxQueue
from legday.publishers._topics import Delivery, delivery

LIVE = 64
"""Live messages that a hiccup of a second or two delays and does not tear out of the line."""

ANSWERS = 256
"""Answers to commands that may wait: four times the commands that may."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A delivery on its way; an event has a number by which it is acknowledged."""

    ready: Delivery
    number: int | None = None


class Backlog:
    """Deliveries whose turn has not come yet.

    Parameters
    ----------
    base : str
        First part of every topic.
    events : OutboxQueue
        The broker's own.
    """

    def __init__(self, base: str, events: OutboxQueue) -> None:
        self._base = base
        self._events = events
        self._newest: dict[str, Delivery] = {}
        self._answers: deque[Delivery] = deque(maxlen=ANSWERS)
        self._live: deque[Delivery] = deque(maxlen=LIVE)
        self._changed = asyncio.Event()
        self._closed = False
        events.listen(self._changed.set)

    def add(self, ready: Delivery) -> None:
        """Take what is no event: a retained topic's newest, an answer, or a moment of the moving line."""
        if ready.retain:
            self._newest[ready.topic] = ready
        elif ready.expiry_s:
            self._live.append(ready)
        else:
            self._answers.append(ready)
        self._changed.set()

    def close(self) -> None:
        """Say that nothing more will come."""
        self._closed = True
        self._changed.set()

    async def take(self) -> Outgoing | None:
        """Return what is to be sent next; None when all is sent and acknowledged, and it is closed."""
        while (outgoing := self._next()) is None:
            if self._closed and not len(self._events):
                return None
            self._changed.clear()
            await self._changed.wait()
        return outgoing

    def _next(self) -> Outgoing | None:
        if (event := self._events.take()) is not None:
            number, message = event
            return Outgoing(delivery(self._base, message), number)
        if self._newest:
            return Outgoing(self._newest.pop(next(iter(self._newest))))
        waiting = self._answers or self._live
        return Outgoing(waiting.popleft()) if waiting else None

    def sent(self, outgoing: Outgoing) -> None:
        """Note that the broker has it."""
        if outgoing.number is not None:
            self._events.acknowledge(outgoing.number)
            if self._closed:
                self._changed.set()

    def begin_again(self) -> None:
        """Start over with what was not acknowledged; what is only for eyes is of a time gone by."""
        self._events.rewind()
        self._live.clear()
