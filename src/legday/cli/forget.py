"""``legday forget``: take back what was left on a broker."""

from typing import Annotated

import typer


def forget(
    mqtt: Annotated[
        str | None,
        typer.Option(metavar="URL", help="The broker: mqtt(s)://host:port."),
    ] = None,
    mqtt_user: Annotated[str | None, typer.Option(metavar="NAME", help="User at the broker.")] = None,
    base: Annotated[str | None, typer.Option(metavar="TOPIC", help="First part of every topic.")] = None,
) -> None:
    """Take back what legday left on a broker: its retained messages, and its devices in Home Assistant.

    [bold]legday forget --mqtt mqtt://broker.local[/bold] prints the topics that it cleared. End a running
    session first: it would say everything anew.
    """
    import aiomqtt

    from legday.cli.asked import ask_password
    from legday.cli.running import run_in_loop
    from legday.config import load
    from legday.errors import BrokerError, SettingsError
    from legday.publishers.mqtt import clear, reason

    settings = load({"mqtt": {"url": mqtt, "user": mqtt_user, "base": base}}).mqtt
    if settings.url is None:
        raise SettingsError("no broker: want --mqtt mqtt://host:port, or mqtt.url in legday.toml")
    settings = ask_password(settings)
    try:
        found = run_in_loop(clear(settings))
    except (aiomqtt.MqttError, OSError) as error:
        raise BrokerError(str(settings.address), reason(error, settings)) from None
    for topic in found:
        print(topic)
