"""``legday live``: a sensor now, counted, published, shown."""

from pathlib import Path
from typing import Annotated

import typer

from legday.errors import SettingsError


def live(
    demo: Annotated[bool, typer.Option("--demo", help="A virtual sensor on a simulated athlete.")] = False,
    exercise: Annotated[str | None, typer.Option(metavar="NAME", help="Count this from the start.")] = None,
    record: Annotated[
        Path | None, typer.Option(metavar="FILE.mcap", help="Record everything that comes in.")
    ] = None,
    mqtt: Annotated[
        str | None, typer.Option(metavar="URL", help="Publish to this broker too: mqtt(s)://host:port.")
    ] = None,
    mqtt_user: Annotated[
        str | None, typer.Option(metavar="NAME", help="User there; its password is asked for, or set.")
    ] = None,
    base: Annotated[str | None, typer.Option(help="First part of every topic.")] = None,
    host: Annotated[str | None, typer.Option(help="Address the page listens on.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="The page's port.")] = None,
    output: Annotated[
        str | None, typer.Option("--format", metavar="lines|jsonl", help="What the terminal shows.")
    ] = None,
) -> None:
    """Count, publish and show what a sensor sends, until Ctrl-C.

    [bold]legday live --demo[/bold] needs no sensor, no broker and no configuration.
    """
    if not demo:
        raise SettingsError("which sensor? Try legday live --demo for a virtual one")
    import time

    from legday.cli.perform import Outputs, ask_password, name_of_run, perform
    from legday.config import load
    from legday.exercises import exercise as find_exercise
    from legday.sources import Pace
    from legday.sources.virtual import VirtualSource

    settings = load(
        {
            "mqtt": {"url": mqtt, "user": mqtt_user, "base": base},
            "web": {"host": host, "port": port},
            "console": {"format": output},
        }
    )
    settings = settings.model_copy(update={"mqtt": ask_password(settings.mqtt)})
    start_ns = time.time_ns()
    source = VirtualSource(settings.virtual, start_ns, Pace(settings.virtual.speed))
    chosen = None if exercise is None else find_exercise(exercise).name
    setup = source.setup.model_copy(update={"exercise": chosen, "recording": name_of_run(record, start_ns)})
    perform(setup, source, settings, Outputs(page=True, record=record))
