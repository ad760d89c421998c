"""``legday live``: a sensor now, counted, published, shown."""

from pathlib import Path
from typing import Annotated, Any

import typer


def live(
    sensor: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME|ADDRESS[=SITE[@PERSON]]",
            help="A sensor, where it is worn and a code for who wears it; remembered. May be repeated. "
            "phone, sensor-logger, phyphox://HOST and sensor-server://HOST are phones.",
        ),
    ] = None,
    phone: Annotated[
        bool, typer.Option("--phone", help="A phone as the sensor, without an app: --sensor phone.")
    ] = False,
    profile: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Read the sensors by this profile, whatever they advertise."),
    ] = None,
    rate: Annotated[float | None, typer.Option(metavar="HZ", help="Ask the sensors for this rate.")] = None,
    adapter: Annotated[str | None, typer.Option(metavar="hci0", help="Bluetooth adapter.")] = None,
    demo: Annotated[bool, typer.Option("--demo", help="A virtual sensor on a simulated athlete.")] = False,
    exercise: Annotated[str | None, typer.Option(metavar="NAME", help="Count this from the start.")] = None,
    params: Annotated[
        Path | None,
        typer.Option(metavar="FILE.toml", help="Parameters of detectors, as legday tune writes them."),
    ] = None,
    plan: Annotated[
        str | None,
        typer.Option(metavar="NAME|FILE.toml", help="Follow this plan; legday plans lists them."),
    ] = None,
    level: Annotated[
        str | None, typer.Option(metavar="basic|advanced", help="Which half of the plan.")
    ] = None,
    record: Annotated[
        Path | None, typer.Option(metavar="FILE.mcap", help="Record everything that comes in.")
    ] = None,
    mqtt: Annotated[
        str | None, typer.Option(metavar="URL", help="Publish to this broker too: mqtt(s)://host:port.")
    ] = None,
    mqtt_user: Annotated[
        str | None, typer.Option(metavar="NAME", help="User there; its password is asked for, or set.")
    ] = None,
    base: Annotated[str | None, typer.Option(help="First part of every topic.")] = None,
    host: Annotated[str | None, typer.Option(help="Address the page listens on.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="The page's port.")] = None,
    resume: Annotated[
        bool | None,
        typer.Option(
            "--resume/--fresh", help="Go on with a session that was cut short, however old; or never."
        ),
    ] = None,
    output: Annotated[
        str | None, typer.Option("--format", metavar="lines|jsonl", help="What the terminal shows.")
    ] = None,
) -> None:
    """Count, publish and show what sensors send, until Ctrl-C.

    Without [bold]--sensor[/bold] it takes the one in range, and asks when there are several. Sessions with
    sensors are always recorded: the terminal says where. [bold]legday live --demo[/bold] needs no sensor, no
    broker and no configuration. A session that a crash cut short up to half an hour ago is gone on with:
    the same recording, the same set, the same count.
    """
    from legday.cli.asked import ask_password
    from legday.cli.begin import Beginning
    from legday.cli.perform import find_and_perform
    from legday.config import load
    from legday.exercises import exercise as find_exercise

    settings = load(
        {
            "ble": {"rate_hz": rate, "adapter": adapter},
            "mqtt": {"url": mqtt, "user": mqtt_user, "base": base},
            "web": {"host": host, "port": port},
            "console": {"format": output},
        }
    )
    beginning = Beginning(
        sensors=(*(sensor or ()), *(("phone",) if phone else ())),
        profile=profile,
        demo=demo,
        exercise=None if exercise is None else find_exercise(exercise).name,
        params={} if params is None else _params(params),
        settings=settings.model_copy(update={"mqtt": ask_password(settings.mqtt)}),
        plan=_plan(plan, level, demo=demo),
        plan_name=plan,
        record=record,
        resume=resume,
    )
    find_and_perform(beginning.find(), beginning.settings)


def _params(path: Path) -> dict[str, dict[str, Any]]:
    from legday.evaluation.tune.provenance import read_params

    return read_params(path)


def _plan(asked: str | None, level: str | None, *, demo: bool) -> str | None:
    """Return the plan to follow as it is recorded, and say what it warns of."""
    from legday.cli.orders import plan_text
    from legday.cli.said import say
    from legday.errors import SettingsError
    from legday.workout.plan import parse_plan

    if asked is None:
        if level is not None:
            raise SettingsError(f"--level {level}: of which plan? --plan NAME")
        return None
    if demo:
        raise SettingsError("--plan: the athlete of the demo chooses the exercises")
    text = plan_text(asked, level)
    if warning := parse_plan(text).warning:
        say(f"Mind: {warning}")
    return text
