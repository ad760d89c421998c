"""Which sensor is meant: what stands behind ``--sensor``."""

import re
from dataclasses import dataclass

from legday.core.site import side_of, site_of
from legday.errors import SettingsError

WANTED = "NAME or ADDRESS, then =SITE and @PERSON where wanted, such as 'Polar Sense 1A2B3C4D=left_thigh@p1'"


@dataclass(frozen=True, slots=True)
class Target:
    """A sensor to connect to.

    Parameters
    ----------
    name : str
        Its advertised name or its address.
    site : str
        Where it is worn, in words; empty where nobody said so.
    person : str
        A code of the user's choice.
    profile : str
        Id of the profile to read it by; empty for the one that fits what it advertises.
    """

    name: str
    site: str = ""
    person: str = ""
    profile: str = ""

    def is_meant(self, name: str | None, address: str) -> bool:
        """Return whether an advertisement is of this sensor."""
        return self.name.lower() in {address.lower(), (name or "").lower()}


def parse_target(text: str) -> Target:
    """Return what ``NAME|ADDRESS[=SITE[@PERSON]]`` names.

    Raises
    ------
    SettingsError
        For an empty name, or a site that is none.
    """
    name, _, place = text.partition("=")
    site, _, person = place.partition("@")
    if not name.strip():
        raise SettingsError(f"--sensor {text!r}: want {WANTED}")
    if site and site_of(site) == "unknown":
        raise SettingsError(
            f"--sensor {text!r}: unknown site {site!r}; want thigh, pocket, shank, lower_back, wrist, arm, "
            "belly or foot, with left_ or right_ in front where that is known"
        )
    return Target(name.strip(), site.strip(), person.strip())


def device_of(site: str, taken: set[str]) -> str:
    """Return a short name of a sensor within its session, from where it is worn."""
    side, place = side_of(site), site_of(site)
    name = f"{side}_{place}" if side else place
    candidates = [name, *(f"{name}_{number}" for number in range(2, 100))]
    return next(each for each in candidates if each not in taken and re.fullmatch(r"[a-z0-9_-]+", each))
