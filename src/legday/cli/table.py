"""Events as a table for people, and below it what counts."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.table import Table

from legday.core.events import Event
from legday.core.setup import SessionSetup
from legday.exercises import exercise as find_exercise
from legday.messages import message
from legday.publishers.console import QUIET, SEPARATOR, figures, name


def print_table(title: str, setup: SessionSetup, events: Iterable[Event]) -> None:
    """Print the events of a take and, below them, the count of each exercise."""
    table = Table("time, s", "event", "figures", title=title, title_justify="left")
    tally = Tally()
    for event in events:
        body = message(event, setup.recording)
        tally.take(body)
        if event.type not in QUIET:
            table.add_row(f"{event.happened_s:.2f}", name(body), SEPARATOR.join(figures(body)))
    console = Console(highlight=False)
    console.print(table)
    for line in tally.lines():
        console.print(line, soft_wrap=True)


@dataclass(slots=True)
class Tally:
    """Counts what each device counted of each exercise, withdrawn events and corrections seen to."""

    chosen: dict[str, str | None] = field(default_factory=dict)
    counted: dict[str, tuple[str, str]] = field(default_factory=dict)
    corrections: Counter[tuple[str, str]] = field(default_factory=Counter)
    quiet: Counter[str] = field(default_factory=Counter)

    def take(self, body: Mapping[str, Any]) -> None:
        """Follow one event message."""
        device, kind = body["device"], body["type"]
        if kind == "exercise":
            self.chosen[device] = body["exercise"]
        elif kind == "retracted":
            self.counted.pop(body["retracts"], None)
        elif exercise := self.chosen.get(device):
            if kind == "correction":
                self.corrections[device, exercise] += body["by"]
            elif kind == find_exercise(exercise).counts:
                self.counted[body["id"]] = (device, exercise)
        if kind in QUIET:
            self.quiet[kind] += 1

    def lines(self) -> list[str]:
        """Return a line for each exercise, with the device where there are several."""
        pairs = {(device, chosen): None for device, chosen in self.chosen.items() if chosen is not None}
        pairs = dict.fromkeys([*self.counted.values(), *self.corrections, *pairs])
        if not pairs:
            return ["nothing was counted: no exercise was named"]
        count = Counter(self.counted.values()) + self.corrections
        several = len({device for device, _ in pairs}) > 1
        lines = [
            f"[bold]{exercise}: {count[device, exercise]}[/bold]" + (f" ({device})" if several else "")
            for device, exercise in pairs
        ]
        others = ", ".join(
            f"{number} {kind.replace('_', ' ')}" for kind, number in sorted(self.quiet.items())
        )
        return [*lines, f"not shown: {others}"] if others else lines
