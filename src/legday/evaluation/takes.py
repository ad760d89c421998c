"""Takes from a cache: decoded once, known by their content, a bounded part of them in memory.

Three files in the cache stand for a take: its columns, its motion, and a card that says what reading it told.
So another trial, worker or evaluation neither parses nor decodes it, nor finds its motion again.
"""

import os
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from legday.evaluation import in_motion
from legday.evaluation.card import Card, content, read_card, stamp
from legday.evaluation.in_motion import InMotion
from legday.evaluation.material import open_material
from legday.evaluation.negatives import bare_rule, is_negative
from legday.evaluation.prepared import key_of, load, prepare
from legday.evaluation.room import Room
from legday.whole_file import whole_file

MOST_BYTES = 256_000_000
"""Of takes that a worker keeps; the memory of a search does not grow with the archive."""

MOST_BYTES_ON_DISK = 16_000_000_000
"""Of motion in a cache: 400 hours at 100 Hz. What has no room is found anew for every trial."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A take in memory, and how its files were stamped when it was read."""

    stamp: tuple[int, ...]
    card: Card
    take: InMotion
    bytes: int


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
        self._kept: OrderedDict[tuple[Path, Path], _Kept] = OrderedDict()
        self._known: dict[Path, tuple[tuple[int, ...], str]] = {}
        self._rooms: dict[Path, Room] = {}

    def open(self, path: Path, cache: Path) -> tuple[Card, InMotion]:
        """Return a take, from memory, else from the cache, else from its own file.

        Raises
        ------
        TakeError
            For a take that cannot be read.
        """
        now, kept = stamp(path), self._kept.get((path, cache))
        if kept is None or kept.stamp != now:
            card, take = self._opened(path, cache)
            kept = _Kept(now, card, take, take.bytes)
            self._keep((path, cache), kept)
        self._kept.move_to_end((path, cache))
        return kept.card, kept.take

    def _keep(self, key: tuple[Path, Path], new: _Kept) -> None:
        old = self._kept.pop(key, None)
        self.bytes -= 0 if old is None else old.bytes
        self._kept[key] = new
        self.bytes += new.bytes
        while self.bytes > self._most_bytes and len(self._kept) > 1:
            _, gone = self._kept.popitem(last=False)
            self.bytes -= gone.bytes

    def _opened(self, path: Path, cache: Path) -> tuple[Card, InMotion]:
        place = cache / f"{self._content(path)}.json"
        if (kept := read_card(place)) is not None:
            return kept, self._moved(kept, cache)
        material = open_material(path)
        prepared = prepare(material, cache)
        card = Card(
            columns=key_of(material),
            setup=material.setup,
            label=material.label,
            duration_s=material.duration_s,
            warnings=material.warnings,
            bare_rule=bare_rule(material) if is_negative(material.label) else None,
        )
        with whole_file(place) as beside:
            beside.write_text(card.model_dump_json(), encoding="utf-8")
        self._store(prepared.in_motion, cache, card.columns)
        return card, prepared.in_motion

    def _moved(self, card: Card, cache: Path) -> InMotion:
        """Return a take's motion from its file, else find it, from its columns."""
        path, sensor = _motion_of(cache, card.columns), card.setup.sensors[0]
        try:
            take = in_motion.read(path, sensor)
            os.utime(path)  # it is in use
        except (OSError, ValueError):
            take = load(cache, card.columns, sensor).in_motion
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
        now = stamp(path)
        if path not in self._known or self._known[path][0] != now:
            self._known[path] = (now, content(path))
        return self._known[path][1]


def _motion_of(cache: Path, columns: str) -> Path:
    return cache / f"{columns}{in_motion.SUFFIX}"
