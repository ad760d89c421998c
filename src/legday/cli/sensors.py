"""From ``--sensor`` to the sensors in range: named, remembered, the only one, or asked for."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import typer

from legday.cli.complaint import complain
from legday.cli.remembered import completed, remember, remembered
from legday.errors import SensorError, SettingsError
from legday.sensors.profile import Profile
from legday.sensors.registry import profiles
from legday.sources.ble import BleSettings, BleSource, Target, parse_target
from legday.sources.ble.find import find_all
from legday.sources.ble.radio import Found, Radio, scan

DEMO = "legday live --demo needs no sensor"
NONE_IN_RANGE = (
    "no sensor that a profile knows within {seconds:.0f} s: switch one on and bring it near; "
    f"legday scan --all lists everything, {DEMO}"
)


async def source_of(
    named: Sequence[str], profile: str | None, settings: BleSettings, state: Path
) -> BleSource:
    """Return a source of the sensors that are meant, found in range.

    Parameters
    ----------
    named : sequence of str
        ``NAME|ADDRESS[=SITE[@PERSON]]`` each; none takes the one in range, or asks which.
    profile : str or None
        Read them by this profile, whatever they advertise.
    settings : BleSettings
        Adapter, times and rate.
    state : Path
        File of what was said before.

    Raises
    ------
    LegdayError
        For a sensor that is not there or not known, or an adapter that cannot be used.
    """
    radio, known, before = Radio(settings.adapter), profiles(), remembered(state)
    if named:
        said = [replace(parse_target(text), profile=profile or "") for text in named]
        targets = [completed(target, before) for target in said]
        sensors = await find_all(targets, radio, known, settings.scan_s)
        if any(target.site or target.profile for target in said):
            remember(state, [target for target, _found in sensors])
    else:
        found = await _the_one(radio, known, settings.scan_s)
        target = completed(Target(found.title, profile=profile or ""), before)
        sensors = await find_all([target], radio, known, settings.scan_s)
    for target, found in sensors:
        _tell(target, found)
    return BleSource(sensors, radio, settings)


async def _the_one(radio: Radio, known: Mapping[str, Profile], seconds: float) -> Found:
    """Return the only sensor to count with, or the one that the person picks."""
    try:
        found = await scan(radio, known, seconds)
    except SensorError as error:
        raise SensorError(error.sensor, f"{error.wanted}; {DEMO}") from None
    sensors = [each for each in found if each.profile is not None and each.profile.tier != "described"]
    if not sensors:
        raise SensorError("Bluetooth", NONE_IN_RANGE.format(seconds=seconds))
    if len(sensors) == 1:
        return sensors[0]
    names = [each.title for each in sensors]
    if not sys.stdin.isatty():
        raise SettingsError(f"several sensors are in range: name one with --sensor: {', '.join(names)}")
    for number, each in enumerate(sensors, start=1):
        typer.echo(f"{number}  {each.title}  {each.rssi_dbm} dBm", err=True)
    picked: int = typer.prompt("Which one", type=int, err=True)
    if not 1 <= picked <= len(sensors):
        raise SettingsError(f"sensor {picked}: want a number from 1 to {len(sensors)}")
    return sensors[picked - 1]


def _tell(target: Target, found: Found) -> None:
    profile = found.profile
    if profile is not None and profile.warning:
        complain(f"{found.title}: {profile.warning}")
    if not target.site:
        complain(f"{found.title}: worn where? Say it once: --sensor '{found.title}=left_thigh'")
