"""Keep sets and sessions in the history, by person and exercise."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from legday.errors import HistoryError
from legday.history import History
from legday.publishers._message import Message
from legday.publishers._publisher import Context, PublisherKind

log = logging.getLogger(__name__)

SETS = frozenset({"set_ended", "set_corrected"})
SESSIONS = frozenset({"session_ended", "session_corrected"})


class HistorySettings(BaseModel):
    """Where sets and sessions are kept."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: Path | None = Field(None, description="The file; without one in the platform's data folder.")


class HistoryPublisher:
    """Write each set when it ends, and again when it is corrected.

    A full disk costs the history of these sets and not the training: it is said, and the count goes on.

    Parameters
    ----------
    settings : HistorySettings
        The file.
    context : Context
        The session; the person is that of its first sensor.
    """

    def __init__(self, settings: HistorySettings, context: Context) -> None:
        self._path = settings.path
        self._recording = context.setup.recording
        self._person = next((each.person for each in context.setup.sensors if each.person), "")
        self._history: History | None = None

    async def __aenter__(self) -> Self:
        if self._path is not None:
            self._history = History(self._path)
        return self

    async def __aexit__(self, *error: object) -> None:
        if self._history is not None:
            self._history.__exit__()

    async def publish(self, message: Message) -> None:
        """Keep what sums up a set or a session; all else is for others."""
        if self._history is None or message.kind != "event":
            return
        try:
            if message.body["type"] in SETS:
                await self._keep(self._history.add_set, message)
            elif message.body["type"] in SESSIONS:
                await self._keep(self._history.add_session, message)
        except HistoryError as error:
            log.warning("%s", error)

    async def _keep(self, add: Callable[..., None], message: Message) -> None:
        """Wait for the disk in another thread: a memory card may take a second."""
        await asyncio.to_thread(add, self._recording, self._person, message.body, message.t_ms)


PUBLISHER = PublisherKind("history", HistorySettings, HistoryPublisher)
