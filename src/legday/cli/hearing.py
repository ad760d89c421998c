"""The count and how well each sensor is heard, at the bottom of the terminal while a session runs."""

import logging
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any, Self

from rich.console import Console
from rich.live import Live
from rich.text import Text

from legday.cli.complaint import complain
from legday.cli.said import say
from legday.core.workout_events import WORKOUT
from legday.publishers import Message

UNKNOWN = "?"

LOW_PCT = 15
"""A battery with less may not last for another hour."""

FIRST_S = 10.0
"""Where nothing can be rewritten, the first line comes when the rate has been measured."""

EVERY_S = 60.0
"""The lines after it come at most this often, and only when they say something new."""


class Hearing:
    """A row for each sensor: measured rate, loss, jitter, signal strength, battery.

    On a terminal the rows are rewritten in place, below everything else that is printed, and above them
    stands the count. Elsewhere, in a log or a pipe, they are lines on standard error, few of them.

    Parameters
    ----------
    terminal : Console or None
        Where the rows are kept up to date; None where nothing can be rewritten.
    now_s : callable
        A clock that never goes back, s.
    """

    def __init__(self, terminal: Console | None, now_s: Callable[[], float] = time.monotonic) -> None:
        self._live = None if terminal is None else Live(console=terminal, auto_refresh=False, transient=True)
        self._now_s = now_s
        self._count = ""
        self._rows: dict[str, str] = {}
        self._low: set[str] = set()
        self._due_s = 0.0
        self._said = ""

    async def __aenter__(self) -> Self:
        self._due_s = self._now_s() + FIRST_S
        if self._live is not None:
            self._live.start()
        return self

    async def __aexit__(self, *error: object) -> None:
        if self._live is not None:
            self._live.stop()

    async def publish(self, message: Message) -> None:
        """Show a sensor's state, and the workout's count; events are for other eyes."""
        if message.kind != "state":
            return
        if message.device == WORKOUT:
            self._count = count_row(message.body)
        elif message.body["sensor"] is not None:
            self._rows[message.device] = row(message.device, message.body)
            self._mind_battery(message.device, message.body["sensor"]["battery_pct"])
        if self._live is not None:
            self._live.update(self._shown(), refresh=True)
        elif self._rows and self._now_s() >= self._due_s:
            self._tell("; ".join(self._rows.values()))

    def _mind_battery(self, device: str, percent: int | None) -> None:
        """Say once that a battery is low; one that was charged meanwhile may be low again."""
        if percent is None or percent > LOW_PCT:
            self._low.discard(device)
        elif device not in self._low:
            self._low.add(device)
            complain(f"{device}: its battery is at {percent} %: charge it after this session")

    def _shown(self) -> Text:
        shown = Text(no_wrap=True, overflow="ellipsis")
        shown.append(f"{self._count}\n" if self._count and self._rows else self._count, style="bold")
        return shown.append("\n".join(self._rows.values()), style="dim")

    def _tell(self, text: str) -> None:
        self._due_s = self._now_s() + EVERY_S
        if text != self._said:
            self._said = text
            say(text)


class CurrentStderr(logging.StreamHandler[Any]):
    """Writes to what standard error is at the time: the rows stand in for it while they are shown."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record."""
        self.stream = sys.stderr
        super().emit(record)


def rewritable(out: Console, *, lines: bool) -> Console | None:
    """Return the terminal on which rows can be kept below what is printed to ``out``.

    That is the one on which events are printed, else the one of standard error. None where there is no
    terminal, or the one for events shows ``lines`` of JSON that are to be left as they are.
    """
    for console in (out, Console(stderr=True)):
        if console.file.isatty():
            readable = lines or console is not out
            return console if readable and not console.is_dumb_terminal else None
    return None


def count_row(state: Mapping[str, Any]) -> str:
    """Return what is counted, how many there are, and of which set; empty where nothing is counted."""
    if state["exercise"] is None:
        return ""
    wanted = (state["target"] or {}).get("reps")
    number, sets = state["set"]["n"], state["set"]["of"]
    parts = (
        str(state["exercise"]),
        f"{state['count']}" + (f" of {wanted}" if wanted else ""),
        f"set {number}" + (f" of {sets}" if sets else "") if number else "",
        "" if state["phase"] in {"idle", "work"} else str(state["phase"]),
    )
    return "  ".join(part for part in parts if part)


def row(device: str, state: Mapping[str, Any]) -> str:
    """Return what is known of a sensor; a question mark for what is not."""
    if state["link"] == "disconnected":
        return f"{device}  no link"
    sensor = state["sensor"]
    figures = (
        f"{_known(sensor['rate_hz'], '.0f')} Hz",
        f"loss {_known(sensor['loss_pct'], '.1f')} %",
        f"jitter {_known(sensor['jitter_ms'], '.0f')} ms",
        f"signal {_known(sensor['rssi_dbm'], 'd')} dBm",
        f"battery {_known(sensor['battery_pct'], 'd')} %",
    )
    return "  ".join((device, *figures))


def _known(value: float | None, form: str) -> str:
    return UNKNOWN if value is None else format(value, form)
