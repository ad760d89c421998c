"""One broker's place in the outbox: what is new, what is at hand to be sent, what is under way."""

import json
from collections import deque
from collections.abc import Callable
from dataclasses import fields
from typing import Any

from legday.publishers._message import Message
from legday.publishers._outbox_file import Changes, Entry
from legday.publishers._topics import compact

FIELDS = tuple(each.name for each in fields(Message))

AT_HAND = 500
"""Entries kept in memory for sending; what waits behind them is on the disk."""

MOST_WAITING = 100_000
"""Events that may wait for a broker, about 40 MB: a day of training. Then the oldest make room, counted."""

MOST_UNSTORED = 10_000
"""The same while they cannot be written."""


class OutboxQueue:
    """What one broker has not acknowledged, in order; all of it runs in the event loop.

    Parameters
    ----------
    name, recording : str
        The broker's, and that of the run.
    wake, tidy : callable
        Called when there is something to write or to read; when there is something to delete, which can wait.

    Attributes
    ----------
    dropped : int
        Events that had to make room since the start.
    """

    def __init__(self, name: str, recording: str, wake: Callable[[], None], tidy: Callable[[], None]) -> None:
        self.name = name
        self.dropped = 0
        self.recording = recording
        self._wake = wake
        self._tidy = tidy
        self._failing = False
        self._changed: Callable[[], None] = lambda: None
        self._newest = self._stored = self._read = self._done = self._written_done = 0
        self._waiting = self._given = self._known = 0
        self._unstored: deque[Entry] = deque()
        self._fresh: deque[Entry] = deque()
        self._at_hand: deque[Entry] = deque()
        self._under_way: dict[int, Entry] = {}
        self._acknowledged: set[int] = set()

    def __len__(self) -> int:
        return self._waiting

    def begin(self, newest: int, waiting: int, given: int) -> None:
        """Take up where an earlier run ended."""
        self._newest = self._stored = newest
        self._waiting = waiting
        self._given = self._known = given

    def listen(self, changed: Callable[[], None]) -> None:
        """Have ``changed`` called whenever there may be something to send."""
        self._changed = changed

    def add(self, message: Message) -> None:
        """Take an event; one decided again is skipped if it had been taken before the process ended."""
        if message.again and self._known > 0:
            self._known -= 1
            return
        if not message.again:
            self._forget_the_lost()
        self._newest += 1
        entry = Entry(self._newest, compact(plain(message)), message)
        self._given += 1
        self._waiting += 1
        self._unstored.append(entry)
        self._fresh.append(entry)
        self._make_room()
        if self._failing:
            self._release(self._newest)
        self._wake()

    def _forget_the_lost(self) -> None:
        """Count no more what was given of inputs that a power failure took: others take their place."""
        self._given -= self._known
        self._known = 0

    def take(self) -> tuple[int, Message] | None:
        """Return the next event to be sent and its number; None where there is none at hand."""
        if not self._at_hand:
            return None
        entry = self._at_hand.popleft()
        self._under_way[entry.number] = entry
        if self.wants_more:
            self._wake()
        return entry.number, entry.original or Message(**json.loads(entry.message))

    def acknowledge(self, number: int) -> None:
        """Note that the broker has an event; it is forgotten when all before it are there too."""
        if number not in self._under_way:
            return
        self._acknowledged.add(number)
        while self._under_way and (first := next(iter(self._under_way))) in self._acknowledged:
            self._acknowledged.discard(first)
            self._finish(self._under_way.pop(first))

    def rewind(self) -> None:
        """Begin again with the oldest that was not acknowledged: the connection broke."""
        self._at_hand.extendleft(reversed(self._under_way.values()))
        self._under_way.clear()
        self._acknowledged.clear()

    @property
    def at_hand(self) -> int:
        """How many may be sent now."""
        return len(self._at_hand)

    @property
    def wants_more(self) -> bool:
        """Whether entries should be read from the disk."""
        return len(self._at_hand) < AT_HAND // 2 and self._read < self._stored

    @property
    def changes(self) -> Changes | None:
        """What should be written now; None for nothing."""
        if not self._unstored and self._done == self._written_done:
            return None
        return Changes(self.name, self.recording, tuple(self._unstored), self._done, self._given)

    def wrote(self, changes: Changes) -> None:
        """Note that changes are on the disk."""
        self._failing = False
        self._written_done = changes.done
        if changes.added:
            last = self._stored = changes.added[-1].number
            while self._unstored and self._unstored[0].number <= last:
                self._unstored.popleft()
        self._release(self._stored)

    def failed(self) -> None:
        """Note that nothing can be written: what is in memory is sent from there."""
        self._failing = True
        self._release(self._newest)

    @property
    def wanted(self) -> tuple[int, int]:
        """Number after which to read, and how many."""
        return self._read, AT_HAND - len(self._at_hand)

    def read(self, entries: list[Entry]) -> None:
        """Take what was read from the disk."""
        self._read = entries[-1].number if entries else self._stored
        self._at_hand.extend(each for each in entries if each.number > self._done)
        while self._fresh and self._fresh[0].number <= self._read:
            self._fresh.popleft()
        self._changed()

    def _release(self, upto: int) -> None:
        """Put new entries at hand, unless older ones are still on the disk or there are enough."""
        room = AT_HAND if upto == self._stored else MOST_UNSTORED
        while self._fresh and self._fresh[0].number <= upto:
            behind = self._read < min(self._stored, self._fresh[0].number - 1)
            if behind or len(self._at_hand) >= room:
                break
            entry = self._fresh.popleft()
            self._read = entry.number
            self._at_hand.append(entry)
        if upto == self._stored:  # what is on the disk need not be in memory too
            while self._fresh and self._fresh[0].number <= upto:
                self._fresh.popleft()
        self._changed()

    def _make_room(self) -> None:
        """Let the oldest go when too many wait; what is under way may still arrive."""
        while self._waiting > MOST_WAITING and (self._at_hand or self._fresh):
            self._drop((self._at_hand or self._fresh)[0])
        while len(self._unstored) > MOST_UNSTORED:
            self._drop(self._unstored[0])

    def _drop(self, entry: Entry) -> None:
        for waiting in (self._at_hand, self._fresh):
            if entry in waiting:
                waiting.remove(entry)
        self.dropped += 1
        self._finish(entry)

    def _finish(self, entry: Entry) -> None:
        self._waiting -= 1
        self._done = max(self._done, entry.number)
        if self._unstored and self._unstored[0].number <= entry.number:
            self._unstored.popleft()
        if self.wants_more:
            self._wake()
        self._tidy()


def plain(message: Message) -> dict[str, Any]:
    """Return a message's fields, its body as it is."""
    return {name: getattr(message, name) for name in FIELDS}
