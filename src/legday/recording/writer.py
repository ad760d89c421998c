"""Write a session's inputs as they are processed, so that a crash loses at most the last second.

The file is ``<name>.mcap.part`` until it is closed. It is written in compressed chunks of at most a second,
each handed to the operating system at once: a killed process loses the open chunk, a power cut also what the
system had not yet put on the disk.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Self

from mcap.writer import Writer

from legday.core.inputs import Input, time_ns
from legday.core.setup import SessionSetup
from legday.errors import RecordingError
from legday.recording.channels import KINDS, Channel, channel_of, encode
from legday.recording.lock import try_lock

FORMAT = "1"
METADATA = "legday"
PROFILES = "firmware_profiles/"
PART = ".part"
FLUSH_NS = 1_000_000_000


class RecordingWriter:
    """A recording in the making; a context manager.

    It reads no clock: a second has passed when the inputs say so; a service inserts a ``Tick`` each second.

    Parameters
    ----------
    path : Path
        Name of the finished file, ``*.mcap``; it must not exist yet, nor its ``.part``.
    setup : SessionSetup
        The session, recorded in front of its inputs.
    profiles : mapping of str
        Text of each firmware profile in use, by id.

    Raises
    ------
    RecordingError
        When the file exists or cannot be written.
    """

    def __init__(self, path: Path, setup: SessionSetup, profiles: Mapping[str, str]) -> None:
        self.path = Path(path)
        self.part = self.path.with_name(self.path.name + PART)
        if self.path.exists():
            raise RecordingError(self.path, "exists already; recordings are never overwritten")
        try:
            self._file = self.part.open("xb")
            try_lock(self._file)
            self._writer = Writer(self._file)
            self._open(setup, profiles)
        except OSError as error:
            raise RecordingError(self.part, f"cannot be written: {error.strerror}") from error
        self._channels: dict[Channel, int] = {}
        self._sequence = 0
        self._flushed_ns: int | None = None

    def write(self, item: Input) -> None:
        """Append an input; call it in the order in which the session takes them.

        Raises
        ------
        RecordingError
            When the disk is full or gone, or the time lies before 0.
        """
        at_ns = time_ns(item)
        if at_ns < 0:
            raise RecordingError(self.part, f"got the time {at_ns} ns, want 0 or later")
        channel = channel_of(item)
        try:
            self._writer.add_message(self._id(channel), at_ns, encode(item), at_ns, self._sequence)
            self._sequence += 1
            self._flush_when_due(at_ns)
        except OSError as error:
            raise RecordingError(self.part, f"cannot be written: {error.strerror}") from error

    def flush(self) -> None:
        """Hand everything written so far to the operating system."""
        try:
            self._writer.flush()
        except OSError as error:
            raise RecordingError(self.part, f"cannot be written: {error.strerror}") from error

    def close(self) -> None:
        """Finish the file and give it its name.

        Raises
        ------
        RecordingError
            When that fails; what was flushed stays in the ``.part``.
        """
        if self._file.closed:
            return
        try:
            self._writer.finish()
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self.part.rename(self.path)
        except OSError as error:
            with suppress(OSError):  # closing writes what is left, and fails as the write before it did
                self._file.close()
            raise RecordingError(self.part, f"cannot be finished: {error.strerror}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _open(self, setup: SessionSetup, profiles: Mapping[str, str]) -> None:
        self._writer.start(profile="legday", library=f"legday {version('legday')}")
        for name, text in sorted(profiles.items()):
            self._writer.add_attachment(0, 0, f"{PROFILES}{name}.toml", "application/toml", text.encode())
        self._writer.add_metadata(METADATA, {"format": FORMAT, "setup": setup.model_dump_json()})
        self._writer.flush()

    def _id(self, channel: Channel) -> int:
        if channel not in self._channels:
            kind = KINDS[channel.kind]
            schema_id = (
                self._writer.register_schema(channel.kind, "jsonschema", kind.schema)
                if kind.properties
                else 0
            )
            fields = {"kind": channel.kind, **dict(channel.fields)}
            self._channels[channel] = self._writer.register_channel(
                channel.topic, kind.encoding, schema_id, fields
            )
        return self._channels[channel]

    def _flush_when_due(self, at_ns: int) -> None:
        if self._flushed_ns is None or abs(at_ns - self._flushed_ns) >= FLUSH_NS:
            self._writer.flush()
            self._flushed_ns = at_ns
