"""What is known of a take without its samples: all that a report needs, however many takes there are."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from legday.core.site import site_of
from legday.recording.label import Label


@dataclass(frozen=True)
class About:
    """Where a take comes from, what its label says, how long it is.

    Parameters
    ----------
    path : Path
        The file.
    label : Label
        What its TOML says.
    duration_s : float
        Length, s.
    synthetic : bool
        Whether a simulator made it.
    """

    path: Path
    label: Label
    duration_s: float
    synthetic: bool

    @property
    def name(self) -> str:
        """Folder and stem, as reports name a take."""
        return f"{self.dataset}/{self.path.stem}"

    @cached_property
    def dataset(self) -> str:
        """Folder of the take: subject codes are unique within it."""
        return self.path.absolute().parent.name

    @cached_property
    def person(self) -> str:
        """Who it was, for counting people and resampling them."""
        return f"{self.dataset}/{self.label.subject}"

    @cached_property
    def site(self) -> str:
        """Site that parameters may differ by."""
        return site_of(self.label.site)

    @cached_property
    def place(self) -> str:
        """The take's own words for the site, without the side."""
        words = self.label.site.replace("-", "_").split("_")
        return "_".join(word for word in words if word not in {"left", "right", "l", "r"}) or "unknown"
