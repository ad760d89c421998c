"""Finds how the sensor sits, from the movement itself: no ritual, any rotation, either way up.

The stream is judged in cells of half a second, counted from its first sample or from the end of a gap. A cell
may revise the mounting; the revision holds from the sample behind the cell, whatever the blocks.
"""

import copy
from dataclasses import dataclass, field

import numpy as np

from legday.core.block import FloatArray
from legday.core.detector import Setting
from legday.motion.cells import FORCE, GRAVITY, TURNING, Cell, cell_length, summarize
from legday.motion.flexion_axis import FlexionAxis
from legday.motion.long_axis import LongAxis
from legday.motion.mount import Mount, mount


@dataclass(slots=True)
class MountingState:
    """What the search remembers.

    Parameters
    ----------
    pending : (k, 4 or 7) float
        Rows of the cell that is not complete yet.
    mount : Mount or None
        As it holds now; None before the first sample.
    """

    pending: FloatArray
    mount: Mount | None = None
    long: LongAxis = field(default_factory=LongAxis)
    flexion: FlexionAxis = field(default_factory=FlexionAxis)


class Mounting:
    """Follows the mounting of one sensor.

    Parameters
    ----------
    setting : Setting
        Rate of the grid, and whether there is a gyroscope.
    """

    def __init__(self, setting: Setting) -> None:
        self._rate_hz = setting.rate_hz
        self._length = cell_length(setting.rate_hz)
        self._no_rows = np.empty((0, TURNING.stop if setting.gyroscope else FORCE + 1))
        self.state = MountingState(self._no_rows)

    def update(
        self, gravity: FloatArray, force: FloatArray, gyr: FloatArray | None
    ) -> list[tuple[int, Mount]]:
        """Take the next samples and return the mounts that hold for them.

        Parameters
        ----------
        gravity : (n, 3) float
            Up vector in the sensor frame, in g; n >= 1.
        force : (n,) float
            Norm of the specific force, m/s².
        gyr : (n, 3) float or None
            Rate of turn, rad/s.

        Returns
        -------
        list of (index, Mount)
            Each with the sample of the block from which on it holds; the first is at 0.
        """
        held = [(0, self.state.mount or self._begin(gravity[0]))]
        rows = self._rows(gravity, force, gyr)
        first = len(force) - len(rows)
        whole = len(rows) - len(rows) % self._length
        self.state.pending = rows[whole:].copy()
        if whole:
            cells = summarize(rows[:whole], self._length, self._rate_hz)
            ends = range(first + self._length, len(force) + 1, self._length)
            held += [
                (end, judged) for end, cell in zip(ends, cells, strict=True) if (judged := self._judge(cell))
            ]
        return held

    def calibrate(self) -> None:
        """Take the next second and a half of quiet for standing."""
        self.state.long.forget_anchor()

    def after_gap(self) -> None:
        """Drop the incomplete cell; what is known about the mounting stays."""
        self.state.pending = self._no_rows
        self.state.long.after_gap()
        self.state.flexion.after_gap()

    def save(self) -> MountingState:
        """Return an independent copy of the state."""
        return copy.deepcopy(self.state)

    def restore(self, saved: MountingState) -> None:
        """Continue from a saved state."""
        self.state = copy.deepcopy(saved)

    def reset(self) -> None:
        """Become equal to a new object."""
        self.state = MountingState(self._no_rows)

    def _rows(self, gravity: FloatArray, force: FloatArray, gyr: FloatArray | None) -> FloatArray:
        """Return the rows of the incomplete cell with the new ones behind them."""
        pending = self.state.pending
        rows = np.empty((len(pending) + len(force), pending.shape[1]))
        rows[: len(pending)] = pending
        new = rows[len(pending) :]
        new[:, GRAVITY], new[:, FORCE] = gravity, force
        if gyr is not None:
            new[:, TURNING] = gyr
        return rows

    def _begin(self, gravity: FloatArray) -> Mount:
        x, y, z = gravity.tolist()
        self.state.long.begin((x, y, z))
        self.state.mount = self._mount()
        return self.state.mount

    def _judge(self, cell: Cell) -> Mount | None:
        """Return the mount as this cell revises it, or None where it stays."""
        long, flexion = self.state.long, self.state.flexion
        long_axis, flexion_axis, signed = long.axis, flexion.axis, flexion.signed
        if long.take(cell):
            flexion.forget_sense()
        flexion.take(cell, long.axis)
        if long.axis is long_axis and flexion.axis is flexion_axis and flexion.signed == signed:
            return None
        self.state.mount = self._mount()
        return self.state.mount

    def _mount(self) -> Mount:
        long, flexion = self.state.long, self.state.flexion
        return mount(long.axis, flexion.axis, signed=flexion.signed)
