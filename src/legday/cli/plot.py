"""``legday plot``: a take as a picture."""

from pathlib import Path
from typing import Annotated

import typer

from legday.errors import TakeError
from legday.whole_file import whole_file

BLOCK = 1000
"""Samples of a CSV take that are read at once."""


def plot(
    take: Annotated[Path, typer.Argument(metavar="TAKE", help="A CSV or MCAP take.")],
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.png|FILE.html", help="Where to draw it; beside the take as HTML otherwise."
        ),
    ] = None,
    exercise: Annotated[
        str | None, typer.Option(metavar="NAME", help="Count this; the take's own exercise otherwise.")
    ] = None,
) -> None:
    """Draw a take: angle and force, what was counted, what was looked at and not counted, and the truth.

    An HTML page is complete in itself and can be zoomed; point at a grey candidate and it says why it was not
    counted. A PNG wants the extra [bold]plot[/bold]: [bold]legday plot squats.csv --out squats.png[/bold]
    """
    from legday.cli.progress import progress_bar
    from legday.cli.takes import batches, open_take
    from legday.evaluation.plot.html import write_html
    from legday.evaluation.plot.picture import picture
    from legday.evaluation.plot.png import write_png
    from legday.recording.label import read_label

    path = out or take.with_suffix(".html")
    writers = {".html": write_html, ".png": write_png}
    if path.suffix not in writers:
        raise TakeError(path, "want a name that ends in .png or .html")
    opened = open_take(take, exercise, BLOCK)
    truth = read_label(take.with_suffix(".toml"))[0].truth
    try:
        with progress_bar() as progress, whole_file(path) as beside:
            progress(0, None, f"counting {take.name}")
            drawn = picture(take.stem, opened.setup, batches(opened.inputs), opened.find, truth)
            progress(0, None, f"drawing {path.name}")
            writers[path.suffix](drawn, beside)
    except OSError as error:
        raise TakeError(path, f"cannot be written: {error.strerror}") from error
    print(f"{drawn.title} -> {path}")
