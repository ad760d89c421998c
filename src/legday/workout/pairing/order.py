"""Several sensors in one order: events wait until no sensor can have seen anything earlier.

Each sensor has a mark, the common time up to which it has been followed. An event is released when the marks
of all the other sensors have passed it, so that the order does not depend on which of two packets came first.
A sensor that was silent for `SILENT_NS` when time was told holds nobody back; what it sends later is taken as
it comes.
"""

import heapq
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from legday.core.events import Event
from legday.workout.pairing.sighting import Heard

SILENT_NS = 500_000_000


class Waiting(NamedTuple):
    """An event that waits its turn: when it was decided, whose it is, how many came before."""

    at_s: float
    rank: int
    number: int
    event: Event
    offset_s: float


@dataclass(slots=True)
class _Line:
    """A sensor: its mark, the offset of its clock at its start, its last notification."""

    mark_s: float = -math.inf
    zero_s: float | None = None
    last_ns: int | None = None
    silent: bool = False


class Order:
    """Orders what several sensors saw.

    Parameters
    ----------
    devices : sequence of str
        The sensors; the first one's time zero is that of the common clock.
    """

    def __init__(self, devices: Sequence[str]) -> None:
        self._lines = {device: _Line() for device in devices}
        self._ranks = {device: rank for rank, device in enumerate(devices)}
        self._waiting: list[Waiting] = []
        self._taken = 0

    def push(self, heard: Heard) -> None:
        """Take what a sensor saw, and its mark."""
        line = self._lines[heard.device]
        if heard.arrival_ns is not None:
            line.last_ns, line.silent = heard.arrival_ns, False
        if line.zero_s is None:
            line.zero_s = heard.offset_s
        before_s = line.mark_s
        line.mark_s = max(before_s, heard.now_s + heard.offset_s)
        for event in heard.events:
            at_s = min(max(event.decided_s + heard.offset_s, before_s), line.mark_s)
            self._taken += 1
            waiting = Waiting(at_s, self._ranks[heard.device], self._taken, event, heard.offset_s)
            heapq.heappush(self._waiting, waiting)

    def tick(self, at_ns: int) -> None:
        """Let time pass: a sensor may have been silent for too long."""
        for line in self._lines.values():
            if line.last_ns is None:
                line.last_ns = at_ns
            line.silent = line.silent or at_ns - line.last_ns > SILENT_NS

    def lost(self, device: str) -> None:
        """Note that a sensor's link is down: it holds nobody back until it sends again."""
        self._lines[device].silent = True

    def ready(self) -> Iterator[Waiting]:
        """Yield the events whose turn it is."""
        while self._waiting and self._may_go(self._waiting[0]):
            yield heapq.heappop(self._waiting)

    def rest(self) -> Iterator[Waiting]:
        """Yield all that still waits."""
        while self._waiting:
            yield heapq.heappop(self._waiting)

    @property
    def complete_s(self) -> float:
        """Host time before which everything has been released, s; minus infinity before the start."""
        marks = [line.mark_s for line in self._lines.values() if not line.silent]
        return min(marks) if marks else max(line.mark_s for line in self._lines.values())

    @property
    def silent(self) -> bool:
        """Whether no sensor is heard."""
        return all(line.silent for line in self._lines.values())

    @property
    def zero_s(self) -> float | None:
        """Host time at which the clock of the first sensor that has been heard stood at zero, s."""
        return next((line.zero_s for line in self._lines.values() if line.zero_s is not None), None)

    def _may_go(self, waiting: Waiting) -> bool:
        return all(
            line.silent or line.mark_s > waiting.at_s
            for device, line in self._lines.items()
            if self._ranks[device] != waiting.rank
        )
