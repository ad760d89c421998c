"""Which sensor does what, told from where the sensors sit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from legday.core.setup import SensorSetup
from legday.core.site import side_of, site_of
from legday.workout.pairing.side import Leg

_SEGMENTS = ({"thigh", "pocket"}, {"shank"}, {"foot"}, {"wrist"}, {"arm"})
"""Sites of which there are two; a pocket lies on the thigh."""


@dataclass(frozen=True, slots=True)
class Roles:
    """What the sensors are to the workout.

    Parameters
    ----------
    counting : tuple of str
        Devices whose events make the count: one on each side, or the one that leads.
    sides : mapping
        Side of each counting device; empty where one leads.
    shanks : mapping
        For a counting device on a thigh, the device on the shank below it.
    """

    counting: tuple[str, ...]
    sides: Mapping[str, Leg] = field(default_factory=dict)
    shanks: Mapping[str, str] = field(default_factory=dict)


def roles_of(sensors: Sequence[SensorSetup]) -> Roles:
    """Return the roles of two sensors or more.

    Two sensors on the same segment of both sides count together. Otherwise one leads: the first on a thigh or
    in a pocket, else the first of all.
    """
    for segment in _SEGMENTS:
        found: dict[Leg, str] = {}
        for sensor in sensors:
            side = side_of(sensor.site)
            if site_of(sensor.site) in segment and side is not None:
                found.setdefault(side, sensor.device)
        if len(found) == 2:
            sides = {device: side for side, device in found.items()}
            return Roles(tuple(sides), sides, _shanks(tuple(sides), sensors))
    on_thigh = [sensor.device for sensor in sensors if site_of(sensor.site) in _SEGMENTS[0]]
    leader = (on_thigh or [sensors[0].device])[:1]
    return Roles(tuple(leader), {}, _shanks(tuple(leader), sensors))


def _shanks(counting: tuple[str, ...], sensors: Sequence[SensorSetup]) -> dict[str, str]:
    sites = {sensor.device: sensor.site for sensor in sensors}
    shanks: dict[str, str] = {}
    for thigh in counting:
        if site_of(sites[thigh]) not in _SEGMENTS[0]:
            continue
        for device, site in sites.items():
            sides = {side_of(site), side_of(sites[thigh])} - {None}
            if site_of(site) == "shank" and len(sides) < 2:
                shanks.setdefault(thigh, device)
    return shanks
