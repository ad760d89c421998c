"""The pages of the reference that are made from the code itself, so that they cannot drift from it.

``python -m legday.cli.reference docs/reference`` writes them; a test fails where one is stale.
"""

from collections.abc import Callable

from legday.cli.reference.command_line import command_line_page
from legday.cli.reference.events import events_page
from legday.cli.reference.exercises import exercises_page
from legday.cli.reference.plans import plans_page
from legday.cli.reference.sensors import sensors_page

PAGES: dict[str, Callable[[], str]] = {
    "command-line.md": command_line_page,
    "events.md": events_page,
    "exercises.md": exercises_page,
    "plans.md": plans_page,
    "sensors.md": sensors_page,
}
"""Name of each page and what writes it."""

__all__ = ["PAGES"]
