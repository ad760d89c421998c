"""What waits for the broker: events in order, the newest state of each, and a little of the moving line."""

import asyncio
from collections import deque

from legday.publishers._topics import Delivery

EVENTS = 10_000
"""Events kept while the broker is away: hours of training, a few megabytes."""


LIVE = 64
"""Live messages that a hiccup of a second or two delays and does not tear out of the line."""


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
        self._live: deque[Delivery] = deque(maxlen=LIVE)
        self._changed = asyncio.Event()
        self._closed = False

    def __len__(self) -> int:
        return len(self._events) + len(self._newest) + len(self._live)

    def add(self, delivery: Delivery) -> None:
        """Take a delivery: what is retained replaces what waits on its topic, what expires may be dropped."""
        if delivery.retain:
            self._newest[delivery.topic] = delivery
        elif delivery.expiry_s:
            self._live.append(delivery)
        else:
            self._keep(delivery)
        self._changed.set()

    def _keep(self, event: Delivery) -> None:
        if len(self._events) == self._limit:
            self._events.popleft()
            self.dropped += 1
        self._events.append(event)

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
        for waiting in (self._events, self._newest.values(), self._live):
            if waiting:
                return next(iter(waiting))
        return None

    def done(self, delivery: Delivery) -> None:
        """Forget a delivery that the broker has taken, unless a newer one has replaced it meanwhile."""
        for waiting in (self._events, self._live):
            if waiting and waiting[0] is delivery:
                waiting.popleft()
        if self._newest.get(delivery.topic) is delivery:
            del self._newest[delivery.topic]

    def forget_live(self) -> None:
        """Drop what is only for eyes: the broker was away."""
        self._live.clear()
