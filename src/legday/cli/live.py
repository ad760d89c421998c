"""``legday live``: a sensor now, counted, published, shown."""

from pathlib import Path
from typing import Any

from legday.cli import options


def live(
    sensor: options.Sensors = None,
    phone: options.Phone = False,
    profile: options.ReadBy = None,
    rate: options.Rate = None,
    adapter: options.Adapter = None,
    demo: options.Demo = False,
    exercise: options.Counted = None,
    params: options.Tuned = None,
    plan: options.Followed = None,
    level: options.Level = None,
    record: options.Recorded = None,
    mqtt: options.Broker = None,
    mqtt_user: options.BrokerUser = None,
    base: options.Base = None,
    host: options.Host = None,
    port: options.Port = None,
    resume: options.Resume = None,
    output: options.Shown = None,
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
