"""``legday repair``: make a valid recording of one that was cut short."""

from pathlib import Path
from typing import Annotated

import typer


def repair(
    part: Annotated[
        Path,
        typer.Argument(metavar="FILE.part", help="A recording that was not closed, such as RUN.mcap.part."),
    ],
) -> None:
    """Make a valid recording of one that was cut short; the cut file stays until the new one is whole.

    [bold]legday repair monday.mcap.part[/bold] writes monday.mcap.
    """
    from legday.recording.repair import repair as mend

    print(mend(part))
