"""``legday label``: mark what happened in takes, on the review page, and try other parameters."""

from pathlib import Path
from typing import Annotated

import typer

from legday.cli import options


def label(
    places: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="TAKE|FOLDER...", help="Takes (CSV or MCAP) and folders of them; else your recordings."
        ),
    ] = None,
    host: options.Host = None,
    port: options.Port = None,
) -> None:
    """Serve the review page for recorded takes, until Ctrl-C.

    [bold]legday label squats.csv[/bold] prints the page's address. There a take plays, is marked by keyboard
    and counted anew while a parameter is dragged. The marks are written into the TOML beside the take.
    """
    import asyncio

    from legday.cli.folders import recordings_folder
    from legday.cli.running import run_in_loop
    from legday.cli.said import say
    from legday.config import load
    from legday.errors import TakeError
    from legday.service import stopped_by_signals
    from legday.web.review import Review
    from legday.web.server import WebServer

    for place in places or []:
        if not place.exists():
            raise TakeError(place, "no such file or folder")
    settings = load({"web": {"host": host, "port": port}})

    async def serve() -> None:
        stopped = asyncio.Event()
        parts = [Review(places or [recordings_folder()])]
        async with WebServer(settings.web, None, settings.mqtt.base, parts) as page:
            say(f"The page: {page.url}")
            with stopped_by_signals(stopped.set):
                await stopped.wait()

    run_in_loop(serve())
