"""``legday stress``: whether the count holds however the sensor sits."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from legday.evaluation.stress.run import Cell


def stress(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FOLDER]...", help="Folders of takes; simulated ones are always there."),
    ] = None,
    exercise: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only this exercise; may be given several times.")
    ] = None,
) -> None:
    """Turn, slow, cut and spoil takes, and print how often the count held, as a Markdown table.

    [bold]legday stress --exercise squat[/bold] does so with simulated squats.
    """
    from legday.cli.progress import progress_bar
    from legday.cli.seldom import collected_seldom
    from legday.errors import TakeError
    from legday.evaluation.stress.run import stress as run
    from legday.exercises import exercises

    for folder in folders or []:
        if not folder.is_dir():
            raise TakeError(folder, "no such folder")
    with collected_seldom(), progress_bar() as progress:
        cells = list(run(folders or [], exercise or list(exercises()), progress))
    for line in _table(cells):
        print(line)


def _table(cells: "list[Cell]") -> list[str]:
    from legday.evaluation.text import table

    head = ["exercise", "line", "takes", "runs", "count held %", "miscount %", "has to hold"]
    lines: list[str] = []
    for synthetic, title in ((False, "Recordings of people"), (True, "Synthetic")):
        rows = [_row(cell) for cell in cells if cell.synthetic is synthetic]
        if rows:
            lines += [f"## {title}", "", *table(head, rows), ""]
    return lines


def _row(cell: "Cell") -> list[str]:
    share = f"{100.0 * cell.held / cell.runs:.0f}"
    must = "yes" if cell.must_hold else "no" + (f": {cell.reason}" if cell.reason else "")
    miscount = f"{100.0 * cell.miscount:.1f}"
    return [cell.exercise, cell.line, str(cell.takes), str(cell.runs), share, miscount, must]
