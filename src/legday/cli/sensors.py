"""From ``--sensor`` to the sensors in range: named, remembered, the only one, or asked for."""

import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import typer
from rich.console import Console
from rich.text import Text

from legday.cli.complaint import complain
from legday.cli.remembered import completed, remember, remembered
from legday.cli.running import interruptible
from legday.errors import SensorError, SettingsError
from legday.printable import escaped
from legday.sensors.profile import Profile
from legday.sensors.registry import profiles
from legday.sources.ble import BleSettings, BleSource, Target, parse_target
from legday.sources.ble.claim import check_free
from legday.sources.ble.find import find_all
from legday.sources.ble.radio import Found, Radio, connected_here, scan

MANY_PER_S = 1000.0
"""Notifications; a fifth of what fills a core of a desktop computer, see benchmarks/README.md."""

FALLBACK_HZ = 100.0
"""Of a profile that leaves its rate open."""

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
        ``NAME|ADDRESS[=SITE[@PERSON]]`` each; none takes the one in range, else the one of them that was
        named before, else asks which.
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
        with _looking(f"Looking for {', '.join(target.name for target in targets)}"):
            sensors = await find_all(targets, radio, known, settings.scan_s)
        if any(target.site or target.profile for target in said):
            remember(state, [target for target, _found in sensors])
    else:
        picked = await _pick(radio, known, before, settings.scan_s)
        targets = [completed(Target(found.title, profile=profile or ""), before) for found in picked]
        with _looking("Looking again at what was picked"):
            sensors = await find_all(targets, radio, known, settings.scan_s)
    for target, found in sensors:
        _tell(target, found)
    _tell_load([found.profile for _target, found in sensors if found.profile is not None], settings.rate_hz)
    return BleSource(sensors, radio, settings)


def _looking(text: str) -> AbstractContextManager[object]:
    """Show in a terminal, while the block runs, that something is done."""
    return Console(stderr=True).status(Text(text))


async def _pick(
    radio: Radio, known: Mapping[str, Profile], before: Sequence[Target], seconds: float
) -> list[Found]:
    """Return the only sensor to count with, the only one that was named before, or what the person picks."""
    try:
        with _looking(f"Listening for {seconds:.0f} s to the sensors in range"):
            found = await scan(radio, known, seconds)
    except SensorError as error:
        raise SensorError(error.sensor, f"{error.wanted}; {DEMO}") from None
    heard = {each.address for each in found}
    found += [each for each in await connected_here(radio, known) if each.address not in heard]
    sensors = _free([each for each in found if each.profile and each.profile.tier != "described"])
    if not sensors:
        raise SensorError("Bluetooth", NONE_IN_RANGE.format(seconds=seconds))
    worn = {
        each.address: one.site for each in sensors for one in before if one.is_meant(each.name, each.address)
    }
    mine = [each for each in sensors if each.address in worn]
    for only in (sensors, mine):
        if len(only) == 1:
            return only
    return _asked([*mine, *(each for each in sensors if each not in mine)], worn)


def _free(sensors: Sequence[Found]) -> list[Found]:
    """Return those that no other legday of this computer uses.

    Raises
    ------
    SensorError
        Where that leaves none of several.
    """
    free: list[Found] = []
    taken: list[SensorError] = []
    for each in sensors:
        try:
            check_free(each.address, each.title)
            free.append(each)
        except SensorError as error:
            taken.append(error)
    if taken and not free:
        raise taken[0]
    return free


def _asked(sensors: Sequence[Found], worn: Mapping[str, str]) -> list[Found]:
    """Return the sensors whose numbers the person types; ``worn`` says where, by address."""
    if not sys.stdin.isatty():
        names = ", ".join(escaped(each.title) for each in sensors)
        raise SettingsError(f"several sensors are in range: name those you wear with --sensor: {names}")
    for number, each in enumerate(sensors, start=1):
        signal = "connected" if each.rssi_dbm is None else f"{each.rssi_dbm} dBm"
        parts = (str(number), escaped(each.title), signal, worn.get(each.address, ""))
        typer.echo("  ".join(part for part in parts if part), err=True)
    offered = {str(number + 1): each for number, each in enumerate(sensors)}
    while True:
        with interruptible():
            answer: str = typer.prompt("Which, such as 1, or 1 2 for two thighs", err=True)
        numbers = answer.replace(",", " ").split()
        if numbers and set(numbers) <= set(offered):
            return [offered[number] for number in dict.fromkeys(numbers)]
        typer.echo(f"{answer}: want numbers from 1 to {len(sensors)}", err=True)


def _tell_load(read_by: Sequence[Profile], rate_hz: float | None) -> None:
    """Warn of more single samples than a small computer can follow."""
    singly = [each.rate for each in read_by if each.sends_singly]
    default_hz = [FALLBACK_HZ if rate is None else rate.default_hz for rate in singly]
    per_s = sum(rate_hz or each for each in default_hz)
    if per_s > MANY_PER_S:
        complain(
            f"{len(singly)} sensors send one sample a notification, {per_s:.0f} a second together: "
            "a small computer may lose some; --rate asks for fewer"
        )


def _tell(target: Target, found: Found) -> None:
    profile = found.profile
    if profile is not None and profile.warning:
        complain(f"{found.title}: {profile.warning}")
    if not target.site:
        complain(f"{found.title}: worn where? Say it once: --sensor '{found.title}=left_thigh'")
