"""Events as lines in the terminal, or as JSON lines for other programs."""

import json
import sys
from collections.abc import Mapping
from typing import Any, Literal, Self, TextIO

from pydantic import BaseModel, ConfigDict, Field
from rich.console import Console
from rich.text import Text

from legday.core.workout_events import WORKOUT
from legday.printable import escaped
from legday.publishers._message import Message
from legday.publishers._publisher import Context, PublisherKind

QUIET = frozenset({"step", "cadence", "rejected", "hold_progress"})
"""Event types that come too often to be read."""

QUIET_WHILE_LIVE = QUIET | {"lift"}
"""Three lifts a second can be read afterwards, not as they come."""

OF_EACH_SENSOR = frozenset({"link", "gap"})
"""What several sensors say for themselves; the rest is told once, by the workout."""

_HEADINGS = frozenset(
    {"exercise", "set_started", "set_ended", "link", "phase", "session_ended", "plan_started", "plan_ended"}
)
_WARNINGS = frozenset({"retracted", "gap", "command_refused"})
_LEFT_OUT = frozenset(
    {"id", "type", "device", "decided_s", "n", "form", "phases", "quality", "cadence", "sets", "session"}
    | {"both_legs_kind", "both_legs_confidence"}
)
SEPARATOR = "  "
_WORDS = {"state": "", "set_n": "set"}
"""What stands in front of a value, where the key is not it."""

_NONE_OF = frozenset({"partials", "shuttles"})
"""Counts that are worth a word only where there is something to count."""
_DECIMALS = {"deg": 0, "per_min": 0, "m_s": 2, "s": 2, "m": 2, "g": 1}
"""What people read of a figure in each unit; the other outputs have all of it."""


class ConsoleSettings(BaseModel):
    """What the terminal shows."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["lines", "jsonl"] = Field(
        "lines", description="Lines for people, or one JSON object each."
    )


class ConsolePublisher:
    """Print events as they are decided.

    Parameters
    ----------
    settings : ConsoleSettings
        The form.
    context : Context
        The session.
    out : TextIO or None
        Where to; standard output where none is given.

    Attributes
    ----------
    terminal : Console
        What lines for people are printed on: whatever else is shown there goes through it.
    """

    def __init__(self, settings: ConsoleSettings, context: Context, out: TextIO | None = None) -> None:
        self._settings = settings
        self._take = context.take
        self._several = len(context.setup.sensors) > 1
        self._out = out or sys.stdout
        self.terminal = Console(file=self._out, highlight=False, soft_wrap=True)

    @property
    def for_people(self) -> bool:
        """Whether it prints lines for people."""
        return self._settings.format == "lines"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        self._out.flush()

    async def publish(self, message: Message) -> None:
        """Print an event that is news; states and the moving line are for other eyes."""
        if message.kind != "event" or message.again:
            return
        if self._settings.format == "jsonl":
            body = {"take": self._take, **message.body}
            print(json.dumps(body, allow_nan=False), file=self._out, flush=True)
        elif message.body["type"] not in QUIET_WHILE_LIVE and self._is_told(message):
            width = self.terminal.width if self.terminal.is_terminal else None
            whose = message.device if self._several and message.device != WORKOUT else ""
            self.terminal.print(line(message.body, width, whose))

    def _is_told(self, message: Message) -> bool:
        """Of several sensors, what all of them see is told once."""
        return not self._several or message.device == WORKOUT or message.body["type"] in OF_EACH_SENSOR


def line(body: Mapping[str, Any], width: int | None = None, whose: str = "") -> Text:
    """Return an event as people read it: its time, what it is, its figures with their units.

    Figures that do not fit into ``width`` are left to the other outputs; None is as wide as may be.
    """
    kind = body["type"]
    style = "bold" if kind in _HEADINGS else "yellow" if kind in _WARNINGS else ""
    text = Text(f"{body['decided_s']:9.2f} s  ", style="dim")
    text.append(name(body).ljust(16), style=style or "green")
    told = [whose, *figures(body)] if whose else figures(body)
    for number, figure in enumerate(told):
        if width is None or number == 0 or len(text) + len(SEPARATOR) + len(figure) <= width:
            text.append((SEPARATOR if number else "") + figure)
    return text


def name(body: Mapping[str, Any]) -> str:
    """Return what an event is, with its number: ``set started 2``."""
    if body["type"] == "phase":
        return f"phase: {body['name']}"
    number = f" {body['n']}" if body.get("n") is not None else ""
    return f"{body['type'].replace('_', ' ')}{number}"


def figures(body: Mapping[str, Any]) -> list[str]:
    """Return the figures of an event with their units; what is null, empty or as usual is left out."""
    left_out = _LEFT_OUT | ({"name"} if body["type"] == "phase" else frozenset())
    if body.get("detected") == body.get("count"):
        left_out |= {"detected"}
    if body.get("side") == "this":
        left_out |= {"side"}
    if body["type"] == "exercise":
        return [str(body["exercise"] or "none")]
    if body["type"] == "gap":
        return [f"{body['end_s'] - body['start_s']:.1f} s without samples"]
    shown = {key: value for key, value in body.items() if key not in left_out and not _empty(value)}
    found = [_figure(key, value) for key, value in shown.items() if value != 0 or key not in _NONE_OF]
    return [escaped(figure) for figure in found if figure]


def _empty(value: Any) -> bool:
    return value is None or value is False or value == "" or value == []


def _figure(key: str, value: Any) -> str:
    """Return ``rom 88.1 deg`` for ``rom_deg``: 88.1; times within the take are left to other outputs."""
    if key in {"t_s", "start_s", "end_s", "turn_s", "takeoff_s", "landing_s"}:
        return ""
    for unit, decimals in _DECIMALS.items():
        if key.endswith(f"_{unit}"):
            name = key.removesuffix(f"_{unit}").replace("_", " ")
            return f"{name} {value:.{decimals}f} {unit.replace('_per_', '/').replace('per_', '/')}"
    name = _WORDS.get(key, key.replace("_", " "))
    return name if value is True else f"{name} {value}".lstrip()


PUBLISHER = PublisherKind("console", ConsoleSettings, ConsolePublisher)
