"""All that holds right now, folded from the events: what a screen shows and what a retained state says."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from legday.errors import UnknownExerciseError
from legday.exercises import exercise as find_exercise

TEMPO_EVENTS = 5
"""The tempo of counted events is the mean over this many of the newest."""

TEMPO_STALE_S = 6.0
"""A cadence is not shown any more when nothing new came for this long."""

RETRACTABLE = 256
"""Counted events of a set that can still be withdrawn."""

_TIME_KEYS = ("landing_s", "end_s", "t_s")


@dataclass(slots=True)
class _Board:
    exercise: str | None = None
    title: str | None = None
    counts: str | None = None
    count: int = 0
    set_n: int = 0
    set_running: bool = False
    hold_s: float | None = None
    counted: deque[str] = field(default_factory=lambda: deque(maxlen=RETRACTABLE))
    times_s: deque[float] = field(default_factory=lambda: deque(maxlen=TEMPO_EVENTS))
    steps_per_min: float | None = None
    cadence_at_s: float = float("-inf")
    links: dict[str, str] = field(default_factory=dict)


class Scoreboard:
    """Follows a session's event messages; see `legday.messages.message`."""

    def __init__(self) -> None:
        self._board = _Board()

    def take(self, message: Mapping[str, Any]) -> None:
        """Follow one event message."""
        board = self._board
        match message["type"]:
            case "exercise":
                self._choose(message["exercise"])
            case "set_started":
                board.set_n, board.set_running, board.count = message["n"], True, 0
                board.counted.clear()
            case "set_ended":
                board.set_running, board.count = False, message["count"]
            case "retracted":
                self._withdraw(message["retracts"])
            case "correction":
                board.count = max(0, board.count + message["by"])
            case "cadence":
                board.steps_per_min, board.cadence_at_s = message["steps_per_min"], message["t_s"]
            case "hold_progress":
                board.hold_s = message["elapsed_s"]
            case "link":
                board.links[message["device"]] = message["state"]
        if message["type"] == board.counts:
            self._count(message)

    def data_came(self, device: str) -> bool:
        """Note that a device is sending; return whether that is news."""
        news = self._board.links.get(device) != "connected"
        self._board.links[device] = "connected"
        return news

    def status(self, device: str) -> str:
        """Return ``online`` while a device's data are coming, else ``offline``."""
        return "online" if self._board.links.get(device) == "connected" else "offline"

    def state(self, device: str, now_s: float) -> dict[str, Any]:
        """Return the state of a device at its time ``now_s``: every key always, null what is not known."""
        board = self._board
        fresh = now_s - board.cadence_at_s <= TEMPO_STALE_S
        return {
            "exercise": board.exercise,
            "title": board.title,
            "counts": board.counts,
            "count": board.count,
            "set": {"n": board.set_n, "running": board.set_running},
            "steps_per_min": board.steps_per_min if fresh else None,
            "counts_per_min": self._tempo() if fresh else None,
            "hold_s": board.hold_s,
            "link": board.links.get(device),
        }

    def _choose(self, name: str | None) -> None:
        before = self._board
        if name == before.exercise:
            return
        self._board = _Board(exercise=name, set_n=before.set_n, links=before.links)
        if name is None:
            return
        try:
            chosen = find_exercise(name)
        except UnknownExerciseError:
            return
        self._board.title, self._board.counts = chosen.title, chosen.counts

    def _count(self, message: Mapping[str, Any]) -> None:
        board = self._board
        board.count += 1
        board.counted.append(message["id"])
        time_s = next((message[key] for key in _TIME_KEYS if message.get(key) is not None), None)
        if time_s is not None:
            if time_s - board.cadence_at_s > TEMPO_STALE_S:
                board.times_s.clear()
            board.times_s.append(time_s)
            board.cadence_at_s = time_s

    def _withdraw(self, identifier: str) -> None:
        if identifier in self._board.counted:
            self._board.counted.remove(identifier)
            self._board.count = max(0, self._board.count - 1)

    def _tempo(self) -> float | None:
        times_s = self._board.times_s
        if len(times_s) < 2 or times_s[-1] <= times_s[0]:
            return None
        return round(60.0 * (len(times_s) - 1) / (times_s[-1] - times_s[0]), 1)
