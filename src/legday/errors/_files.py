"""Errors of takes, recordings and the history."""

from pathlib import Path

from legday.errors._root import LegdayError


class TakeError(LegdayError):
    """A take (CSV and TOML, or MCAP) that cannot be read.

    Attributes
    ----------
    path : Path
        The file.
    place : str
        Line, column or key, empty where the whole file is meant.
    wanted : str
        What was wanted there.
    """

    def __init__(self, path: Path | str, wanted: str, place: str = "") -> None:
        self.path = Path(path)
        self.place = place
        self.wanted = wanted
        super().__init__(f"{path}: {place}: {wanted}" if place else f"{path}: {wanted}")


class RecordingError(TakeError):
    """A recording that cannot be written, read or repaired."""


class HistoryError(LegdayError):
    """A history that cannot be read, written or exported.

    Attributes
    ----------
    path : Path
        The file.
    wanted : str
        What went wrong, or was wanted.
    """

    def __init__(self, path: Path, wanted: str) -> None:
        self.path = path
        self.wanted = wanted
        super().__init__(f"{path}: {wanted}")
