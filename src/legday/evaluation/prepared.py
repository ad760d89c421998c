"""Takes decoded once and kept in columns, keyed by their content: counting again costs no decoding.

Kept are the samples on the grid as the intake made them, with their holes, so that counting from here gives
the very events of the packets. A take whose file, sensor or profile changes has another key; what is stale is
never read.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from legday.core.block import Hole, SampleBlock
from legday.core.events import Event
from legday.core.setup import SensorSetup
from legday.core.site import site_of
from legday.errors import TakeError
from legday.evaluation.in_motion import InMotion
from legday.evaluation.made_by import made_by
from legday.evaluation.material import Material, only_sensor
from legday.motion.movement import Movement
from legday.recording.decoded import Decoded, decode
from legday.sensors.intake import Piece
from legday.whole_file import whole_file

SUFFIX = ".npz"
HOLE = -1
"""Stands for the length of a run where there is a hole instead."""


@dataclass(frozen=True)
class Prepared:
    """A decoded take of one sensor.

    Parameters
    ----------
    sensor : SensorSetup
        The sensor.
    grid_hz : float
        Rate of the grid, Hz.
    pieces : list of SampleBlock and Hole
        In order; blocks that follow each other are one.
    """

    sensor: SensorSetup
    grid_hz: float
    pieces: list[Piece]

    @cached_property
    def in_motion(self) -> InMotion:
        """It with its motion, found once: no parameter of an exercise changes it."""
        movement = Movement(site_of(self.sensor.site))
        return InMotion(self.sensor, self.grid_hz, list(movement.follow(self.pieces, self.grid_hz)))

    def count(self, exercise: str, params: dict[str, Any] | None = None) -> list[Event]:
        """Return the events of an exercise, with parameters over the site's own."""
        return self.in_motion.count(exercise, params)


def prepare(material: Material, folder: Path) -> Prepared:
    """Return a take from the cache, decoding it into the cache where it is not there yet.

    Parameters
    ----------
    material : Material
        A take or recording of one sensor.
    folder : Path
        The cache; made where it is not there.

    Raises
    ------
    TakeError
        For a recording of several sensors, which cannot be counted one by one, or of one without samples.
    """
    sensor = only_sensor(material)
    if sensor is None:
        raise TakeError(material.path, "want a take of one sensor that measures motion")
    key = key_of(material)
    path = folder / f"{key}{SUFFIX}"
    if not path.exists():
        decoded = decode(material.setup, material.open_inputs(), material.find)[sensor.device]
        _store(path, decoded)
    return load(folder, key, sensor)


def load(folder: Path, key: str, sensor: SensorSetup) -> Prepared:
    """Return what lies in the cache under a key."""
    with np.load(folder / f"{key}{SUFFIX}") as columns:
        return Prepared(sensor, float(columns["grid_hz"]), list(_pieces(columns)))


def key_of(material: Material) -> str:
    """Return the name of a take's columns: all that they follow from."""
    sensor = material.setup.sensors[0]
    profile = material.find(sensor.profile)
    digest = hashlib.sha256(material.path.read_bytes())
    for text in (sensor.model_dump_json(), profile.model_dump_json(), made_by()):
        digest.update(text.encode())
    return digest.hexdigest()


def _store(path: Path, decoded: Decoded) -> None:
    """Write columns under another name first: a cache that is shared never shows half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    columns: dict[str, Any] = {
        "grid_hz": decoded.grid_hz,
        "t_s": decoded.t_s,
        "acc": decoded.acc,
        "flags": decoded.flags,
        "runs": np.array(list(_runs(decoded)), dtype=np.int64).reshape(-1, 2),
        "holes": np.array([(h.start_s, h.end_s, h.breaks, h.decided_s) for h in decoded.holes]).reshape(
            -1, 4
        ),
    }
    if (gyr := decoded.gyr) is not None:
        columns["gyr"] = gyr
    with whole_file(path) as beside:
        np.savez(beside, **columns)


def _runs(decoded: Decoded) -> Iterator[tuple[int, int]]:
    """Yield the first index and the length of each run of samples, and `HOLE` for each hole."""
    first, length = 0, 0
    for piece in decoded.pieces:
        if isinstance(piece, Hole):
            yield from [(first, length)] if length else []
            yield (0, HOLE)
            length = 0
        elif len(piece):
            if length and piece.start != first + length:
                yield first, length
                length = 0
            first, length = (first, length + len(piece)) if length else (piece.start, len(piece))
    yield from [(first, length)] if length else []


def _pieces(columns: Any) -> Iterator[Piece]:
    t_s, acc, flags = columns["t_s"], columns["acc"], columns["flags"]
    gyr = columns.get("gyr")
    holes, at = iter(columns["holes"].tolist()), 0
    for first, length in columns["runs"].tolist():
        if length == HOLE:
            start_s, end_s, breaks, decided_s = next(holes)
            yield Hole(start_s, end_s, bool(breaks), decided_s)
            continue
        part = slice(at, at + length)
        yield SampleBlock(first, t_s[part], acc[part], None if gyr is None else gyr[part], flags[part])
        at += length
