"""Takes as a search needs them: decoded once, known by their content, a bounded part of them in memory.

A card beside the columns in the cache says what reading the take told, so that another trial, or another
worker, neither parses nor decodes it again.
"""

import hashlib
from collections import OrderedDict
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from legday import __version__
from legday.core.setup import SensorSetup
from legday.errors import TakeError
from legday.evaluation.material import open_material
from legday.evaluation.negatives import is_negative
from legday.evaluation.prepared import Prepared, key_of, load, prepare
from legday.recording.label import Truth
from legday.sensors.registry import profile_files
from legday.whole_file import whole_file

MOST_BYTES = 256_000_000
"""Of samples that a worker keeps; the memory of a search does not grow with the archive."""


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
        Of samples in memory.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.bytes = 0
        self._most_bytes = most_bytes
        self._kept: OrderedDict[tuple[Path, Path], tuple[Card, Prepared, int]] = OrderedDict()

    def open(self, path: Path, cache: Path) -> tuple[Card, Prepared]:
        """Return a take, from memory, else from the cache, else from its own file.

        Raises
        ------
        TakeError
            For a take that cannot be read.
        """
        kept = self._kept.get((path, cache))
        if kept is None:
            card, prepared = _opened(path, cache)
            self._keep((path, cache), card, prepared)
            return card, prepared
        self._kept.move_to_end((path, cache))
        return kept[0], kept[1]

    def _keep(self, key: tuple[Path, Path], card: Card, prepared: Prepared) -> None:
        size = prepared.bytes
        self._kept[key] = (card, prepared, size)
        self.bytes += size
        while self.bytes > self._most_bytes and len(self._kept) > 1:
            _, (*_, gone) = self._kept.popitem(last=False)
            self.bytes -= gone


def _opened(path: Path, cache: Path) -> tuple[Card, Prepared]:
    place = cache / f"{_content(path)}.json"
    if place.exists():
        card = Card.model_validate_json(place.read_bytes())
        return card, load(cache, card.columns, card.sensor)
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
    return card, prepared


def _content(path: Path) -> str:
    """Return the name of a take's card: all that reading it follows from."""
    label = path.with_suffix(".toml")
    try:
        parts = [__version__.encode(), path.read_bytes(), label.read_bytes() if label.exists() else b""]
    except OSError as error:
        raise TakeError(path, f"cannot be read: {error.strerror}") from error
    if path.suffix == ".mcap":  # the installed profile stands over the recorded one
        parts += [each.read_bytes() for each in profile_files().values()]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
