"""What command lines ask of a run, made into settings: names, speeds, passwords, topics of a replay."""

import re
import sys
import time
from pathlib import Path

import typer
from pydantic import SecretStr

from legday.errors import SettingsError
from legday.publishers.mqtt import MqttSettings

REPLAY_BASE = "-replay"
"""Added to the base of the topics, so that a replay is never taken for somebody training now."""


def name_of_run(record: Path | None, start_ns: int) -> str:
    """Return the first part of a run's event ids: its file's name, else its time of day.

    Two runs never share it, so that events can be told apart by their ids wherever they end up.
    """
    if record is not None:
        return re.sub(r"[^A-Za-z0-9_-]+", "-", record.stem) or "recording"
    return time.strftime("%Y%m%dT%H%M%S", time.localtime(start_ns * 1e-9))


def parse_speed(text: str) -> float | None:
    """Return how many times faster than real time, None for ``max``.

    Raises
    ------
    SettingsError
        For anything but ``max`` and a number above 0.
    """
    if text == "max":
        return None
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 0.0 < speed < float("inf"):
        raise SettingsError(f"--speed {text}: want max or a number above 0")
    return speed


def replayed(settings: MqttSettings, *, publish: bool) -> MqttSettings:
    """Return where a replay is published: topics of its own, and on a broker of others only when asked to."""
    changes = {"base": settings.base + REPLAY_BASE, "url": settings.url if publish else None}
    changes["discovery"] = "off"
    return settings.model_copy(update=changes)


def ask_password(settings: MqttSettings) -> MqttSettings:
    """Return the settings with a password asked for, where a user is named and somebody can answer."""
    if settings.url is None or settings.user is None or settings.password is not None:
        return settings
    if not sys.stdin.isatty():
        return settings
    answer = typer.prompt(f"Password of {settings.user} at {settings.address}", hide_input=True, err=True)
    return settings.model_copy(update={"password": SecretStr(answer)})
