"""Run a session with everything around it: what ``live``, ``record`` and a watched ``replay`` share."""

import asyncio
import logging
import re
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import typer
from pydantic import SecretStr

from legday.cli.folders import outbox_file, plans_folder, recordings_folder
from legday.cli.hearing import CurrentStderr, Hearing, rewritable
from legday.cli.keys import HELP, Keys
from legday.cli.orders import Orders
from legday.cli.own_truth import OwnTruth, keep_own_truth
from legday.cli.page import Page, history_kept, open_page
from legday.cli.recorders import Recorders, tidy
from legday.cli.said import say
from legday.config import Settings, fingerprint
from legday.core.inputs import Command
from legday.core.setup import SessionSetup
from legday.errors import LegdayError, SettingsError
from legday.publishers import Context, Outbox, Publisher, Surroundings, publishers
from legday.publishers.console import ConsolePublisher, ConsoleSettings
from legday.publishers.mqtt import MqttPublisher, MqttSettings
from legday.recording.mcap_file import Recording
from legday.recording.recent import RecentInputs
from legday.recording.repair import repair_all
from legday.sensors.profile import Profile
from legday.sensors.registry import profile as find_profile
from legday.sensors.registry import profile_files
from legday.service import Service, stopped_by_signals
from legday.sources import Source
from legday.sources.ble.adapters import adapters

REPLAY_BASE = "-replay"
"""Added to the base of the topics, so that a replay is never taken for somebody training now."""


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where a run goes besides the terminal.

    Parameters
    ----------
    page : bool
        Serve the page, with the embedded broker behind it.
    record : Path or None
        Recording to write.
    take : str
        Name of the take in every JSON line; empty is the session's.
    plan : str or None
        Plan to follow from the start, whole, as it is recorded.
    remember : bool
        Keep sets and sessions in the history.
    keys : bool
        Let keys of the terminal correct the count.
    hearing : bool
        Show in the terminal how well each sensor is heard.
    resumed : Recording or None
        What was recorded before the session was cut short; ``record`` goes on with it.
    """

    page: bool = True
    record: Path | None = None
    take: str = ""
    plan: str | None = None
    remember: bool = False
    keys: bool = False
    hearing: bool = False
    resumed: Recording | None = None


def perform(
    setup: SessionSetup,
    source: Source,
    settings: Settings,
    outputs: Outputs,
    read_by: Callable[[str], Profile] = find_profile,
) -> None:
    """Run a session until its source ends or Ctrl-C, in good order either way.

    Parameters
    ----------
    setup, source
        What is run.
    settings, outputs
        Where it goes.
    read_by : callable
        Returns the profile of an id.

    Raises
    ------
    LegdayError
        For a broker, port or file that cannot be used.
    """
    _tell_warnings()
    asyncio.run(_perform(setup, source, outputs, settings, read_by))


@dataclass(frozen=True, slots=True)
class Found:
    """Sensors that are there: the session with them, where its inputs come from, ways out to them.

    The page is open already where it had to help to find them.
    """

    setup: SessionSetup
    source: Source
    ways: tuple[Publisher, ...] = ()
    page: Page | None = None


def find_and_perform(
    find: Callable[[AsyncExitStack], Awaitable[tuple[Found, Outputs]]], settings: Settings
) -> None:
    """Run a session whose sensors have to be found first, in the same event loop.

    What ``find`` opens on the stack stays open until the session has ended.

    Raises
    ------
    LegdayError
        For a sensor, broker, port or file that cannot be used.
    """

    async def run() -> None:
        async with AsyncExitStack() as stack:
            found, outputs = await find(stack)
            await _perform(
                found.setup, found.source, outputs, settings, ways_to_sensors=found.ways, page=found.page
            )

    _tell_warnings()
    asyncio.run(run())


def _tell_warnings() -> None:
    logging.basicConfig(level=logging.WARNING, format="legday: %(message)s", handlers=[CurrentStderr()])


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


async def _perform(
    setup: SessionSetup,
    source: Source,
    outputs: Outputs,
    settings: Settings,
    read_by: Callable[[str], Profile] = find_profile,
    ways_to_sensors: Sequence[Publisher] = (),
    page: Page | None = None,
) -> None:
    _care_for_the_folder(settings, outputs)
    profiles = _profile_texts([sensor.profile for sensor in setup.sensors])
    recent = RecentInputs(setup, profiles, lambda: service.session.tracker.exercise)
    async with AsyncExitStack() as stack:
        outbox = await stack.enter_async_context(Outbox(None if outputs.record is None else outbox_file()))
        service = Service(
            setup,
            source,
            record=lambda: Recorders(
                recent, outputs.record, setup, profiles, settings.takes, outputs.resumed
            ),
            find=read_by,
            outbox=outbox,
            earlier=() if outputs.resumed is None else outputs.resumed.inputs(),
        )
        orders = Orders(service.obey, recent)
        if outputs.plan is not None:
            orders(Command(service.now_ns(), "plan", outputs.plan))
        around = Surroundings(
            adapters(), fingerprint(settings), health=service.health, plan_folders=(plans_folder(),)
        )
        context = Context(setup, orders, service.now_ns, outputs.take or setup.recording, outbox, around)
        ways: list[Publisher] = [
            *_terminal(settings, outputs, context),
            *_memory(settings, outputs, context),
        ]
        ways += ways_to_sensors
        mqtt = publishers()["mqtt"]
        if outputs.page:
            if page is None:
                page = await open_page(settings, outputs.record and outputs.record.parent, stack)
            page.metrics.follow(lambda: service.taken, lambda: outbox.waiting, lambda: _connected(ways))
            context = replace(context, surroundings=replace(around, schema_url=page.server.schema_url))
            ways += [page.metrics, mqtt.build(settings.mqtt.at(page.broker.listeners.url_v5), context)]
        if settings.mqtt.url is not None:
            ways.append(mqtt.build(settings.mqtt, context))
        if outputs.keys:
            keys = await stack.enter_async_context(Keys(orders, service.now_ns))
            if keys.active:
                say(HELP)
        with stopped_by_signals(service.stop):
            await service.run(ways)
        await outbox.forget(setup.recording)


def _connected(ways: Sequence[Publisher]) -> dict[str, bool]:
    """Return whether each broker is there, by its address."""
    return {each.address: each.connected for each in ways if isinstance(each, MqttPublisher)}


def _terminal(settings: Settings, outputs: Outputs, context: Context) -> list[Publisher]:
    """Return what the person at the terminal sees."""
    console = ConsolePublisher(cast("ConsoleSettings", settings.section("console")), context)
    if not outputs.hearing:
        return [console]
    return [Hearing(rewritable(console.terminal, lines=console.for_people)), console]


def _memory(settings: Settings, outputs: Outputs, context: Context) -> list[Publisher]:
    """Return what remembers a live session: the history, and the truth that a person makes of it."""
    ways: list[Publisher] = []
    if outputs.remember:
        kept = settings.section("history")
        kept = kept.model_copy(update={"path": history_kept(settings)})
        ways.append(publishers()["history"].build(kept, context))
    if outputs.record is not None:
        ways.append(OwnTruth(outputs.record, context.setup))
    return ways


def _profile_texts(identifiers: Sequence[str]) -> dict[str, str]:
    files = profile_files()
    return {each: files[each].read_text(encoding="utf-8") for each in identifiers if each in files}


def _care_for_the_folder(settings: Settings, outputs: Outputs) -> None:
    """Mend what a crash left and keep to the limit, before anything new is written there."""
    if outputs.record is None:
        return
    _mend_what_a_crash_left(outputs.record.parent, outputs)
    if outputs.record.parent == recordings_folder():
        tidy(recordings_folder(), settings.takes)


def _mend_what_a_crash_left(folder: Path, outputs: Outputs) -> None:
    resumed = None if outputs.resumed is None else outputs.resumed.path
    repaired, failed = repair_all(folder, resumed)
    for path in repaired:
        say(f"Repaired {path}, which a crash had left unfinished")
        try:
            keep_own_truth(path)
        except LegdayError as failure:
            say(f"Corrections not kept: {failure}")
    for error in failed:
        say(f"Not repaired: {error}")


__all__ = [
    "Found",
    "Outputs",
    "ask_password",
    "find_and_perform",
    "name_of_run",
    "parse_speed",
    "perform",
    "replayed",
    "say",
]
