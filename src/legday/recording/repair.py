"""Turn what a crash left behind into a valid recording, without ever risking what is there."""

import os
from pathlib import Path

from mcap.records import Attachment, Channel, McapRecord, Message, Metadata, Schema
from mcap.writer import Writer

from legday.errors import RecordingError
from legday.recording.lock import try_lock
from legday.recording.mcap_file import read_recording
from legday.recording.records import Records
from legday.recording.writer import PART
from legday.whole_file import put_names_on_disk

REPAIRING = ".repairing"
DAMAGED = ".damaged"
MOST_LEFT_EMPTY = 2**20
"""Bytes, all zero, that may stand for content which never came to the disk."""


def repair(part: Path | str) -> Path:
    """Rewrite ``<name>.mcap.part`` as the valid ``<name>.mcap`` and return its path.

    The new file is written beside the old one and on the disk before it takes the old one's place. An
    original with bytes that could not be read is kept as ``<name>.mcap.part.damaged``.

    Raises
    ------
    RecordingError
        When nothing can be recovered, the finished file exists already, or somebody is still writing; nothing
        has been touched then.
    """
    part = Path(part)
    target = part.with_name(part.name.removesuffix(PART))
    if target == part:
        raise RecordingError(part, f"want a file that ends in {PART}")
    if target.exists():
        raise RecordingError(target, "exists already; move it away first, nothing was touched")
    whole = part.with_name(part.name + REPAIRING)
    try:
        with part.open("rb") as file:
            if not try_lock(file):
                raise RecordingError(part, "is still being written")
            read_recording(part)
            records = Records(file)
            try:
                _rewrite(records, whole)
            except KeyboardInterrupt:
                whole.unlink(missing_ok=True)
                raise
        if records.damaged or records.rest:
            part.rename(part.with_name(part.name + DAMAGED))
        else:
            whole.replace(part)
            whole = part
        whole.rename(target)
        put_names_on_disk(target.parent)
    except OSError as error:
        part.with_name(part.name + REPAIRING).unlink(missing_ok=True)
        raise RecordingError(part, f"cannot be repaired: {error.strerror}") from error
    return target


def repair_all(folder: Path | str, but: Path | None = None) -> tuple[list[Path], list[RecordingError]]:
    """Repair every recording that a crash left in a folder, ``but`` one that will be resumed.

    Returns
    -------
    repaired : list of Path
        The valid files.
    failed : list of RecordingError
        One for each that could not be repaired; it stays as it is. One that is being written is neither, and
        one without any content is removed.
    """
    repaired: list[Path] = []
    failed: list[RecordingError] = []
    for part in sorted(Path(folder).glob(f"*.mcap{PART}")):
        if part == but or in_use(part):
            continue
        if _holds_nothing(part):
            part.unlink()
            continue
        try:
            repaired.append(repair(part))
        except RecordingError as error:
            failed.append(error)
    return repaired, failed


def _holds_nothing(part: Path) -> bool:
    """Whether it has a name and no content, as a power failure leaves it right behind its beginning."""
    return part.stat().st_size <= MOST_LEFT_EMPTY and not part.read_bytes().strip(b"\0")


def in_use(part: Path) -> bool:
    """Return whether somebody is still writing a recording."""
    try:
        with part.open("rb") as file:
            return not try_lock(file)
    except OSError:
        return False


def _rewrite(records: Records, path: Path) -> None:
    """Copy every whole record into a finished file, indexed, and wait until it is on the disk."""
    with path.open("wb") as file:
        writer = Writer(file)
        writer.start(profile="legday", library="legday repair")
        copy = _Copy(writer)
        for record in records:
            copy.add(record)
        writer.finish()
        file.flush()
        os.fsync(file.fileno())


class _Copy:
    """Adds records to a writer, which numbers schemas and channels anew."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._schemas = {0: 0}
        self._channels: dict[int, int] = {}

    def add(self, record: McapRecord) -> None:
        """Write one record of the old file into the new one."""
        match record:
            case Schema():
                self._schemas[record.id] = self._writer.register_schema(
                    record.name, record.encoding, record.data
                )
            case Channel():
                self._channels[record.id] = self._writer.register_channel(
                    record.topic,
                    record.message_encoding,
                    self._schemas.get(record.schema_id, 0),
                    record.metadata,
                )
            case Message() if record.channel_id in self._channels:
                self._writer.add_message(
                    self._channels[record.channel_id],
                    record.log_time,
                    record.data,
                    record.publish_time,
                    record.sequence,
                )
            case Metadata():
                self._writer.add_metadata(record.name, record.metadata)
            case Attachment():
                self._writer.add_attachment(
                    record.create_time, record.log_time, record.name, record.media_type, record.data
                )
