"""What one device has counted, as a screen shows it."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from legday.exercises import exercise as find_exercise
from legday.workout.open_set import RETRACTABLE

TEMPO_EVENTS = 5
"""The tempo of counted events is the mean over this many of the newest."""

TEMPO_STALE_S = 6.0
"""A cadence is not shown any more when nothing new came for this long."""

_TIME_KEYS = ("landing_s", "end_s", "t_s")


@dataclass(slots=True)
class Board:
    """The exercise of a device, its count, its tempo and its link."""

    exercise: str | None = None
    title: str | None = None
    counts: str | None = None
    count: int = 0
    since_s: float | None = None
    hold_s: float | None = None
    counted: deque[str] = field(default_factory=lambda: deque(maxlen=RETRACTABLE))
    times_s: deque[float] = field(default_factory=lambda: deque(maxlen=TEMPO_EVENTS))
    steps_per_min: float | None = None
    cadence_at_s: float = float("-inf")
    link: str | None = None

    def take(self, message: Mapping[str, Any], *, counts: bool) -> None:
        """Follow an event of the device.

        ``counts`` says whether a set is on: outside of one a counted event has only a tempo.
        """
        match message["type"]:
            case "retracted":
                self._withdraw(message["retracts"])
            case "correction":
                self.count = max(0, self.count + message["by"])
            case "cadence":
                self.steps_per_min, self.cadence_at_s = message["steps_per_min"], message["t_s"]
            case "hold_progress":
                self.hold_s = message["elapsed_s"]
            case "link":
                self.link = message["state"]
        if message["type"] == self.counts:
            self._count(message, counts=counts)

    def begin_set(self, t_s: float) -> None:
        """Count from zero."""
        self.count, self.since_s = 0, t_s
        self.counted.clear()

    def state(self, now_s: float) -> dict[str, Any]:
        """Return what holds at a time of the device."""
        fresh = now_s - self.cadence_at_s <= TEMPO_STALE_S
        return {
            "exercise": self.exercise,
            "title": self.title,
            "counts": self.counts,
            "count": self.count,
            "count_since_s": self.since_s,
            "steps_per_min": self.steps_per_min if fresh else None,
            "counts_per_min": self._tempo() if fresh else None,
            "hold_s": self.hold_s,
            "link": self.link,
        }

    def _count(self, message: Mapping[str, Any], *, counts: bool) -> None:
        if counts:
            self.count += 1
            self.counted.append(message["id"])
        time_s = next((message[key] for key in _TIME_KEYS if message.get(key) is not None), None)
        if time_s is None:
            return
        if time_s - self.cadence_at_s > TEMPO_STALE_S:
            self.times_s.clear()
        self.times_s.append(time_s)
        self.cadence_at_s = time_s

    def _withdraw(self, identifier: str) -> None:
        if identifier in self.counted:
            self.counted.remove(identifier)
            self.count = max(0, self.count - 1)

    def _tempo(self) -> float | None:
        times_s = self.times_s
        if len(times_s) < 2 or times_s[-1] <= times_s[0]:
            return None
        return round(60.0 * (len(times_s) - 1) / (times_s[-1] - times_s[0]), 1)


def chosen(before: Board, name: str | None, t_s: float) -> Board:
    """Return the board on which another exercise begins; the same one goes on."""
    if name == before.exercise:
        return before
    after = Board(exercise=name, since_s=t_s, link=before.link)
    if name is not None:
        exercise = find_exercise(name)
        after.title, after.counts = exercise.title, exercise.counts
    return after
