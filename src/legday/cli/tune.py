"""``legday tune``: search a detector's parameters on labelled takes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from legday.cli.complaint import complain
from legday.cli.options import (
    GhostPrice,
    LatePrice,
    Scheduler,
    Searched,
    Study,
    Trials,
    TunedFile,
    TunedOn,
    Workers,
)
from legday.errors import TuneError

if TYPE_CHECKING:
    from legday.evaluation.tune.search import Progress
    from legday.evaluation.tune.tuned import Judged, Tuned


def tune(
    paths: TunedOn,
    exercise: Annotated[str, typer.Option(metavar="NAME", help="Whose detector.")],
    site: Annotated[str, typer.Option(help="Takes worn here; parameters may differ by site.")] = "thigh",
    param: Searched = None,
    trials: Trials = 64,
    seed: Annotated[int, typer.Option(min=0, help="Another seed, another search.")] = 0,
    workers: Workers = 1,
    scheduler: Scheduler = None,
    ghost: GhostPrice = 0.5,
    late: LatePrice = 5.0,
    folder: Study = Path("tuning"),
    out: TunedFile = None,
) -> None:
    """Search a detector's parameters, and say what they are worth on people who were not tuned on.

    Takes are split by person, never in themselves. Each fold is searched without the people it is tested on;
    then everybody is searched for the setting that is written. A search that was broken off goes on where it
    was. The same seed gives the same setting, however many workers there are. Wants the extra
    [bold]tune[/bold]; [bold]--scheduler[/bold] the extra [bold]dask[/bold].

    [bold]legday tune my_takes/ --exercise squat --param floor_m_s2[/bold], then
    [bold]legday live --params tuning/squat.toml[/bold].
    """
    from legday.cli.progress import progress_bar
    from legday.cli.seldom import collected_seldom
    from legday.evaluation.executors import executor
    from legday.evaluation.tune.cost import Weights
    from legday.evaluation.tune.trials import Material
    from legday.evaluation.tune.tuning import material_of
    from legday.evaluation.tune.tuning import tune as search
    from legday.exercises import exercise as find_exercise

    found = find_exercise(exercise)
    with progress_bar() as looked_at:
        takes_of = material_of(found, paths, site, looked_at)
    with _to_go_on(), executor(workers, scheduler) as compute, _progress() as progress, collected_seldom():
        tuned = search(
            found,
            takes_of,
            site=site,
            base=Material(found.name, (), folder / "decoded", Weights(ghost, late), {}),
            only=tuple(param or ()),
            study=folder / f"{found.name}.journal",
            trials=trials,
            seed=seed,
            compute=compute,
            progress=progress,
        )
    written = out or folder / f"{found.name}.toml"
    _write(written, tuned, seed, takes_of)
    for line in _lines(tuned):
        print(line)
    print(f"Written: {written}")


def _write(path: Path, tuned: "Tuned", seed: int, takes_of: Mapping[str, Sequence[str]]) -> None:
    from legday.evaluation.tune.provenance import data_hash, write_params

    data = data_hash([Path(take) for takes in takes_of.values() for take in takes])
    try:
        write_params(path, tuned, seed, data)
    except OSError as error:
        raise TuneError(f"{path}: cannot be written: {error.strerror}") from error


def _lines(tuned: "Tuned") -> Iterator[str]:
    from legday.evaluation.text import section

    what = f"{tuned.takes} takes of {tuned.people} people, {tuned.trials} trials"
    yield f"{tuned.exercise} at {tuned.site}: {what}\n"
    rows = [["default", *_judged(tuned.default)], ["tuned", *_judged(tuned.tuned)]]
    head = ["setting", "miscount %, of people not tuned on", "false events per hour", "latency p95, ms"]
    yield from section("Worth", head, rows)
    yield f"{_verdict(tuned)}\n"
    head = ["parameter", "default", "tuned", "importance", "below costs", "above costs", "plateau"]
    yield from section(
        "Parameters",
        head,
        [
            [
                each.name,
                f"{each.default:g}",
                f"{each.tuned:.4g}",
                f"{each.importance:.2f}",
                f"{each.below:+.2f}",
                f"{each.above:+.2f}",
                "yes" if each.is_flat else "no",
            ]
            for each in sorted(tuned.slices, key=lambda each: -each.importance)
        ],
    )
    yield "Importance: share of the cost that it explains. Neighbours lie a tenth of the range away.\n"


def _verdict(tuned: "Tuned") -> str:
    if tuned.tuned.is_better_than(tuned.default):
        return "The tuned setting miscounts less on people who were not tuned on: their intervals are apart."
    return "No fewer miscounts on people who were not tuned on, as far as these can tell: keep the defaults."


def _judged(judged: "Judged") -> list[str]:
    interval = "" if judged.low_pct is None else f" ({judged.low_pct:.1f} … {judged.high_pct:.1f})"
    return [
        f"{judged.miscount_pct:.1f}{interval}",
        f"{judged.ghosts_per_hour:.1f}",
        f"{1000 * judged.late_s:.0f}",
    ]


@contextmanager
def _to_go_on() -> Iterator[None]:
    """Say to whoever breaks a search off that nothing is lost."""
    try:
        yield
    except KeyboardInterrupt:
        complain("broken off; the same command goes on from here")
        raise


@contextmanager
def _progress() -> "Iterator[Callable[[str], Progress]]":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Bars(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:

        def of(name: str) -> "Progress":
            task = bars.add_task(name)

            def update(done: float, total: int, best: float | None) -> None:
                text = name if best is None else f"{name}, least cost {best:.2f}"
                bars.update(task, completed=done, total=total, description=text)

            return update

        yield of
