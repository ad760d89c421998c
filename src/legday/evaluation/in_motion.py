"""A take whose motion is known, and its file: mapped into memory, so that no trial finds the motion anew.

The file is a line of JSON, padded, behind it the columns of every block one after the other, flags last, in
the machine's own order of bytes. Counting from there gives the very events of the packets: the numbers are
kept as they are.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

import numpy as np

from legday.core.block import FloatArray, Hole, MotionBlock
from legday.core.events import Event
from legday.core.setup import SensorSetup
from legday.motion.movement import Moved
from legday.sample_pipeline import SamplePipeline
from legday.whole_file import whole_file

SUFFIX = f".motion-{sys.byteorder}"
PADDED_TO = 64
AXES = ("long_axis", "flexion_axis")
COLUMNS = {"t_s": 1, "acc": 3, "gyr": 3, "up": 3, "angle": 1, "rate": 1, "force": 1}


@dataclass(frozen=True)
class InMotion:
    """A take of one sensor, ready to be counted.

    Parameters
    ----------
    sensor : SensorSetup
        The sensor.
    grid_hz : float
        Rate of the grid, Hz.
    moved : list of MotionBlock and Hole
        In order.
    """

    sensor: SensorSetup
    grid_hz: float
    moved: list[Moved] = field(repr=False)

    @property
    def bytes(self) -> int:
        """Size of the motion with its samples."""
        return sum(_bytes(piece) for piece in self.moved if isinstance(piece, MotionBlock))

    def count(self, exercise: str, params: Mapping[str, Any] | None = None) -> list[Event]:
        """Return the events of an exercise, with parameters over the site's own."""
        pipeline = SamplePipeline(self.sensor)
        events = pipeline.choose(exercise, params)
        return [*events, *pipeline.judge(self.moved, self.grid_hz), *pipeline.finish()]


def write(path: Path, take: InMotion) -> None:
    """Write the motion of a take; whole, or not at all.

    Raises
    ------
    OSError
        When it cannot be written.
    """
    pieces = [_told(piece) for piece in take.moved]
    about = json.dumps({"grid_hz": take.grid_hz, "bytes": take.bytes, "pieces": pieces}).encode()
    blocks = [piece for piece in take.moved if isinstance(piece, MotionBlock)]
    with whole_file(path) as beside, beside.open("wb") as file:
        file.write(about.ljust(-(-(len(about) + 1) // PADDED_TO) * PADDED_TO - 1) + b"\n")
        for block in blocks:
            for name in _columns(block.gyr is not None):
                file.write(np.ascontiguousarray(getattr(block, name)).data)
        for block in blocks:
            file.write(np.ascontiguousarray(block.flags).data)


def read(path: Path, sensor: SensorSetup) -> InMotion:
    """Return the motion that lies in a file, mapped: what is not looked at is not loaded.

    Raises
    ------
    OSError, ValueError
        When it cannot be read, or is not whole.
    """
    with path.open("rb") as file:
        about = json.loads(file.readline())
        mapped = np.frombuffer(mmap(file.fileno(), 0, access=ACCESS_READ), np.uint8)[file.tell() :]
    if len(mapped) != about["bytes"]:
        raise ValueError(f"want {about['bytes']} bytes, got {len(mapped)}")
    return InMotion(sensor, about["grid_hz"], list(_pieces(about["pieces"], mapped)))


def _columns(gyroscope: bool) -> Iterator[str]:
    return (name for name in (*COLUMNS, *AXES) if gyroscope or name != "gyr")


def _told(piece: Moved) -> dict[str, Any]:
    if isinstance(piece, Hole):
        return {"hole": [piece.start_s, piece.end_s, piece.breaks, piece.decided_s]}
    return {"start": piece.start, "n": len(piece), "gyroscope": piece.gyr is not None}


def _pieces(told: list[dict[str, Any]], mapped: np.ndarray[Any, Any]) -> Iterator[Moved]:
    at = 0
    flags_at = len(mapped) - sum(each.get("n", 0) for each in told)
    for each in told:
        if "hole" in each:
            yield Hole(*each["hole"])
            continue
        n, columns = each["n"], dict[str, FloatArray]()
        for name in _columns(each["gyroscope"]):
            shape = (3,) if name in AXES else (n,) if COLUMNS[name] == 1 else (n, 3)
            size = 8 * int(np.prod(shape))
            columns[name] = mapped[at : at + size].view(np.float64).reshape(shape)
            at += size
        yield MotionBlock(
            each["start"], gyr=columns.pop("gyr", None), flags=mapped[flags_at : flags_at + n], **columns
        )
        flags_at += n


def _bytes(block: MotionBlock) -> int:
    turning = 0 if block.gyr is None else block.gyr.nbytes
    columns = (block.t_s, block.acc, block.up, block.angle, block.rate, block.force, block.flags)
    return turning + sum(column.nbytes for column in (*columns, block.long_axis, block.flexion_axis))
