"""Where the sensor sits: the words takes use, reduced to the sites that parameters may differ by."""

from typing import Literal

Site = Literal["thigh", "pocket", "shank", "lower_back", "wrist", "arm", "belly", "foot", "unknown"]

_WORDS: tuple[tuple[str, Site], ...] = (
    ("pocket", "pocket"),
    ("thigh", "thigh"),
    ("shank", "shank"),
    ("back", "lower_back"),
    ("hip", "lower_back"),
    ("waist", "lower_back"),
    ("wrist", "wrist"),
    ("arm", "arm"),
    ("belly", "belly"),
    ("foot", "foot"),
)


def site_of(label: str) -> Site:
    """Return the site of a take's own words, such as ``right_trouser_pocket`` or ``left_thigh``."""
    for word, site in _WORDS:
        if word in label.lower():
            return site
    return "unknown"


def side_of(label: str) -> Literal["left", "right"] | None:
    """Return the side that the words name, or None."""
    words = label.lower().replace("-", "_").split("_")
    if "left" in words or "l" in words:
        return "left"
    return "right" if "right" in words or "r" in words else None
