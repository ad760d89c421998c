"""``legday profiles``, ``legday exercises`` and ``legday plans``: what this installation knows."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from legday.workout.plan import Plan

CHECK = "check"
PLAN_SUFFIX = ".toml"


def profiles(
    wanted: Annotated[
        str | None,
        typer.Argument(metavar="[ID|check]", help="Explain this one, or check a file."),
    ] = None,
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE.toml]", help="The file to check, vectors included.")
    ] = None,
) -> None:
    """List the sensors that legday can read, explain one, or check a file.

    [bold]legday profiles movella_dot[/bold] explains one; [bold]legday profiles check my_sensor.toml[/bold]
    checks a file of your own, and says line and key of what is wrong.
    """
    from legday.errors import SettingsError
    from legday.sensors.registry import describe, load_profile, profile, profile_files
    from legday.sensors.registry import profiles as known

    if wanted is None:
        for found in known().values():
            print(f"{found.id:24} {found.tier:10} {found.title}")
    elif (wanted == CHECK) != (file is not None):
        raise SettingsError("profiles: want ID, or check FILE.toml")
    elif file is not None:
        print(describe(load_profile(file)))
        print(f"  file        {file}: nothing is wrong with it")
    else:
        print(describe(profile(wanted)))
        print(f"  file        {profile_files()[wanted]}")


def exercises(
    wanted: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Explain this one.")] = None,
) -> None:
    """List the exercises that legday can count, or explain one.

    [bold]legday exercises squat[/bold] says what is counted, where the sensor sits, what fools it, and which
    parameters [bold]legday tune[/bold] can search, with their bounds.
    """
    from legday.cli.reference.markdown import parameter_rows
    from legday.exercises import description, exercise
    from legday.exercises import exercises as known

    if wanted is not None:
        found = exercise(wanted)
        print(f"{found.name}: {found.title}, counts each {found.counts}\n\n{description(found.name)}\n")
        for name, default, bounds, meaning in parameter_rows(found.params):
            print(f"{name:24} {default:>8}  {bounds:16} {meaning}")
        return
    for each in known().values():
        print(f"{each.name:24} {each.title} (counts each {each.counts})")


def plans(
    wanted: Annotated[
        str | None,
        typer.Argument(metavar="[NAME|FILE.toml]", help="Explain this one; a file is checked first."),
    ] = None,
    level: Annotated[
        str | None, typer.Option(metavar="basic|advanced", help="Which half of it; the plan's own without.")
    ] = None,
) -> None:
    """List the plans that legday can lead through, or explain one.

    [bold]legday plans stronger-legs[/bold] explains one; [bold]legday plans my-plan.toml[/bold] checks a file
    of your own. A plan is followed with [bold]legday live --plan NAME[/bold].
    """
    from legday.cli.folders import plans_folder
    from legday.plans import at_level, find_plan, plan_files, read_plan

    if wanted is None:
        for name, path in plan_files([plans_folder()]).items():
            print(f"{name:24} {read_plan(path).title}")
        return
    found = read_plan(Path(wanted)) if wanted.endswith(PLAN_SUFFIX) else find_plan(wanted, [plans_folder()])
    _explain_plan(found if level is None else at_level(found, level))
    if wanted.endswith(PLAN_SUFFIX):
        print(f"  {wanted}: nothing is wrong with it")


def _explain_plan(plan: "Plan") -> None:
    print(f"{plan.name}: {plan.title or plan.name} ({plan.level})\n")
    for each in dict.fromkeys(step.asked for step in plan.steps()):
        amount = {"s": each.seconds, "shuttles": each.shuttles, "": each.reps}
        much = next(f"{value:g} {unit}".strip() for unit, value in amount.items() if value is not None)
        print(f"  {each.exercise:20} {each.sets} x {much}, rest {each.rest_s:g} s".rstrip())
        if each.note:
            print(f"  {'':20} {each.note}")
    if plan.warning:
        print(f"\n{plan.warning}")
