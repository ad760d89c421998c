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

    [bold]legday repair monday.mcap.part[/bold] writes monday.mcap. Counts that were corrected while it ran
    become its truth, as at the end of a session that was not cut short.
    """
    from legday.cli.own_truth import keep_own_truth
    from legday.cli.progress import progress_bar
    from legday.recording.repair import repair as mend

    with progress_bar() as progress:
        progress(0, None, f"repairing {part.name}")
        path = mend(part)
    print(path)
    keep_own_truth(path)
