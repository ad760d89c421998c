"""Accelerometer and gyroscope as programs store them, each with its own times, put in one row of samples."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from legday.core.block import STANDARD_GRAVITY, FloatArray
from legday.errors import TakeError
from legday.recording.table import LARGEST

LONGEST_BETWEEN_PERIODS = 2.5
"""A value is interpolated between neighbours that are at most so many sampling periods apart."""

G_AT_REST = (0.3, 3.0)
MILLI_G_AT_REST = (300.0, 3000.0)
"""Median norm of a specific force that is not in m/s², whatever the body does meanwhile."""


@dataclass(frozen=True, eq=False)
class Stream:
    """One sensor's samples: ``t_s`` (n,) and ``xyz`` (n, 3), in whatever unit they are."""

    t_s: FloatArray
    xyz: FloatArray

    def tidy(self) -> Self:
        """Return it in the order of time, without rows that are incomplete or repeat a time."""
        whole = self._whole()
        t_s, xyz = self.t_s[whole], self.xyz[whole]
        t_s, first = np.unique(t_s, return_index=True)
        return type(self)(t_s, xyz[first])

    def untidy(self) -> list[str]:
        """Return in words what `tidy` does to it, nothing where it is tidy."""
        whole = self._whole()
        t_s = self.t_s[whole]
        without, repeated = int((~whole).sum()), len(t_s) - len(np.unique(t_s))
        said = []
        if without:
            said.append(f"{number_of(without, 'row')} without usable numbers left out")
        if repeated:
            said.append(f"{number_of(repeated, 'row')} with a time that was there already left out")
        if (np.diff(t_s) < 0).any():
            said.append("put in the order of time")
        return said

    def _whole(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Return which rows hold nothing but numbers that a sensor can write."""
        return (np.abs(self.t_s) < LARGEST) & (np.abs(self.xyz) < LARGEST).all(axis=1)

    def scaled(self, by: float) -> Self:
        """Return it with every number multiplied."""
        return type(self)(self.t_s, self.xyz * by)

    def period_s(self) -> float:
        """Return the median time between samples, s."""
        return float(np.median(np.diff(self.t_s))) if len(self.t_s) > 1 else 0.0

    def at(self, t_s: FloatArray) -> tuple[FloatArray, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
        """Return the values (m, 3) at other times, and which of them have neighbours on both sides."""
        values = np.column_stack([np.interp(t_s, self.t_s, axis) for axis in self.xyz.T])
        behind = np.searchsorted(self.t_s, t_s, side="left")
        exact = self.t_s[np.minimum(behind, len(self.t_s) - 1)] == t_s
        inside = (behind > 0) & (behind < len(self.t_s))
        after = np.minimum(np.maximum(behind, 1), len(self.t_s) - 1)
        hole_s = self.t_s[after] - self.t_s[after - 1]
        return values, exact | (inside & (hole_s <= LONGEST_BETWEEN_PERIODS * self.period_s()))


def number_of(count: int, thing: str) -> str:
    """Return how many of a thing, in words."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def summed(first: Stream, second: Stream) -> Stream:
    """Return the sum of two streams, at the first one's times, as far as the second reaches."""
    values, known = second.at(first.t_s)
    return Stream(first.t_s[known], first.xyz[known] + values[known])


def joined(path: Path, acc: Stream, gyr: Stream | None) -> tuple[FloatArray, FloatArray, FloatArray | None]:
    """Return time from zero (n,), acceleration (n, 3) and rate of turn (n, 3) or None.

    The gyroscope is interpolated to the times of the accelerometer; samples that it does not reach are left
    out, and become a hole.

    Raises
    ------
    TakeError
        When nothing is left.
    """
    left_out, acc = acc.untidy(), acc.tidy()
    if len(acc.t_s) < 2:
        got = "; ".join([f"got {len(acc.t_s)}", *left_out])
        raise TakeError(path, f"want at least two samples of the accelerometer, {got}")
    if gyr is None or len((gyr := gyr.tidy()).t_s) < 2:
        return acc.t_s - acc.t_s[0], acc.xyz, None
    turning, known = gyr.at(acc.t_s)
    if np.count_nonzero(known) < 2:
        raise TakeError(path, "accelerometer and gyroscope have no time in common")
    t_s = acc.t_s[known]
    return t_s - t_s[0], acc.xyz[known], turning[known]


def in_m_s2(acc: Stream) -> tuple[Stream, str]:
    """Return a specific force in m/s², and the unit that its size shows it was in."""
    norm = float(np.median(np.linalg.norm(acc.tidy().xyz, axis=1))) if len(acc.t_s) else 0.0
    if G_AT_REST[0] < norm < G_AT_REST[1]:
        return acc.scaled(STANDARD_GRAVITY), "g"
    if MILLI_G_AT_REST[0] < norm < MILLI_G_AT_REST[1]:
        return acc.scaled(STANDARD_GRAVITY / 1000.0), "mg"
    return acc, "m/s²"
