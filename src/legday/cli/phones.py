"""From ``--sensor`` to phones: the page of our own, and the apps, each by its address."""

from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from legday.cli.complaint import complain
from legday.cli.said import say
from legday.config import Settings
from legday.core.setup import SensorSetup
from legday.errors import SettingsError
from legday.publishers import Publisher
from legday.sources import host_now_ns
from legday.sources.ble.target import Target
from legday.sources.feeds import Feed
from legday.sources.phone import Door
from legday.sources.phone_link import AppFeed
from legday.sources.phyphox import Phyphox
from legday.sources.sensor_logger import MQTT_SCHEME, SCHEME, BrokerFeed, PushFeed
from legday.sources.sensor_server import SensorServer
from legday.web import PhoneCode, PhoneScore, PhoneServer, Scannable

PAGE = "phone"
APPS = ("phyphox", "sensor-server", MQTT_SCHEME)


@dataclass(frozen=True, slots=True)
class Phones:
    """Phones that are ready: sensors, what feeds them, and ways out to them."""

    sensors: tuple[SensorSetup, ...]
    feeds: tuple[Feed, ...]
    ways: tuple[Publisher, ...] = ()


def is_phone(name: str) -> bool:
    """Return whether what stands behind ``--sensor`` names a phone."""
    return name in (PAGE, SCHEME) or name.startswith(tuple(f"{app}://" for app in APPS))


async def phones_of(
    targets: Mapping[str, Target],
    profile: str | None,
    settings: Settings,
    folder: Path,
    stack: AsyncExitStack,
    code: PhoneCode,
) -> Phones:
    """Return the phones that are meant, once they are there.

    Parameters
    ----------
    targets : mapping
        By device, what stands behind each ``--sensor``.
    profile : str or None
        Read apps by this profile.
    settings : Settings
        Where to listen.
    folder : Path
        Where our certificate authority is kept.
    stack : AsyncExitStack
        Holds what serves them until the run ends.
    code : PhoneCode
        Shows on the page what phones scan.

    Raises
    ------
    LegdayError
        For an app that does not answer, or an address that cannot be listened on.
    """
    pages = {device: target for device, target in targets.items() if target.name == PAGE}
    sensors: list[SensorSetup] = []
    feeds: list[Feed] = []
    for device, target in targets.items():
        if device not in pages:
            chosen, feed = await _app(device, target, profile, settings)
            sensors.append(
                SensorSetup(
                    device=device, profile=chosen, site=target.site or "unknown", person=target.person
                )
            )
            feeds.append(feed)
            if not target.site:
                complain(f"{target.name}: worn where? Say it: --sensor {target.name}=left_thigh")
    if not pages:
        return Phones(tuple(sensors), tuple(feeds))
    door, server = await _door(pages, settings, folder, stack, code)
    return Phones((*sensors, *door.sensors), (*feeds, *door.seats), (PhoneScore(server),))


async def _door(
    pages: Mapping[str, Target], settings: Settings, folder: Path, stack: AsyncExitStack, code: PhoneCode
) -> tuple[Door, PhoneServer]:
    """Serve the phones' page and wait until each place is taken."""
    door = Door(pages, host_now_ns)
    server = PhoneServer(settings.phone, door, folder, settings.web.own_certificate)
    await stack.enter_async_context(server)
    scannable = Scannable(server.url)
    code.show(server.url, scannable.picture())
    say(scannable.for_terminal())
    say(f"Scan this with the phone, or open {server.url}")
    if server.authority is not None:
        say(f"The phone will warn of the certificate once; how to make it trust it: {server.address}/trust")
        say(f"SHA-256 of the authority's certificate: {server.authority.fingerprint}")
    await door.filled()
    for seat in door.seats:
        say(f"The phone is ready: {seat.site}")
    return door, server


async def _app(device: str, target: Target, profile: str | None, settings: Settings) -> tuple[str, Feed]:
    """Return the profile that reads an app, and what feeds it."""
    url = target.name
    if url == SCHEME:
        chosen = profile or "sensor_logger"
        push = PushFeed(device, chosen, settings.sensorlogger, host_now_ns)
        say(f"Push URL for Sensor Logger: {push.url}")
        return chosen, push
    if url.startswith(MQTT_SCHEME):
        chosen = profile or "sensor_logger"
        return chosen, BrokerFeed(device, chosen, url, settings.sensorlogger, host_now_ns)
    if url.startswith("phyphox://"):
        phone = Phyphox(url)
        await phone.open()
        usual = "phyphox" if "gyr" in phone.vectors else "phyphox_acc"
        return profile or usual, AppFeed(device, phone, host_now_ns)
    chosen = profile or "sensor_server"
    server = SensorServer(url, gyroscope=chosen != "sensor_server_acc")
    return chosen, AppFeed(device, server, host_now_ns)


def apart(named: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return what names phones, and what names other sensors.

    Raises
    ------
    SettingsError
        For an address that names no app.
    """
    phones = [text for text in named if is_phone(text.partition("=")[0])]
    others = [text for text in named if text not in phones]
    for text in others:
        if "://" in text:
            known = ", ".join([PAGE, SCHEME, *(f"{app}://HOST" for app in APPS)])
            raise SettingsError(f"--sensor {text}: want {known}, or the name of a Bluetooth sensor")
    return phones, others
