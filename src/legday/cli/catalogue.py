"""``legday profiles`` and ``legday exercises``: what this installation knows."""

from typing import Annotated

import typer


def profiles(
    identifier: Annotated[str | None, typer.Argument(metavar="[ID]", help="Explain this one.")] = None,
) -> None:
    """List the sensors that legday can read, or explain one."""
    from legday.sensors.registry import describe, profile
    from legday.sensors.registry import profiles as known

    if identifier is not None:
        print(describe(profile(identifier)))
        return
    for each in known().values():
        print(f"{each.id:24} {each.title}")


def exercises() -> None:
    """List the exercises that legday can count."""
    from legday.exercises import exercises as known

    for each in known().values():
        print(f"{each.name:24} {each.title} (counts each {each.counts})")
