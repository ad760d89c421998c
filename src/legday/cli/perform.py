"""Run a session with everything around it: what ``live``, ``record`` and a watched ``replay`` share."""

import gc
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace

from legday.cli.folders import outbox_file, plans_folder
from legday.cli.hearing import CurrentStderr
from legday.cli.keys import HELP, keys
from legday.cli.orders import Orders
from legday.cli.outputs import Outputs, care_for_the_folder, connected, memory, terminal
from legday.cli.page import Page, open_page
from legday.cli.recorders import Recorders
from legday.cli.running import run_in_loop
from legday.cli.said import say
from legday.config import Settings, fingerprint
from legday.core.inputs import Command
from legday.core.setup import SessionSetup
from legday.publishers import Context, Outbox, Publisher, Surroundings, publishers
from legday.recording.recent import RecentInputs
from legday.sensors.profile import Profile
from legday.sensors.registry import profile as find_profile
from legday.sensors.registry import profile_files
from legday.service import Service, stopped_by_signals
from legday.sources import Source
from legday.sources.ble.adapters import adapters


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
    run_in_loop(_perform(setup, source, outputs, settings, read_by))


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
    run_in_loop(run())


def _tell_warnings() -> None:
    """Let warnings be lines for people; those of the radio's libraries are for their makers."""
    for library in ("bleak", "bleak_retry_connector"):
        logging.getLogger(library).setLevel(logging.ERROR)
    logging.basicConfig(level=logging.WARNING, format="legday: %(message)s", handlers=[CurrentStderr()])


async def _perform(
    setup: SessionSetup,
    source: Source,
    outputs: Outputs,
    settings: Settings,
    read_by: Callable[[str], Profile] = find_profile,
    ways_to_sensors: Sequence[Publisher] = (),
    page: Page | None = None,
) -> None:
    care_for_the_folder(settings, outputs)
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
            sync_s=settings.recording.sync_s,
            earlier=() if outputs.resumed is None else outputs.resumed.inputs(),
        )
        orders = Orders(service.obey, recent)
        if outputs.plan is not None:
            orders(Command(service.now_ns(), "plan", outputs.plan))
        around = Surroundings(
            adapters(), fingerprint(settings), health=service.health, plan_folders=(plans_folder(),)
        )
        context = Context(setup, orders, service.now_ns, outputs.take or setup.recording, outbox, around)
        ways = [*terminal(settings, outputs, context), *memory(settings, outputs, context), *ways_to_sensors]
        if outputs.page:
            page = page or await open_page(settings, outputs.record and outputs.record.parent, stack)
            page.metrics.follow(lambda: service.taken, lambda: outbox.waiting, lambda: connected(ways))
            context = replace(context, surroundings=replace(around, schema_url=page.server.schema_url))
            ways.append(page.metrics)
        ways += _brokers(settings, context, page if outputs.page else None)
        if outputs.keys and await stack.enter_async_context(keys(orders, service.now_ns)):
            say(HELP)
        gc.freeze()  # what is loaded by now stays: to look through it for garbage takes a tenth of the work
        with stopped_by_signals(service.stop):
            await service.run(ways)
        await outbox.forget(setup.recording)


def _brokers(settings: Settings, context: Context, page: Page | None) -> list[Publisher]:
    """Return the ways to the page's own broker and to the one that is asked for."""
    mqtt = publishers()["mqtt"]
    published = [] if page is None else [settings.mqtt.at(page.broker.listeners.url_v5)]
    if settings.mqtt.url is not None:
        published.append(settings.mqtt)
    return [mqtt.build(each, context) for each in published]


def _profile_texts(identifiers: Sequence[str]) -> dict[str, str]:
    files = profile_files()
    return {each: files[each].read_text(encoding="utf-8") for each in identifiers if each in files}
