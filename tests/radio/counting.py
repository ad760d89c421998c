"""Sessions in processes of their own: while a test collects, counting must not hold up the radio."""

import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from legday.core.events import Event
from legday.core.inputs import Input
from legday.core.setup import SessionSetup
from legday.recording.mcap_file import read_recording
from legday.recording.writer import RecordingWriter
from legday.session import Session

AT_ONCE = 256
"""Inputs that are handed to the other process together."""

POLITE = 10
"""Counting can wait; the radio cannot."""

_sessions: list[Session] = []
"""Those of a counting process."""


class Counting:
    """Sessions that count in another process, each input by itself and in order, as a service does.

    Parameters
    ----------
    setups : sequence of SessionSetup
        A session for each; an input goes to those of its device, one without a device to all.
    """

    def __init__(self, setups: Sequence[SessionSetup]) -> None:
        self._waiting: list[Input] = []
        self._taken: list[Future[list[Event]]] = []
        self._process = ProcessPoolExecutor(1, get_context("spawn"), _begin, (setups,))
        self._hand_on()

    def push(self, items: Sequence[Input]) -> list[Event]:
        """Take inputs; their events come at the end."""
        self._waiting += items
        if len(self._waiting) >= AT_ONCE:
            self._hand_on()
        return []

    def finish(self) -> list[Event]:
        """Return all events, when the last input is counted."""
        self._hand_on()
        self._taken.append(self._process.submit(_finish))
        events = [event for part in self._taken for event in part.result()]
        self._process.shutdown()
        return events

    def _hand_on(self) -> None:
        waiting, self._waiting = self._waiting, []
        self._taken.append(self._process.submit(_count, waiting))


def _begin(setups: Sequence[SessionSetup]) -> None:
    if sys.platform != "win32":
        os.nice(POLITE)
    _sessions.extend(map(Session, setups))


def _count(items: Sequence[Input]) -> list[Event]:
    return [event for item in items for session in _concerned(item) for event in session.push([item])]


def _concerned(item: Input) -> list[Session]:
    device = getattr(item, "device", "")
    return [session for session in _sessions if not device or session.setup.sensors[0].device == device]


def _finish() -> list[Event]:
    return [event for session in _sessions for event in session.finish()]


@contextmanager
def replaying(processes: int = 2) -> Iterator[ProcessPoolExecutor]:
    """Give processes to replay in."""
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        yield pool


def replayed(folder: Path, setup: SessionSetup, inputs: Sequence[Input]) -> list[Event]:
    """Return the events of the recording that a run's inputs make."""
    path = folder / f"{setup.sensors[0].device}.mcap"
    with RecordingWriter(path, setup, {}) as recorder:
        for item in inputs:
            recorder.write(item)
    recording = read_recording(path)
    session = Session(recording.setup)
    return session.push(recording.inputs()) + session.finish()
