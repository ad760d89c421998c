"""Numbered messages in the order of their numbers: what came early waits, what came twice is left out."""

from typing import Generic, TypeVar

T = TypeVar("T")

PATIENCE = 32
"""So many later messages, some seconds of a phone's, wait for one that is missing; then it counts as lost."""


class InOrder(Generic[T]):
    """Puts messages in order.

    Parameters
    ----------
    first : int or None
        Number of the first one; None takes that of the first to come.
    patience : int
        How many may wait.

    Attributes
    ----------
    next : int or None
        The number that is wanted now: all below it were handed on or given up.
    duplicates, lost : int
        Messages that came again, and numbers that never came.
    """

    def __init__(self, first: int | None = None, patience: int = PATIENCE) -> None:
        self.next = first
        self.duplicates = 0
        self.lost = 0
        self._patience = patience
        self._waiting: dict[int, T] = {}

    def push(self, number: int, item: T) -> list[T]:
        """Take a message and return those whose turn has come."""
        if self.next is None:
            self.next = number
        if number < self.next or number in self._waiting:
            self.duplicates += 1
            return []
        self._waiting[number] = item
        ready = self._ready()
        while len(self._waiting) > self._patience:
            ready += self.skip_to(min(self._waiting))
        return ready

    def skip_to(self, number: int) -> list[T]:
        """Give up what is missing below ``number`` and return what waited behind it."""
        if self.next is None or number <= self.next:
            self.next = number if self.next is None else self.next
            return []
        early = [self._waiting.pop(each) for each in sorted(self._waiting) if each < number]
        self.lost += number - self.next - len(early)
        self.next = number
        return early + self._ready()

    def flush(self) -> list[T]:
        """Return what still waits."""
        return self.skip_to(max(self._waiting) + 1) if self._waiting else []

    def _ready(self) -> list[T]:
        ready: list[T] = []
        while self.next is not None and self.next in self._waiting:
            ready.append(self._waiting.pop(self.next))
            self.next += 1
        return ready
