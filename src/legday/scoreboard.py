"""All that holds right now, folded from the events: what a screen shows and what a retained state says."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from legday.core.workout_events import WORKOUT
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
    hold_s: float | None = None
    counted: deque[str] = field(default_factory=lambda: deque(maxlen=RETRACTABLE))
    times_s: deque[float] = field(default_factory=lambda: deque(maxlen=TEMPO_EVENTS))
    steps_per_min: float | None = None
    cadence_at_s: float = float("-inf")
    link: str | None = None


@dataclass(slots=True)
class _Course:
    """What holds for all: the set, the phase, the plan."""

    phase: str = "idle"
    ends_s: float | None = None
    set_n: int = 0
    of: int | None = None
    running: bool = False
    target: dict[str, Any] | None = None
    plan: str | None = None


class Scoreboard:
    """Follows a session's event messages; see `legday.messages.message`.

    Each device counts its own, and the workout the whole; sets, phases and plans hold for all of them.

    Parameters
    ----------
    devices : iterable of str
        The session's sensors.
    joined : bool
        Whether the workout joins several sensors and has a count of its own; otherwise a sensor's is its.
    """

    def __init__(self, devices: Iterable[str], *, joined: bool = False) -> None:
        self._boards = {device: _Board() for device in (*devices, WORKOUT)}
        self._course = _Course()
        self._joined = joined

    @property
    def devices(self) -> tuple[str, ...]:
        """Whoever has a state."""
        return tuple(self._boards)

    def take(self, message: Mapping[str, Any]) -> None:
        """Follow one event message."""
        device = message["device"]
        _follow(self._course, message)
        if message["type"] == "set_started":
            for board in self._boards.values():
                board.count = 0
                board.counted.clear()
        if device in self._boards:
            self._take(device, message)
        if device != WORKOUT and not self._joined and message["type"] != "link":
            self._take(WORKOUT, message)
        if message["type"] == "set_corrected":
            self._correct(message)

    def data_came(self, device: str) -> bool:
        """Note that a device is sending; return whether that is news."""
        board = self._boards[device]
        news = board.link != "connected"
        board.link = "connected"
        return news

    def status(self, device: str) -> str:
        """Return ``online`` while a device's data are coming, else ``offline``."""
        return "online" if self._boards[device].link == "connected" else "offline"

    def state(self, device: str, now_s: float) -> dict[str, Any]:
        """Return the state of a device at its time ``now_s``: every key always, null what is not known.

        ``phase_ends_s`` is a time of the workout.
        """
        board, course = self._boards[device], self._course
        fresh = now_s - board.cadence_at_s <= TEMPO_STALE_S
        return {
            "exercise": board.exercise,
            "title": board.title,
            "counts": board.counts,
            "count": board.count,
            "phase": course.phase,
            "phase_ends_s": course.ends_s,
            "paused": course.phase == "paused",
            "set": {"n": course.set_n, "of": course.of, "running": course.running},
            "target": course.target,
            "plan": course.plan,
            "steps_per_min": board.steps_per_min if fresh else None,
            "counts_per_min": _tempo(board) if fresh else None,
            "hold_s": board.hold_s,
            "link": board.link,
        }

    def _take(self, device: str, message: Mapping[str, Any]) -> None:
        board = self._boards[device]
        match message["type"]:
            case "exercise":
                self._boards[device] = _chosen(board, message["exercise"])
            case "retracted":
                _withdraw(board, message["retracts"])
            case "correction":
                board.count = max(0, board.count + message["by"])
            case "cadence":
                board.steps_per_min, board.cadence_at_s = message["steps_per_min"], message["t_s"]
            case "hold_progress":
                board.hold_s = message["elapsed_s"]
            case "link":
                board.link = message["state"]
        if message["type"] == board.counts:
            _count(board, message, counts=self._course.running)

    def _correct(self, message: Mapping[str, Any]) -> None:
        """Show the count of a set that had ended as it is now."""
        for device, board in self._boards.items():
            whole = device == WORKOUT or not self._joined
            if whole and not self._course.running and board.exercise == message["exercise"]:
                board.count = message["count"]


def _follow(course: _Course, message: Mapping[str, Any]) -> None:
    match message["type"]:
        case "set_started":
            course.set_n, course.running = message["n"], True
        case "set_ended":
            course.running = False
        case "phase":
            course.phase, course.ends_s, course.of = message["name"], message["ends_s"], message["sets"]
            course.set_n = course.set_n if message["set_n"] is None else message["set_n"]
            course.target = _target(message)
        case "plan_started":
            course.plan = message["plan"]
        case "plan_ended":
            course.plan = None


def _target(message: Mapping[str, Any]) -> dict[str, Any] | None:
    asked = {name: message[f"target_{name}"] for name in ("reps", "s", "shuttles", "steps_per_min")}
    return asked if any(value is not None for value in asked.values()) else None


def _chosen(before: _Board, name: str | None) -> _Board:
    """Return the board on which another exercise begins; the same one goes on."""
    if name == before.exercise:
        return before
    after = _Board(exercise=name, link=before.link)
    if name is not None:
        chosen = find_exercise(name)
        after.title, after.counts = chosen.title, chosen.counts
    return after


def _count(board: _Board, message: Mapping[str, Any], *, counts: bool) -> None:
    """Note a counted event; outside of a set it has a tempo and no place in the count."""
    if counts:
        board.count += 1
        board.counted.append(message["id"])
    time_s = next((message[key] for key in _TIME_KEYS if message.get(key) is not None), None)
    if time_s is None:
        return
    if time_s - board.cadence_at_s > TEMPO_STALE_S:
        board.times_s.clear()
    board.times_s.append(time_s)
    board.cadence_at_s = time_s


def _withdraw(board: _Board, identifier: str) -> None:
    if identifier in board.counted:
        board.counted.remove(identifier)
        board.count = max(0, board.count - 1)


def _tempo(board: _Board) -> float | None:
    times_s = board.times_s
    if len(times_s) < 2 or times_s[-1] <= times_s[0]:
        return None
    return round(60.0 * (len(times_s) - 1) / (times_s[-1] - times_s[0]), 1)
