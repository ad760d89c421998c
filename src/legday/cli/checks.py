"""What ``legday doctor`` looks at; each check says what it found and, where that is wrong, what to do."""

import asyncio
import shutil
import ssl
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import legday
from legday.broker import EmbeddedBroker
from legday.cli.expiry import check_expiry
from legday.cli.finding import Finding
from legday.cli.folders import certificates_folder, recordings_folder
from legday.config import Settings
from legday.errors import LegdayError, SensorError
from legday.publishers.mqtt import MqttSettings
from legday.sources.ble.radio import Radio, scan
from legday.web._authority import own_certificate

LISTEN_S = 1.0
CONNECT_S = 5.0

LITTLE_BYTES = 500 * 1024 * 1024
"""Room for about a hundred hours of one sensor, and what a system wants for itself."""

CLOCK = "behind the date of this installation: set it (Linux: sudo timedatectl set-ntp true)"


async def check_all(settings: Settings) -> list[Finding]:
    """Look at everything that a live session needs."""
    return [
        await check_bluetooth(Radio(settings.ble.adapter)),
        await check_embedded_broker(settings),
        *([] if settings.mqtt.url is None else [await check_broker(settings.mqtt)]),
        *check_certificate(settings.web.own_certificate),
        *check_expiry(settings, certificates_folder(), datetime.fromtimestamp(time.time(), UTC)),
        check_disk(recordings_folder()),
        check_clock(time.time),
    ]


async def check_bluetooth(radio: Radio) -> Finding:
    """Look at adapter, permissions and the system's Bluetooth service, by a short scan."""
    try:
        found = await scan(radio, {}, LISTEN_S)
    except SensorError as error:
        return Finding("bluetooth", fine=False, text=error.wanted)
    return Finding("bluetooth", fine=True, text=f"the adapter listens; devices heard: {len(found)}")


async def check_embedded_broker(settings: Settings) -> Finding:
    """Start the embedded broker and stop it again."""
    try:
        async with EmbeddedBroker(settings.broker) as broker:
            return Finding("own broker", fine=True, text=f"starts on {broker.listeners.url}")
    except LegdayError as error:
        return Finding("own broker", fine=False, text=str(error))


async def check_broker(settings: MqttSettings) -> Finding:
    """Connect to the broker that results go to, with its certificate where it has one."""
    address = settings.address
    try:
        async with asyncio.timeout(CONNECT_S):
            _reader, writer = await asyncio.open_connection(address.host, address.port, ssl=settings.tls())
        writer.close()
    except LegdayError as error:
        return Finding("broker", fine=False, text=str(error))
    except ssl.SSLError as error:
        advice = "name its authority's certificate in mqtt.ca, and see that the name and date are right"
        return Finding("broker", fine=False, text=f"{address}: {error.reason or error}: {advice}")
    except (OSError, TimeoutError) as error:
        advice = "is it running, and is the address right?"
        return Finding("broker", fine=False, text=f"{address}: {str(error) or 'no answer'}: {advice}")
    return Finding("broker", fine=True, text=f"{address} answers")


def check_certificate(files: tuple[Path, Path] | None) -> list[Finding]:
    """Look at the page's own certificate and key, where they are set."""
    if files is None:
        return []
    try:
        own_certificate(*files)
    except LegdayError as error:
        return [Finding("certificate", fine=False, text=str(error))]
    return [Finding("certificate", fine=True, text=f"{files[0]} and its key fit")]


def check_disk(folder: Path) -> Finding:
    """Look at the room for recordings."""
    there = next(each for each in (folder, *folder.parents) if each.exists())
    free = shutil.disk_usage(there).free
    text = f"{free / 1e9:.1f} GB free for {folder}"
    if free < LITTLE_BYTES:
        return Finding("disk", fine=False, text=f"{text}: delete or move old recordings")
    return Finding("disk", fine=True, text=text)


def check_clock(now_s: Callable[[], float]) -> Finding:
    """Look at the clock: one without a battery starts in the past, and recordings go by its date."""
    installed_s = Path(legday.__file__).stat().st_mtime
    date = time.strftime("%Y-%m-%d %H:%M", time.localtime(now_s()))
    if now_s() < installed_s:
        return Finding("clock", fine=False, text=f"{date} is {CLOCK}")
    return Finding("clock", fine=True, text=date)
