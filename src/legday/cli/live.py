"""``legday live``: a sensor now, counted, published, shown."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from contextlib import AsyncExitStack

    from legday.cli.perform import Found

HOW_TO_CHOOSE = (
    "Nothing is counted yet: choose an exercise on the page, or start with --exercise NAME "
    "(legday exercises lists them)."
)


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
    import time
    from dataclasses import replace

    from legday.cli.folders import certificates_folder, recordings_folder, state_file
    from legday.cli.perform import Found, Outputs, ask_password, find_and_perform, name_of_run, say
    from legday.cli.resume import finished_name, resumable, suits, unused
    from legday.cli.together import sensors_of
    from legday.config import load
    from legday.exercises import exercise as find_exercise
    from legday.sources import Pace
    from legday.sources.virtual import VirtualSource

    settings = load(
        {
            "ble": {"rate_hz": rate, "adapter": adapter},
            "mqtt": {"url": mqtt, "user": mqtt_user, "base": base},
            "web": {"host": host, "port": port},
            "console": {"format": output},
        }
    )
    tuned = {} if params is None else _params(params)
    chosen = None if exercise is None else find_exercise(exercise).name
    settings = settings.model_copy(update={"mqtt": ask_password(settings.mqtt)})
    followed = _plan(plan, level, demo=demo)
    start_ns = time.time_ns()
    folder = recordings_folder()
    found = None if record is None and demo else resumable(record or folder, resume, settings.recording)
    if record is None and not demo:
        folder.mkdir(parents=True, exist_ok=True)

    async def find(stack: "AsyncExitStack") -> "tuple[Found, Outputs]":
        virtual = settings.virtual
        named = [*(sensor or []), *(["phone"] if phone else [])]
        if demo:
            source = VirtualSource(virtual, start_ns, Pace(virtual.speed))
            sensors = Found(source.setup, source)
        else:
            beside = folder if record is None else record.parent
            sensors = await sensors_of(
                named, profile, settings, state_file(), certificates_folder(), beside, stack
            )
        if found is not None and suits(found, sensors.setup):
            whole = finished_name(found.path)
            say(f"Resuming {whole.name}: the session goes on where it was cut short")
            outputs = Outputs(record=whole, remember=not demo, keys=True, hearing=True, resumed=found)
            return replace(sensors, setup=found.setup), outputs
        path = (
            record if record is not None or demo else unused(folder / f"{name_of_run(None, start_ns)}.mcap")
        )
        changes = {"exercise": chosen, "recording": name_of_run(path, start_ns), "params": tuned}
        if not demo:
            say(f"Recording: {path}")
            say(_what_is_counted(chosen, plan))
        outputs = Outputs(record=path, plan=followed, remember=not demo, keys=True, hearing=True)
        return replace(sensors, setup=sensors.setup.model_copy(update=changes)), outputs

    find_and_perform(find, settings)


def _params(path: Path) -> "dict[str, dict[str, Any]]":
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


def _what_is_counted(exercise: str | None, plan: str | None) -> str:
    if plan is not None:
        return f"Following the plan: {plan}"
    return HOW_TO_CHOOSE if exercise is None else f"Counting: {exercise}"
