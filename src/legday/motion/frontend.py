"""SampleBlock to MotionBlock: attitude and mounting joined, sample for sample, without latency."""

import copy
import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from legday.core.block import FlagArray, FloatArray, MotionBlock, SampleBlock
from legday.core.detector import Setting
from legday.core.masks import any_true
from legday.motion.attitude import ORDER, attitude_for
from legday.motion.mount import Mount
from legday.motion.mounting import Mounting, MountingState
from legday.motion.rate_offset import RateOffset, RateOffsetState
from legday.motion.rows import Rows


@dataclass(frozen=True, slots=True, eq=False)
class FrontendState:
    """All that a front end remembers; ``last_up`` (3, 1) is None before the first sample behind a gap."""

    offset: RateOffsetState
    attitude: Any
    mounting: MountingState
    last_up: FloatArray | None


class Frontend:
    """Finds attitude, mounting and the angle of the worn segment.

    The streaming law holds: every split of the stream into blocks gives the same samples and the same state.

    Parameters
    ----------
    setting : Setting
        Rate, and whether there is a gyroscope.
    """

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self._offset = RateOffset(setting.rate_hz)
        self._attitude = attitude_for(setting)
        self._mounting = Mounting(setting)
        self._last_up: FloatArray | None = None

    def update(self, block: SampleBlock) -> MotionBlock:
        """Return the motion of the block's own samples."""
        if len(block) == 0:
            return _empty(block)
        block = self._offset.corrected(block)
        columns, gravity = self._columns(block)
        up = np.empty((len(block), 3))
        for row, column in enumerate(ORDER):  # one by one: a copy of all would go by threes
            up[:, column] = columns[row, 1:]
        force = _length(block.acc)
        mounts = self._mounting.update(Rows(up if gravity is None else gravity, force, block.gyr))
        angle, rate, flags = self._turned(columns, mounts, block.flags)
        axes = mounts[-1][1]
        return MotionBlock(
            block.start,
            block.t_s,
            block.acc,
            block.gyr,
            up,
            angle,
            rate,
            force,
            axes.long_axis,
            axes.flexion_axis,
            flags,
        )

    def calibrate(self) -> None:
        """Take the next second and a half of quiet for the rest attitude, whatever was found before."""
        self._mounting.calibrate()

    def after_gap(self) -> None:
        """Start attitude and filters anew; what is known of the mounting and the gyroscope stays."""
        self._offset.after_gap()
        self._attitude.reset()
        self._mounting.after_gap()
        self._last_up = None

    def save(self) -> FrontendState:
        """Return an independent copy of the state."""
        parts = (self._offset.save(), self._attitude.save(), self._mounting.save())
        return FrontendState(*parts, copy.copy(self._last_up))

    def restore(self, saved: FrontendState) -> None:
        """Continue from a saved state."""
        self._offset.restore(saved.offset)
        self._attitude.restore(saved.attitude)
        self._mounting.restore(saved.mounting)
        self._last_up = copy.copy(saved.last_up)

    def reset(self) -> None:
        """Become equal to a new object."""
        self._offset.reset()
        self._attitude.reset()
        self._mounting.reset()
        self._last_up = None

    def _columns(self, block: SampleBlock) -> tuple[FloatArray, FloatArray | None]:
        """Return (3, n + 1) the up vectors, the one before them in front, and gravity as attitude has it.

        The first of all is its own.
        """
        columns = np.empty((3, len(block) + 1))
        up = columns[:, 1:]
        gravity = self._attitude.update(block, up)
        columns[:, :1] = up[:, :1] if self._last_up is None else self._last_up
        self._last_up = up[:, -1:]
        return columns, gravity

    def _turned(
        self, up: FloatArray, mounts: list[tuple[int, Mount]], flags: FlagArray
    ) -> tuple[FloatArray, FloatArray, FlagArray]:
        """Return angle, rate and flags (n,), each under the mount that holds, for up vectors (3, n + 1)."""
        rate_hz = self.setting.rate_hz
        if len(mounts) == 1:
            mount = mounts[0][1]
            return *_turning(mount, up, rate_hz), flags | np.uint8(mount.flags) if mount.flags else flags
        angle, rate, flags = np.empty(len(flags)), np.empty(len(flags)), flags.copy()
        ends = [start for start, _ in mounts[1:]] + [len(flags)]
        for (start, mount), end in zip(mounts, ends, strict=True):
            part = slice(start, end)
            angle[part], rate[part] = _turning(mount, up[:, start : end + 1], rate_hz)
            flags[part] |= mount.flags
        return angle, rate, flags


def _turning(mount: Mount, up: FloatArray, rate_hz: float) -> tuple[FloatArray, FloatArray]:
    """Return angle and rate (n,) under one mount, for up vectors (3, n + 1)."""
    angle = mount.angle(up)
    own = angle[1:]
    step = own - angle[:-1]
    if any_true(np.abs(step) > math.pi):
        step -= 2 * math.pi * np.rint(step / (2 * math.pi))
    step *= rate_hz
    return own, step


def _length(vectors: FloatArray) -> FloatArray:
    """Return (n,) the norm of vectors (n, 3), added up as numpy's products of rows are: x, z, y."""
    squares = vectors * vectors
    total: FloatArray = squares[:, 0] + squares[:, 2]
    total += squares[:, 1]
    return np.sqrt(total, out=total)


def _empty(block: SampleBlock) -> MotionBlock:
    """Return an empty block; the axes of a block without samples are not asked for."""
    nothing, axis = np.empty(0), np.full(3, np.nan)
    return MotionBlock(
        block.start,
        block.t_s,
        block.acc,
        block.gyr,
        np.empty((0, 3)),
        nothing,
        nothing,
        nothing,
        axis,
        axis,
        block.flags,
    )
