"""``legday record``: keep what a sensor sends."""

from pathlib import Path
from typing import Annotated

import typer

from legday.cli import options
from legday.errors import SettingsError


def record(
    out: Annotated[Path, typer.Argument(metavar="OUT.mcap", help="The recording to write.")],
    demo: options.Demo = False,
    seconds: Annotated[float, typer.Option(min=1.0, help="Length of the recording.")] = 60.0,
    speed: Annotated[str, typer.Option(help="max, or a multiple of real time such as 1.")] = "max",
    output: options.Shown = None,
) -> None:
    """Record a sensor's packets, with every command and link change, and print what is found on the way.

    [bold]legday record --demo monday.mcap --seconds 30[/bold] records half a minute of a virtual sensor.
    """
    if not demo:
        raise SettingsError("which sensor? Try legday record --demo OUT.mcap for a virtual one")
    import time

    from legday.cli.asked import name_of_run, parse_speed
    from legday.cli.outputs import Outputs
    from legday.cli.perform import perform
    from legday.config import load
    from legday.sources import Pace
    from legday.sources.virtual import VirtualSource

    settings = load({"console": {"format": output}})
    start_ns = time.time_ns()
    source = VirtualSource(settings.virtual, start_ns, Pace(parse_speed(speed)), seconds)
    setup = source.setup.model_copy(update={"recording": name_of_run(out, start_ns)})
    perform(setup, source, settings, Outputs(page=False, record=out))
