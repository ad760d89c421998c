"""What an importer module registers, and what it returns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from legday.core.block import FloatArray
from legday.recording.importers._foreign import Foreign
from legday.recording.importers._streams import Stream, joined


@dataclass(frozen=True, eq=False)
class Imported:
    """A recording of another program in legday's own units and frame.

    Parameters
    ----------
    t_s : (n,) float
        Time from the first sample, as the device stamped it, s.
    acc : (n, 3) float
        Specific force, m/s²: still and flat on a table it reads (0, 0, +9.81).
    gyr : (n, 3) float or None
        Angular rate, rad/s.
    remarks : tuple of str
        What was converted on the way, in words.
    site : str
        Where the sensor sat, where the file says so.
    """

    t_s: FloatArray
    acc: FloatArray
    gyr: FloatArray | None
    remarks: tuple[str, ...] = ()
    site: str = "unknown"

    @property
    def rate_hz(self) -> float:
        """Rate outside holes: from the median time between samples, Hz."""
        return round(1.0 / float(np.median(np.diff(self.t_s))), 1)

    def understood(self, title: str) -> str:
        """Return the one line that says what the file was taken for."""
        axes = "accelerometer and gyroscope" if self.gyr is not None else "accelerometer only"
        said = "".join(f"; {remark}" for remark in self.remarks)
        return f"{title}: {len(self.t_s)} samples, {self.t_s[-1]:.1f} s at {self.rate_hz:g} Hz, {axes}{said}"


def imported(
    path: Path, acc: Stream, gyr: Stream | None, remarks: Sequence[str] = (), site: str = "unknown"
) -> Imported:
    """Return streams in m/s² and rad/s as one recording; what had to be left out is among the remarks.

    Raises
    ------
    TakeError
        When too few samples are left.
    """
    t_s, force, turning = joined(path, acc, gyr)
    return Imported(t_s, force, turning, (*remarks, *acc.untidy()), site)


@dataclass(frozen=True)
class Importer:
    """A foreign format; every module of this folder without an underscore ends in one.

    Parameters
    ----------
    name : str
        The module's own name.
    title : str
        The program, for people.
    recognises : callable
        Returns from the content whether a recording is of this format.
    read : callable
        Returns it; raises TakeError with the place at fault.
    """

    name: str
    title: str
    recognises: Callable[[Foreign], bool]
    read: Callable[[Foreign], Imported]
