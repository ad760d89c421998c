"""``legday simulate``: a synthetic take with its truth."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from legday.errors import TakeError

if TYPE_CHECKING:
    from legday.recording.label import Truth
    from legday.simulate.truth import Truth as SimulatedTruth


def simulate(
    exercise: Annotated[str, typer.Argument(metavar="EXERCISE", help="What the simulated athlete does.")],
    out: Annotated[
        Path, typer.Argument(metavar="OUT.csv", help="The CSV to write; its TOML goes beside it.")
    ],
    rate_hz: Annotated[float, typer.Option(min=5.0, max=1000.0, help="Sampling rate.")] = 100.0,
    seed: Annotated[int, typer.Option(help="Another seed, another performance.")] = 0,
    gyroscope: Annotated[bool, typer.Option(help="Whether the sensor has a gyroscope.")] = True,
) -> None:
    """Write a synthetic take of an exercise, with its truth, marked as synthetic.

    [bold]legday simulate squat first.csv[/bold] writes first.csv and first.toml; what exists is not touched.
    """
    from legday.exercises import exercise as find_exercise
    from legday.recording.label import Label
    from legday.recording.write_take import write_take
    from legday.simulate.programme import performed
    from legday.simulate.sensor import Strapped, sense

    found = find_exercise(exercise)
    _check_free(out)
    athlete = performed(found.name, seed)
    block = sense(athlete.kinematics(), Strapped(rate_hz, gyroscope=gyroscope), seed)
    label = Label(
        subject="simulated",
        site="left_thigh",
        rate_hz=rate_hz,
        exercise=found.name,
        synthetic=True,
        truth=simulated_truth(athlete.truth, found.counts),
    )
    try:
        write_take(out, block.t_s, block.acc, block.gyr, label)
    except OSError as error:
        raise TakeError(out, f"cannot be written: {error.strerror}") from error
    print(f"{out}: {athlete.truth.count(found.counts)} {found.counts}(s) in {block.t_s[-1]:.1f} s, synthetic")


def _check_free(out: Path) -> None:
    if out.suffix != ".csv":
        raise TakeError(out, "want a name that ends in .csv")
    for path in (out, out.with_suffix(".toml")):
        if path.exists():
            raise TakeError(path, "exists already; takes are never overwritten")


def simulated_truth(done: "SimulatedTruth", counts: str) -> "Truth":
    """Return what was done as the truth of a label, for an exercise that counts ``counts``."""
    from legday.recording.label import Truth

    known: dict[str, object] = {"truth_kind": "simulated"}
    if counts == "step":
        known |= {"steps": len(done.steps_s), "step_times_s": _rounded(done.steps_s)}
    else:
        known["reps"] = done.count(counts)
    if done.reps:
        known["rep_intervals_s"] = [_rounded([rep.start_s, rep.end_s]) for rep in done.reps]
    if done.jumps:
        known["takeoff_s"] = _rounded([jump.takeoff_s for jump in done.jumps])
        known["landing_s"] = _rounded([jump.landing_s for jump in done.jumps])
    if done.turns:
        known["turns_s"] = [_rounded([turn.start_s, turn.end_s]) for turn in done.turns]
    return Truth.model_validate(known)


def _rounded(times_s: list[float]) -> list[float]:
    return [round(time_s, 4) for time_s in times_s]
