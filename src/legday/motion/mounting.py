"""Finds how the sensor sits, from the movement itself: no ritual, any rotation, either way up.

The stream is judged in cells of half a second, counted from its first sample or from the end of a gap. A cell
may revise the mounting; the revision holds from the sample behind the cell, whatever the blocks.
"""

import copy
from dataclasses import dataclass, field

from legday.core.block import FloatArray
from legday.core.detector import Setting
from legday.motion.cells import Cells, cell_length, summarize
from legday.motion.flexion_axis import FlexionAxis
from legday.motion.long_axis import LongAxis
from legday.motion.mount import Mount, mount
from legday.motion.rows import Rows, joined
from legday.motion.vectors import Vector


@dataclass(slots=True)
class MountingState:
    """What the search remembers.

    Parameters
    ----------
    pending : list of Rows
        Of the cell that is not complete yet, as they came; ``waiting`` is how many there are.
    mount : Mount or None
        As it holds now; None before the first sample.
    """

    pending: list[Rows] = field(default_factory=list)
    waiting: int = 0
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
        self.state = MountingState()

    def update(self, rows: Rows) -> list[tuple[int, Mount]]:
        """Take the next samples and return the mounts that hold for them.

        Parameters
        ----------
        rows : Rows
            At least one.

        Returns
        -------
        list of (index, Mount)
            Each with the sample of the block from which on it holds; the first is at 0.
        """
        held = [(0, self.state.mount or self._begin(rows.gravity[0]))]
        complete, first = self._complete(rows)
        if complete is not None:
            cells = summarize(complete, self._length, self._rate_hz)
            held += [(first + (cell + 1) * self._length, judged) for cell, judged in self._judge(cells)]
        return held

    def calibrate(self) -> None:
        """Take the next second and a half of quiet for standing."""
        self.state.long.forget_anchor()

    def after_gap(self) -> None:
        """Drop the incomplete cell; what is known about the mounting stays."""
        self.state.pending, self.state.waiting = [], 0
        self.state.long.after_gap()
        self.state.flexion.after_gap()

    def save(self) -> MountingState:
        """Return an independent copy of the state."""
        if len(self.state.pending) > 1:
            self.state.pending = [joined(self.state.pending)]
        return copy.deepcopy(self.state)

    def restore(self, saved: MountingState) -> None:
        """Continue from a saved state."""
        self.state = copy.deepcopy(saved)

    def reset(self) -> None:
        """Become equal to a new object."""
        self.state = MountingState()

    def _complete(self, rows: Rows) -> tuple[Rows | None, int]:
        """Keep rows until they complete a cell; return complete cells and their first sample in the block."""
        state = self.state
        count = state.waiting + len(rows.force)
        first, whole = -state.waiting, count - count % self._length
        if whole == 0:
            state.pending.append(rows)  # as it is: nobody writes into a block
            state.waiting = count
            return None, first
        rows = joined([*state.pending, rows])
        state.waiting = count - whole
        if state.waiting == 0:
            state.pending = []
            return rows, first
        state.pending = [rows.part(slice(whole, None)).copy()]
        return rows.part(slice(whole)), first

    def _begin(self, gravity: FloatArray) -> Mount:
        x, y, z = gravity.tolist()
        self.state.long.begin((x, y, z))
        self.state.mount = self._mount(self.state.long.axis)
        return self.state.mount

    def _judge(self, cells: Cells) -> list[tuple[int, Mount]]:
        """Return the mount as each cell revises it, for those that do."""
        long, flexion = self.state.long, self.state.flexion
        axis, start = long.axis, 0
        mounts: dict[int, Mount] = {}
        for revision in long.follow(cells):
            self._follow_flexion(cells, range(start, revision.cell), axis, mounts)
            axis, start = revision.axis, revision.cell
            if revision.elsewhere:
                flexion.forget_sense()
            mounts[start] = self._mount(axis)
        self._follow_flexion(cells, range(start, len(cells)), axis, mounts)
        if mounts:
            self.state.mount = mounts[max(mounts)]
        return list(mounts.items())

    def _follow_flexion(self, cells: Cells, part: range, long_axis: Vector, mounts: dict[int, Mount]) -> None:
        for cell in self.state.flexion.follow(cells, part, long_axis):
            mounts[cell] = self._mount(long_axis)

    def _mount(self, long_axis: Vector) -> Mount:
        flexion = self.state.flexion
        return mount(long_axis, flexion.axis, signed=flexion.signed)
