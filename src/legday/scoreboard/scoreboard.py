"""The boards of all devices, and what holds for all of them."""

from collections.abc import Iterable, Mapping
from typing import Any

from legday.core.workout_events import WORKOUT
from legday.scoreboard.board import Board, chosen
from legday.scoreboard.shared import Shared


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
        self._boards = {device: Board() for device in (*devices, WORKOUT)}
        self._shared = Shared()
        self._joined = joined

    @property
    def devices(self) -> tuple[str, ...]:
        """Whoever has a state."""
        return tuple(self._boards)

    def take(self, message: Mapping[str, Any]) -> None:
        """Follow one event message."""
        device = message["device"]
        self._shared.take(message)
        if message["type"] == "set_started":
            for board in self._boards.values():
                board.begin_set(message["t_s"])
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

        ``phase_ends_s`` is a time of the workout, ``count_since_s`` of whoever counted first.
        """
        return {**self._boards[device].state(now_s), **self._shared.state()}

    def _take(self, device: str, message: Mapping[str, Any]) -> None:
        if message["type"] == "exercise":
            self._boards[device] = chosen(self._boards[device], message["exercise"], message["t_s"])
        self._boards[device].take(message, counts=self._shared.running)

    def _correct(self, message: Mapping[str, Any]) -> None:
        """Show the count of a set that had ended as it is now."""
        for device, board in self._boards.items():
            whole = device == WORKOUT or not self._joined
            if whole and not self._shared.running and board.exercise == message["exercise"]:
                board.count = message["count"]
