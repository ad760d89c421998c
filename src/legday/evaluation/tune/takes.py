"""Takes as a search needs them: decoded once, known by their content, a bounded part of them in memory.

Three files in the cache stand for a take: its columns, its motion, and a card that says what reading it told.
So another trial, or another worker, neither parses nor decodes it, nor finds its motion again.
"""

import hashlib
import os
from collections import OrderedDict
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from legday.core.setup import SensorSetup
from legday.errors import TakeError
from legday.evaluation import in_motion
from legday.evaluation.in_motion import InMotion
from legday.evaluation.made_by import made_by
from legday.evaluation.material import open_material
from legday.evaluation.negatives import is_negative
from legday.evaluation.prepared import key_of, load, prepare
from legday.evaluation.room import Room
from legday.recording.label import Truth
from legday.sensors.registry import profile_files
from legday.whole_file import whole_file

MOST_BYTES = 256_000_000
"""Of takes that a worker keeps; the memory of a search does not grow with the archive."""

MOST_BYTES_ON_DISK = 16_000_000_000
"""Of motion in a cache: 400 hours at 100 Hz. What has no room is found anew for every trial."""


class Card(BaseModel):
    """What is known of a take without reading it: its columns, its sensor, what its label says."""

    model_config = ConfigDict(frozen=True)

    columns: str
    sensor: SensorSetup
    subject: str
    hours: float
    negative: bool
    truth: Truth | None


class Takes:
    """Takes opened through a cache; the latest of them stay in memory.

    Parameters
    ----------
    most_bytes : int
        Of takes in memory.
    most_bytes_on_disk : int
        Of motion in the cache.
    """

    def __init__(self, most_bytes: int = MOST_BYTES, most_bytes_on_disk: int = MOST_BYTES_ON_DISK) -> None:
        self.bytes = 0
        self._most_bytes = most_bytes
        self._most_bytes_on_disk = most_bytes_on_disk
        self._kept: OrderedDict[tuple[Path, Path], tuple[Card, InMotion, int]] = OrderedDict()
        self._known: dict[Path, tuple[tuple[int, ...], str]] = {}
        self._rooms: dict[Path, Room] = {}

    def open(self, path: Path, cache: Path) -> tuple[Card, InMotion]:
        """Return a take, from memory, else from the cache, else from its own file.

        Raises
        ------
        TakeError
            For a take that cannot be read.
        """
        kept = self._kept.get((path, cache))
        if kept is None:
            card, take = self._opened(path, cache)
            self._keep((path, cache), card, take)
            return card, take
        self._kept.move_to_end((path, cache))
        return kept[0], kept[1]

    def _keep(self, key: tuple[Path, Path], card: Card, take: InMotion) -> None:
        size = take.bytes
        self._kept[key] = (card, take, size)
        self.bytes += size
        while self.bytes > self._most_bytes and len(self._kept) > 1:
            _, (*_, gone) = self._kept.popitem(last=False)
            self.bytes -= gone

    def _opened(self, path: Path, cache: Path) -> tuple[Card, InMotion]:
        place = cache / f"{self._content(path)}.json"
        if place.exists():
            card = Card.model_validate_json(place.read_bytes())
            return card, self._moved(card, cache)
        material = open_material(path)
        prepared = prepare(material, cache)
        card = Card(
            columns=key_of(material),
            sensor=prepared.sensor,
            subject=material.label.subject,
            hours=material.duration_s / 3600.0,
            negative=is_negative(material),
            truth=material.label.truth,
        )
        with whole_file(place) as beside:
            beside.write_text(card.model_dump_json(), encoding="utf-8")
        self._store(prepared.in_motion, cache, card.columns)
        return card, prepared.in_motion

    def _moved(self, card: Card, cache: Path) -> InMotion:
        """Return a take's motion from its file, else find it, from its columns."""
        path = _motion_of(cache, card.columns)
        try:
            take = in_motion.read(path, card.sensor)
            os.utime(path)  # it is in use
        except (OSError, ValueError):
            take = load(cache, card.columns, card.sensor).in_motion
            self._store(take, cache, card.columns)
        return take

    def _store(self, take: InMotion, cache: Path, columns: str) -> None:
        """Keep motion, where there is room; a disk that refuses it costs time and nothing else."""
        room = self._rooms.setdefault(cache, Room(cache, in_motion.SUFFIX, self._most_bytes_on_disk))
        try:
            if room.has(take.bytes):
                in_motion.write(_motion_of(cache, columns), take)
        except OSError:
            return

    def _content(self, path: Path) -> str:
        """Return the name of a take's card; its files are read again only where they were touched."""
        stamp = _stamp(path)
        if path not in self._known or self._known[path][0] != stamp:
            self._known[path] = (stamp, _content(path))
        return self._known[path][1]


def _motion_of(cache: Path, columns: str) -> Path:
    return cache / f"{columns}{in_motion.SUFFIX}"


def _stamp(path: Path) -> tuple[int, ...]:
    """Return sizes and times of a take and its label, which differ as soon as one of them is written."""
    found: list[int] = []
    for each in (path, path.with_suffix(".toml")):
        try:
            stat = each.stat()
        except OSError:
            continue
        found += [stat.st_size, stat.st_mtime_ns, stat.st_ino]
    return tuple(found)


def _content(path: Path) -> str:
    """Return the name of a take's card: all that reading it follows from."""
    label = path.with_suffix(".toml")
    try:
        parts = [made_by().encode(), path.read_bytes(), label.read_bytes() if label.exists() else b""]
    except OSError as error:
        raise TakeError(path, f"cannot be read: {error.strerror}") from error
    if path.suffix == ".mcap":  # the installed profile stands over the recorded one
        parts.append(_profiles())
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


@cache
def _profiles() -> bytes:
    return b"".join(each.read_bytes() for each in profile_files().values())
