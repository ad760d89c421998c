"""Samples with a time each: what the clocks hand to the grid."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from legday.core.block import FlagArray, FloatArray


@dataclass(slots=True)
class Run:
    """Samples in the order of their times, unevenly spaced.

    Parameters
    ----------
    t_s : (n,) float
        Device time, s.
    values : (1, n, 3) or (2, n, 3) float
        Specific force, m/s², and, where there is one, angular rate, rad/s: each as the vectors that blocks
        want, so that nothing has to be woven into rows of six and out again.
    flags : (n,) uint8 or None
        Flags of `legday.core.block`; None where no sample has any.
    """

    t_s: FloatArray
    values: FloatArray
    flags: FlagArray | None = None

    def __len__(self) -> int:
        return len(self.t_s)

    def __getitem__(self, part: slice) -> "Run":
        flags = None if self.flags is None else self.flags[part]
        return Run(self.t_s[part], self.values[:, part], flags)

    def copy(self) -> "Run":
        """Return the same samples in memory of their own."""
        return Run(self.t_s.copy(), self.values.copy(), None if self.flags is None else self.flags.copy())

    def keep(self, chosen: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> "Run":
        """Return the chosen samples."""
        flags = None if self.flags is None else self.flags[chosen]
        return Run(self.t_s[chosen], self.values[:, chosen], flags)

    def followed_by(self, other: Self) -> "Run":
        """Return both, one behind the other."""
        flags = None
        if self.flags is not None or other.flags is not None:
            flags = np.concatenate([self.flag_array(), other.flag_array()])
        t_s = np.concatenate((self.t_s, other.t_s))
        return Run(t_s, np.concatenate((self.values, other.values), axis=1), flags)

    def flag_array(self) -> FlagArray:
        """Return the flags, zeros where there are none."""
        return np.zeros(len(self), np.uint8) if self.flags is None else self.flags
