"""A bar on standard error for what takes more than two seconds; none where that is no terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Update = Callable[[int, int | None, str], None]
"""Told what is done, of how much (None where nobody knows), and what comes next."""


@contextmanager
def progress_bar() -> Iterator[Update]:
    """Show a bar that goes when all is done."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    done_of, name = MofNCompleteColumn(), TextColumn("{task.description}", markup=False)
    columns = (SpinnerColumn(), BarColumn(), done_of, TimeElapsedColumn(), TimeRemainingColumn(), name)
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)

        def update(done: int, total: int | None, name: str) -> None:
            bar.update(task, completed=done, total=total, description=name)

        yield update
