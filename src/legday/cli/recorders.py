"""What keeps a session's inputs: the recording, the newest in memory, and a look at the room on the disk."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from legday.cli.said import say
from legday.core.inputs import Input, time_ns
from legday.core.setup import SessionSetup
from legday.recording.mcap_file import Recording
from legday.recording.recent import RecentInputs
from legday.recording.shelf import ShelfSettings, free_mb, make_room
from legday.recording.writer import RecordingWriter

LOOK_NS = 30_000_000_000
"""The room on the disk is looked at so often."""


class Recorders:
    """Hands each input to the newest in memory and, where there is one, to the recording.

    Parameters
    ----------
    recent : RecentInputs
        The newest.
    path : Path or None
        Recording to write.
    setup, profiles
        What a recording begins with.
    shelf : ShelfSettings
        When to warn that the disk is nearly full.
    resumed : Recording or None
        What was recorded before the session was cut short.
    """

    def __init__(
        self,
        recent: RecentInputs,
        path: Path | None,
        setup: SessionSetup,
        profiles: Mapping[str, str],
        shelf: ShelfSettings,
        resumed: Recording | None = None,
    ) -> None:
        self._recent = recent
        self._writer = None if path is None else _writer(path, setup, profiles, resumed)
        self._folder = None if path is None else path.parent
        self._warn_mb = shelf.warn_mb
        self._looked_ns: int | None = None
        self._warned = False

    def write(self, item: Input) -> None:
        """Keep an input, in the order in which the session takes it."""
        self._recent.write(item)
        if self._writer is not None:
            self._writer.write(item)
            self._look(time_ns(item))

    def flush(self) -> None:
        """Put the recording where it outlives this process."""
        if self._writer is not None:
            self._writer.flush()

    def sync(self) -> None:
        """Wait until the recording outlives a power failure; may be called in another thread."""
        if self._writer is not None:
            self._writer.sync()

    @property
    def full(self) -> bool:
        """Whether the disk takes nothing more."""
        return self._writer is not None and self._writer.full

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._writer is not None:
            self._writer.close()

    def _look(self, now_ns: int) -> None:
        due = self._looked_ns is None or abs(now_ns - self._looked_ns) >= LOOK_NS
        if self._folder is None or self._warned or not due:
            return
        self._looked_ns = now_ns
        self._warned = warn_if_nearly_full(self._folder, self._warn_mb)


def _writer(
    path: Path, setup: SessionSetup, profiles: Mapping[str, str], resumed: Recording | None
) -> RecordingWriter:
    if resumed is None:
        return RecordingWriter(path, setup, profiles)
    return RecordingWriter(path, setup, resumed.profiles, resumed.inputs())


def warn_if_nearly_full(folder: Path, warn_mb: float, free: Callable[[Path], float] = free_mb) -> bool:
    """Say when little room is left on the disk of a folder; return whether it was said."""
    left_mb = free(folder)
    if left_mb >= warn_mb:
        return False
    where = folder.absolute()
    say(f"Only {left_mb:.0f} MB are free on the disk of {where}: recordings may soon end (legday takes)")
    return True


def tidy(folder: Path, shelf: ShelfSettings) -> None:
    """Delete the oldest unlabelled recordings beyond the limit that the user set, and say which."""
    for path in make_room(folder, shelf.limit_mb):
        say(f"Deleted {path}, the oldest without a label: takes.limit_mb is {shelf.limit_mb:g}")
