"""From ``--sensor`` to a session: sensors over Bluetooth, phones, and both side by side."""

from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

from legday.cli.complaint import complain
from legday.cli.page import open_page
from legday.cli.perform import Found
from legday.cli.phones import apart, phones_of
from legday.cli.sensors import source_of
from legday.config import Settings
from legday.core.setup import SessionSetup
from legday.errors import SensorError, SettingsError
from legday.sources.ble import BleSource, Target, parse_target
from legday.sources.ble.target import device_of
from legday.sources.feeds import FeedSource, SourceFeed
from legday.web import PhoneCode


async def sensors_of(
    named: Sequence[str],
    profile: str | None,
    settings: Settings,
    state: Path,
    certificates: Path,
    beside: Path,
    stack: AsyncExitStack,
) -> Found:
    """Return the session of the sensors that are meant.

    Parameters
    ----------
    named : sequence of str
        What stands behind each ``--sensor``; none takes the Bluetooth sensor in range.
    profile : str or None
        Read them by this profile.
    settings : Settings
        Adapter, addresses, rates.
    state : Path
        File of what was said before.
    certificates : Path
        Folder of our certificate authority, for phones.
    beside : Path
        Folder of the recording to come, for the page, which shows phones their code.
    stack : AsyncExitStack
        Holds what serves phones.

    Raises
    ------
    LegdayError
        For a sensor that is not there or not known, or one place named twice. Beside phones, what is wrong
        with the radio or with its sensors is said, and the phones go on.
    """
    phones, others = apart(named)
    if not phones:
        source = await source_of(named, profile, settings.ble, state)
        return Found(source.setup, source)
    radio = await _beside_phones(others, profile, settings, state) if others else None
    sensors = () if radio is None else radio.setup.sensors
    taken = {sensor.device for sensor in sensors}
    targets: dict[str, Target] = {}
    for target in map(parse_target, phones):
        targets[device_of(target.site or "thigh", taken | set(targets))] = target
    if len(targets) + len(sensors) > 1 and not all(target.site for target in targets.values()):
        raise SettingsError("several sensors: say where each is worn, such as --sensor phone=left_thigh")
    code = PhoneCode()
    page = await open_page(settings, beside, stack, [code])
    ready = await phones_of(targets, profile, settings, certificates, stack, code)
    code.hide()
    setup = SessionSetup(recording="live", sensors=(*sensors, *ready.sensors))
    feeds = ready.feeds if radio is None else (SourceFeed(radio), *ready.feeds)
    return Found(setup, FeedSource(setup, feeds), ready.ways, page)


async def _beside_phones(
    named: Sequence[str], profile: str | None, settings: Settings, state: Path
) -> BleSource | None:
    """Return a source of the sensors over Bluetooth; None, and why, where none of them can be used."""
    try:
        return await source_of(named, profile, settings.ble, state)
    except SensorError as error:
        complain(f"{error}; the other sensors go on")
        return None
