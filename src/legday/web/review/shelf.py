"""Which takes may be reviewed: those named, and those below the folders named."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SUFFIXES = frozenset({".csv", ".mcap"})
MOST = 2000
"""So many of the newest are listed."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A take of the shelf: its name on the page, its file, when it was written."""

    name: str
    path: Path
    modified_s: float
    size: int

    @property
    def label(self) -> Path:
        """The TOML beside it, which need not be there."""
        return self.path.with_suffix(".toml")


class Shelf:
    """Finds takes by the names that it gave out itself: no path is ever made from what a page sends.

    Parameters
    ----------
    places : sequence of Path
        Takes, and folders of takes; a folder that is not there yet is empty.
    """

    def __init__(self, places: Sequence[Path]) -> None:
        self._places = tuple(places)

    def listed(self) -> list[Listed]:
        """Return what is there now, the newest first."""
        found = {each.name: each for each in self._walk()}
        return sorted(found.values(), key=lambda each: (-each.modified_s, each.name))[:MOST]

    def find(self, name: str) -> Listed | None:
        """Return the take of this name, None where there is none."""
        return next((each for each in self._walk() if each.name == name), None)

    def _walk(self) -> Iterator[Listed]:
        for place in self._places:
            if place.is_dir():
                for path in place.rglob("*"):
                    if path.suffix in SUFFIXES and path.is_file():
                        yield _listed(path.relative_to(place).as_posix(), path)
            elif place.is_file():
                yield _listed(place.name, place)


def _listed(name: str, path: Path) -> Listed:
    facts = path.stat()
    return Listed(name, path, facts.st_mtime, facts.st_size)
