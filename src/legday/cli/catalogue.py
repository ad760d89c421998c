"""``legday profiles`` and ``legday exercises``: what this installation knows."""

from pathlib import Path
from typing import Annotated

import typer

PROFILE_SUFFIX = ".toml"


def profiles(
    wanted: Annotated[
        str | None,
        typer.Argument(metavar="[ID|FILE.toml]", help="Explain this one; a file is checked first."),
    ] = None,
) -> None:
    """List the sensors that legday can read, or explain one.

    [bold]legday profiles movella_dot[/bold] explains one; [bold]legday profiles my_sensor.toml[/bold] checks
    a file of your own, vectors included.
    """
    from legday.sensors.registry import describe, load_profile, profile, profile_files
    from legday.sensors.registry import profiles as known

    if wanted is None:
        for found in known().values():
            print(f"{found.id:24} {found.tier:10} {found.title}")
    elif wanted.endswith(PROFILE_SUFFIX):
        print(describe(load_profile(Path(wanted))))
        print(f"  file        {wanted}: nothing is wrong with it")
    else:
        print(describe(profile(wanted)))
        print(f"  file        {profile_files()[wanted]}")


def exercises(
    wanted: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Explain this one.")] = None,
) -> None:
    """List the exercises that legday can count, or explain one.

    [bold]legday exercises squat[/bold] says what is counted, where the sensor sits and what fools it.
    """
    from legday.exercises import description, exercise
    from legday.exercises import exercises as known

    if wanted is not None:
        found = exercise(wanted)
        print(f"{found.name}: {found.title}, counts each {found.counts}\n\n{description(found.name)}")
        return
    for each in known().values():
        print(f"{each.name:24} {each.title} (counts each {each.counts})")
