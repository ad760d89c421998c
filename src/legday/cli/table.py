"""Events as a table for people."""

from collections import Counter
from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

from legday.core.events import Event, Retracted
from legday.core.setup import SessionSetup
from legday.exercises import exercise as find_exercise
from legday.messages import message
from legday.workout.tracker import counting

QUIET = {"step", "cadence", "rejected", "hold_progress"}
"""Event types too frequent for a table; they are counted in its last line."""

HIDDEN = {"id", "type", "device", "decided_s"}


def print_table(title: str, setup: SessionSetup, events: Iterable[Event]) -> None:
    """Print the events of a take and, below them, what counts."""
    table = Table("time, s", "event", "figures", title=title, title_justify="left")
    seen: Counter[str] = Counter()
    standing: set[tuple[str, str, int]] = set()
    for event in counting(events):
        seen[event.type] += 1
        standing.add((event.type, event.device, event.serial))
        if isinstance(event, Retracted):
            standing = {key for key in standing if key[1:] != (event.device, event.retracts)}
        if event.type not in QUIET:
            table.add_row(f"{event.happened_s:.2f}", event.type, _figures(event, setup.recording))
    console = Console()
    console.print(table)
    console.print(_summary(setup, seen, standing))


def _figures(event: Event, recording: str) -> str:
    shown = {key: value for key, value in message(event, recording).items() if key not in HIDDEN}
    return "  ".join(f"{key} {value}" for key, value in shown.items() if value not in (None, [], ""))


def _summary(setup: SessionSetup, seen: Counter[str], standing: set[tuple[str, str, int]]) -> str:
    if setup.exercise is None:
        return "nothing was counted: no exercise was named"
    counts = find_exercise(setup.exercise).counts
    total = sum(1 for key in standing if key[0] == counts)
    others = ", ".join(f"{number} {kind}" for kind, number in sorted(seen.items()) if kind in QUIET)
    return f"[bold]{setup.exercise}: {total}[/bold]" + (f" ({others})" if others else "")
