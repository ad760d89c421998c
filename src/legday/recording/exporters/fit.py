"""FIT: the sets that were counted, as an activity of strength training."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legday.errors import MissingExtraError, TakeError
from legday.recording.exporters._exporter import Export, Exporter

SUFFIX = ".fit"
EPOCH_MS = 631_065_600_000
"""FIT's own beginning of time, 31 December 1989."""


@dataclass(frozen=True, slots=True)
class _Set:
    exercise: str
    count: int
    start_ms: float
    end_ms: float


def write(export: Export, stem: Path) -> list[Path]:
    """Write ``<stem>.fit``.

    Raises
    ------
    MissingExtraError
        Without fit-tool.
    TakeError
        For a take in which nothing was counted, or whose time of day nobody knows: FIT wants it.
    """
    try:
        from legday.fit import activity
    except ModuleNotFoundError as error:
        raise MissingExtraError("fit", "a FIT file") from error
    if export.began_ms is None or export.began_ms < EPOCH_MS:
        raise TakeError(
            Path(export.name), "has no time of day, which FIT wants; give --began 2026-11-28T18:30"
        )
    sets = [_set(each, export.began_ms) for each in _sets(export)]
    if not sets:
        raise TakeError(Path(export.name), "has no set: nothing was counted in it")
    path = stem.with_name(f"{stem.name}{SUFFIX}")
    path.write_bytes(activity(sets))
    return [path]


def _sets(export: Export) -> list[Mapping[str, Any]]:
    """Return the summary of each set, the last word about it."""
    told = {(m["session"], m["n"]): m for m in export.messages if m["type"] in {"set_ended", "set_corrected"}}
    return sorted(told.values(), key=lambda each: float(each["start_s"]))


def _set(message: Mapping[str, Any], began_ms: float) -> _Set:
    start_ms, end_ms = (began_ms + 1000.0 * message[key] for key in ("start_s", "end_s"))
    return _Set(message["exercise"], message["count"], start_ms, end_ms)


EXPORTER = Exporter("fit", "FIT", SUFFIX, write)
