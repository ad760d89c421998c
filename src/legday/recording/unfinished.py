"""Find the recording of a session that was cut short a little while ago and can be gone on with."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from legday.errors import RecordingError
from legday.recording.mcap_file import Recording, read_recording
from legday.recording.repair import in_use
from legday.recording.writer import PART


class RecordingSettings(BaseModel):
    """What is recorded, and what becomes of it after a crash."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    resume_s: float = Field(
        1800.0, ge=0.0, description="A session that was cut short is resumed when it is at most this old, s."
    )
    sync_s: float = Field(
        1.0, gt=0.0, description="How often the disk is waited for, s; a power failure costs about as much."
    )


def unfinished(place: Path, within_s: float, now_s: float) -> Recording | None:
    """Return the newest recording that was cut short and that nobody writes.

    Parameters
    ----------
    place : Path
        The ``*.mcap`` that was to be written, or a folder of such.
    within_s, now_s : float
        It is at most so old by the clock of the system, s since 1970. A clock set back makes it younger.

    Returns
    -------
    Recording or None
        None where there is none, or the newest cannot be read; repairing says why.
    """
    parts = place.glob(f"*.mcap{PART}") if place.is_dir() else [place.with_name(place.name + PART)]
    aged = [(part.stat().st_mtime, part) for part in parts if part.exists() and not in_use(part)]
    for changed_s, part in sorted(aged, reverse=True):
        if now_s - changed_s > within_s:
            return None
        try:
            return read_recording(part)
        except RecordingError:
            return None
    return None
