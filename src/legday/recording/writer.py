"""Write a session's inputs as they are processed, so that a crash loses at most the last second.

The file is ``<name>.mcap.part`` until it is closed. It is written in compressed chunks of at most a second,
each handed to the operating system at once: a killed process loses the open chunk, a power failure also what
was handed over since the last `RecordingWriter.sync`. What a full disk does not take waits in memory.
"""

import logging
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, cast

from mcap.writer import Writer

from legday.core.inputs import Input, Packet, time_ns
from legday.core.setup import SessionSetup
from legday.errors import RecordingError
from legday.recording.channels import KINDS, Channel, channel_of, encode
from legday.recording.chunk_indices import keep_in_file
from legday.recording.spool import Open, Spool, open_raw
from legday.whole_file import put_names_on_disk

log = logging.getLogger(__name__)

FORMAT = "1"
METADATA = "legday"
PROFILES = "firmware_profiles/"
PART = ".part"
CONTINUED = ".continued"
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
    earlier : iterable of Input or None
        Inputs of the ``.part`` that a crash left behind, which this recording goes on with: it takes the old
        one's place once it holds them all.
    open_file : callable
        Opens the file unbuffered.

    Raises
    ------
    RecordingError
        When the file exists or cannot be written.
    """

    def __init__(
        self,
        path: Path,
        setup: SessionSetup,
        profiles: Mapping[str, str],
        earlier: Iterable[Input] | None = None,
        open_file: Open = open_raw,
    ) -> None:
        self.path = Path(path)
        self.part = self.path.with_name(self.path.name + PART)
        if self.path.exists():
            raise RecordingError(self.path, "exists already; recordings are never overwritten")
        self._channels: dict[Channel, int] = {}
        self._sources: dict[tuple[str, str], int] = {}
        self._sequence = 0
        self._newest_ns: int | None = None
        self._flushed_ns: int | None = None
        self._cut = self._warned = self._told = False
        begun = self.part if earlier is None else self.path.with_name(self.path.name + CONTINUED)
        try:
            if earlier is not None:
                begun.unlink(missing_ok=True)
            self._file = Spool(begun, open_file)
            self._writer = Writer(cast("BinaryIO", self._file))
            keep_in_file(self._writer, self._file)
            self._open(setup, profiles)
            if earlier is None:
                self._file.sync()
            else:
                self._carry_over(earlier)
        except OSError as error:
            raise RecordingError(self.part, f"cannot be written: {error.strerror}") from error

    def write(self, item: Input) -> None:
        """Append an input; call it in the order in which the session takes them.

        Raises
        ------
        RecordingError
            When the time lies before 0.
        """
        at_ns = time_ns(item)
        if at_ns < 0:
            raise RecordingError(self.part, f"got the time {at_ns} ns, want 0 or later")
        if self._cut:
            return
        self._writer.add_message(self._id_of(item), at_ns, encode(item), at_ns, self._sequence)
        self._sequence += 1
        self._newest_ns = at_ns
        if self._flushed_ns is None or abs(at_ns - self._flushed_ns) >= FLUSH_NS:
            self.flush()

    def flush(self) -> None:
        """Hand everything written so far to the operating system, or keep it until that takes it."""
        self._flushed_ns = self._newest_ns
        try:
            self._writer.flush()
        except OSError as error:
            if not self._warned:
                log.warning("%s: kept in memory: %s", self.part, error.strerror)
            self._warned = True
            self._cut = self._cut or self._file.overflows
        else:
            self._warned = False

    def sync(self) -> None:
        """Wait until the disk has what was handed over; another thread may call this meanwhile."""
        try:
            self._file.wait_for_disk()
        except OSError as error:
            if not self._told:
                log.warning("%s: a power failure may cost more than a second: %s", self.part, error.strerror)
            self._told = True

    @property
    def full(self) -> bool:
        """Whether the disk does not take what is recorded, or took nothing for so long that it ends there."""
        return self._cut or self._file.full

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
            self._file.sync()
            self._file.close()
            self.part.rename(self.path)
            put_names_on_disk(self.path.parent)
        except OSError as error:
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

    def _carry_over(self, earlier: Iterable[Input]) -> None:
        try:
            for item in earlier:
                self.write(item)
            self._writer.flush()
            self._file.move(self.part)
        except BaseException:
            self._file.close()
            raise

    def _id_of(self, item: Input) -> int:
        """Return the channel of an input; that of packets, which come all the time, is made out once."""
        if not isinstance(item, Packet):
            return self._id(channel_of(item))
        source = (item.device, item.characteristic)
        known = self._sources.get(source)
        if known is None:
            known = self._sources[source] = self._id(channel_of(item))
        return known

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
