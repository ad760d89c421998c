"""From what a person names to devices in range."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace

from legday.errors import ProfileError, SensorError
from legday.sensors.profile import Profile
from legday.sources.ble.claim import check_free
from legday.sources.ble.lookout import Lookout
from legday.sources.ble.radio import Found, Radio
from legday.sources.ble.target import Target

NOT_IN_RANGE = (
    "not in range within {seconds:.0f} s: switch it on, bring it near, close other apps that use it"
)
NO_PROFILE = (
    "no profile knows this device: legday profiles lists the sensors that are known; if it is one of these "
    "under a name of its own, add --profile ID; else docs/how-to/add-a-sensor.md says how to add one"
)

log = logging.getLogger(__name__)


async def find(radio: Radio, target: Target, known: Mapping[str, Profile], seconds: float) -> Found:
    """Return the sensor that is meant, as soon as it shows itself.

    Raises
    ------
    SensorError
        When it does not, or no profile knows it, or another process has it, or the radio cannot be used.
    """
    (_target, found), *_ = await find_all([target], radio, known, seconds)
    return found


async def find_all(
    targets: Sequence[Target], radio: Radio, known: Mapping[str, Profile], seconds: float
) -> list[tuple[Target, Found]]:
    """Return the sensors that are meant, looked for all at once.

    Raises
    ------
    SensorError
        When none of them is there; those that are missing beside others are logged.
    ProfileError
        For a target that names a profile which is not there.
    """
    for target in targets:
        if target.profile and target.profile not in known:
            raise ProfileError(target.profile, f"one of the known profiles: {', '.join(known)}")
    lookout = Lookout(radio, known, connected=True)
    looking = [_find(lookout, target, known, seconds) for target in targets]
    try:
        results = await asyncio.gather(*looking, return_exceptions=True)
    finally:
        await lookout.close()
    present: list[tuple[Target, Found]] = []
    missing: list[BaseException] = []
    for target, result in zip(targets, results, strict=True):
        if isinstance(result, BaseException):
            missing.append(result)
        else:
            present.append((target, result))
    if missing and not (present and all(isinstance(each, SensorError) for each in missing)):
        raise missing[0]
    for absent in missing:
        log.warning("%s; the other sensors go on", absent)
    return present


async def _find(lookout: Lookout, target: Target, known: Mapping[str, Profile], seconds: float) -> Found:
    found = await lookout.sight(lambda each: target.is_meant(each.name, each.address), seconds)
    if found is None:
        raise SensorError(target.name, NOT_IN_RANGE.format(seconds=seconds))
    check_free(found.address, found.title)
    if target.profile:
        return replace(found, profile=known[target.profile])
    if found.profile is None:
        raise SensorError(target.name, NO_PROFILE)
    return found
