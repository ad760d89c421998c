"""What waits for the broker: events in order, of everything else only the newest."""

import asyncio
from collections import deque

from legday.publishers._topics import Delivery

EVENTS = 10_000
"""Events kept while the broker is away: hours of training, a few megabytes."""


class Backlog:
    """Deliveries that the broker has not taken yet.

    Attributes
    ----------
    dropped : int
        Events that were pushed out by newer ones since the start.
    """

    def __init__(self, limit: int = EVENTS) -> None:
        self.dropped = 0
        self._limit = limit
        self._events: deque[Delivery] = deque()
        self._newest: dict[str, Delivery] = {}
        self._changed = asyncio.Event()
        self._closed = False

    def __len__(self) -> int:
        return len(self._events) + len(self._newest)

    def add(self, delivery: Delivery, *, keep: bool) -> None:
        """Take a delivery; one that is not to be kept replaces what waits on the same topic."""
        if keep:
            if len(self._events) == self._limit:
                self._events.popleft()
                self.dropped += 1
            self._events.append(delivery)
        else:
            self._newest[delivery.topic] = delivery
        self._changed.set()

    def close(self) -> None:
        """Say that nothing more will come."""
        self._closed = True
        self._changed.set()

    async def first(self) -> Delivery | None:
        """Return the delivery whose turn it is without taking it out; None when all is sent and it is closed.

        Events, in their order, come before everything else.
        """
        while not len(self):
            if self._closed:
                return None
            self._changed.clear()
            await self._changed.wait()
        return self._events[0] if self._events else next(iter(self._newest.values()))

    def done(self, delivery: Delivery) -> None:
        """Forget a delivery that the broker has taken, unless a newer one has replaced it meanwhile."""
        if self._events and self._events[0] is delivery:
            self._events.popleft()
        elif self._newest.get(delivery.topic) is delivery:
            del self._newest[delivery.topic]

    def forget_live(self) -> None:
        """Drop what is only for eyes: the broker was away."""
        self._newest = {topic: each for topic, each in self._newest.items() if not each.expiry_s}
