"""What an exercise module registers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from legday.core.detector import Detector, Params, Setting

Counts = Literal["rep", "jump", "hold", "lift", "step"]

Legs = Literal["both", "alternating", "one"]
"""How the legs share the work: both at once, one after the other, or one leg for a whole set."""


@dataclass(frozen=True)
class Exercise:
    """An exercise as the registry knows it; every module of this folder ends in one.

    Parameters
    ----------
    name : str
        Identifier: the module's own name.
    title : str
        What people read.
    counts : str
        The type of event that its count is made of.
    params, detector : type
        The parameters' model and the detector that takes them.
    sites : mapping
        For a site, the parameters that differ there; never by person.
    aliases : tuple of str
        Other labels that takes carry for the same exercise.
    legs : str
        How the legs share the work; it matters where a sensor sits on each.
    straight_knee : bool
        The knee is to stay straight: a sensor on the shank, beside the one on the thigh, watches it.
    """

    name: str
    title: str
    counts: Counts
    params: type[Params]
    detector: type[Detector[Any, Any]]
    sites: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    legs: Legs = "both"
    straight_knee: bool = False

    def build(self, setting: Setting, overrides: Mapping[str, Any] | None = None) -> Detector[Any, Any]:
        """Return a new detector for a stream, the site's parameters and ``overrides`` applied in turn."""
        values = {**self.sites.get(setting.site, {}), **(overrides or {})}
        return self.detector(self.params(**values), setting)
