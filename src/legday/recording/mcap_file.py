"""Read a recording: its setup, its firmware profiles, and its inputs in the order of processing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from mcap.records import Attachment, Channel, Message, Metadata
from pydantic import ValidationError

from legday.core.inputs import Input
from legday.core.setup import SessionSetup
from legday.errors import RecordingError
from legday.recording.channels import decode
from legday.recording.records import Records
from legday.recording.writer import FORMAT, METADATA, PROFILES, RecordingWriter
from legday.sensors.profile import Profile
from legday.sensors.registry import parse_profile, profile_files
from legday.sensors.registry import profile as find_profile


@dataclass(frozen=True, slots=True)
class Recording:
    """A finished or half-written recording.

    Parameters
    ----------
    path : Path
        The file.
    setup : SessionSetup
        What the session was told before its first input.
    profiles : mapping of str
        Text of the firmware profiles as they were then, by id.
    finished : bool
        Whether it was closed; otherwise its last second may be missing.
    damaged : int
        Records that cannot be read; all others are given.
    """

    path: Path
    setup: SessionSetup
    profiles: Mapping[str, str]
    finished: bool
    damaged: int

    @property
    def warnings(self) -> tuple[str, ...]:
        """What people should know before they trust it."""
        found = []
        if not self.finished:
            found.append("was not closed; up to its last second is missing")
        if self.damaged:
            found.append(f"{self.damaged} damaged record(s) left out")
        return tuple(found)

    def profile(self, identifier: str) -> Profile:
        """Return the installed profile of this id, which may have been mended since, else the recorded one.

        Raises
        ------
        ProfileError
            When there is neither, or it cannot be used.
        """
        if identifier in self.profiles and identifier not in profile_files():
            return parse_profile(self.profiles[identifier], f"{identifier}.toml")
        return find_profile(identifier)

    def inputs(self) -> Iterator[Input]:
        """Yield what was recorded, in order.

        Raises
        ------
        RecordingError
            When the file went away, or a message is not what its channel says.
        """
        channels: dict[int, Channel] = {}
        try:
            with self.path.open("rb") as file:
                for record in Records(file):
                    if isinstance(record, Channel):
                        channels[record.id] = record
                    elif isinstance(record, Message) and record.channel_id in channels:
                        yield from self._input(channels[record.channel_id], record)
        except OSError as error:
            raise RecordingError(self.path, f"cannot be read: {error.strerror}") from error

    def _input(self, channel: Channel, message: Message) -> Iterator[Input]:
        fields = channel.metadata
        try:
            item = decode(fields.get("kind", ""), fields, message.log_time, message.data)
        except (ValueError, KeyError, TypeError) as error:
            place = f"{channel.topic}, message {message.sequence}"
            raise RecordingError(self.path, f"want what the channel says: {error}", place) from error
        if item is not None:
            yield item


def read_recording(path: Path | str) -> Recording:
    """Open a recording, finished (``*.mcap``) or left behind by a crash (``*.mcap.part``).

    Raises
    ------
    RecordingError
        When the file cannot be read, is something else, or ends before the setup is complete.
    """
    path = Path(path)
    profiles: dict[str, str] = {}
    setup: SessionSetup | None = None
    try:
        with path.open("rb") as file:
            records = Records(file)
            for record in records:
                if isinstance(record, Attachment) and record.name.startswith(PROFILES):
                    name = record.name.removeprefix(PROFILES).removesuffix(".toml")
                    profiles[name] = record.data.decode(errors="replace")
                elif isinstance(record, Metadata) and record.name == METADATA:
                    setup = _setup(path, record)
    except OSError as error:
        raise RecordingError(path, f"cannot be read: {error.strerror}") from error
    if setup is None:
        raise RecordingError(
            path, "want an MCAP file with a session's setup; it is another file, or ends too soon"
        )
    return Recording(path, setup, profiles, records.finished, records.damaged)


def _setup(path: Path, record: Metadata) -> SessionSetup:
    found = record.metadata.get("format")
    if found != FORMAT:
        raise RecordingError(path, f"got format {found}, want {FORMAT}; a newer legday may read it")
    try:
        return SessionSetup.model_validate_json(record.metadata.get("setup", ""))
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise RecordingError(path, f"cannot use the setup: {error.errors()[0]['msg']}", place) from error


__all__ = ["Recording", "RecordingWriter", "read_recording"]
