"""Open the page: the embedded broker, and the server that shows what is live, done and recorded."""

from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from legday.broker import EmbeddedBroker
from legday.cli.folders import history_file, recordings_folder
from legday.cli.said import say
from legday.config import Settings
from legday.web._history import HistoryView
from legday.web._metrics import Metrics
from legday.web.review import Review
from legday.web.server import Part, WebServer


@dataclass(frozen=True, slots=True)
class Page:
    """The page while it is open."""

    broker: EmbeddedBroker
    server: WebServer
    metrics: Metrics


async def open_page(
    settings: Settings, beside: Path | None, stack: AsyncExitStack, parts: Sequence[Part] = ()
) -> Page:
    """Open the page and say where it is.

    Parameters
    ----------
    settings : Settings
        Where it listens.
    beside : Path or None
        Folder of the recording, whose takes can be reviewed too.
    stack : AsyncExitStack
        Closes it when the run ends.
    parts : sequence of callable
        What else it shows.

    Raises
    ------
    LegdayError
        For a port that cannot be used.
    """
    metrics = Metrics()
    takes = list(dict.fromkeys([recordings_folder(), *([] if beside is None else [beside])]))
    shown: list[Part] = [HistoryView(history_kept(settings)), Review(takes), metrics, *parts]
    broker = await stack.enter_async_context(EmbeddedBroker(settings.broker))
    server = WebServer(settings.web, broker.listeners, settings.mqtt.base, shown)
    await stack.enter_async_context(server)
    say(f"The page: {server.url}")
    say(f"MQTT: {broker.listeners.url} (MQTT 5: {broker.listeners.url_v5})")
    return Page(broker, server, metrics)


def history_kept(settings: Settings) -> Path:
    """Return the file of the history: that of the settings, else the usual one."""
    return getattr(settings.section("history"), "path", None) or history_file()
