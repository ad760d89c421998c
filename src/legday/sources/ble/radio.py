"""Which radio is used, and what is in range of it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bleak import BleakScanner
from bleak.backends.client import BaseBleakClient
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner
from bleak.exc import BleakBluetoothNotAvailableError, BleakError

from legday.errors import SensorError
from legday.sensors.profile import Profile
from legday.sources.ble.target import Target

NO_ADAPTER = "no Bluetooth adapter can be used: plug one in or switch it on, then see legday doctor"


@dataclass(frozen=True, slots=True)
class Radio:
    """The way to the sensors: bleak's own, or another backend such as a proxy in the next room.

    Parameters
    ----------
    adapter : str or None
        Adapter of the host, where it has several.
    scanner, client : type or None
        Backend classes for bleak; None is the system's own.
    """

    adapter: str | None = None
    scanner: type[BaseBleakScanner] | None = None
    client: type[BaseBleakClient] | None = None

    @property
    def arguments(self) -> dict[str, Any]:
        """What bleak's scanner and client have in common."""
        return {} if self.adapter is None else {"bluez": {"adapter": self.adapter}}


@dataclass(frozen=True, slots=True)
class Found:
    """A device in range.

    Parameters
    ----------
    device : BLEDevice
        For connecting to it.
    name : str
        As advertised; empty where it has none.
    rssi_dbm : int
        Signal strength.
    profile : Profile or None
        The one that fits, None where none does.
    services : tuple of str
        Advertised services.
    """

    device: BLEDevice
    name: str
    rssi_dbm: int
    profile: Profile | None
    services: tuple[str, ...] = field(default=())

    @property
    def address(self) -> str:
        """Address, or what the system gives instead."""
        return self.device.address


async def scan(radio: Radio, known: Mapping[str, Profile], seconds: float) -> list[Found]:
    """Return what is in range, the strongest first.

    Raises
    ------
    SensorError
        Where the radio cannot be used, with the remedy.
    """
    found: dict[str, Found] = {}

    def seen(device: BLEDevice, advertisement: AdvertisementData) -> None:
        found[device.address] = identify(device, advertisement, known)

    async with scanner(radio, seen):
        await asyncio.sleep(seconds)
    return sorted(found.values(), key=lambda each: -each.rssi_dbm)


async def find(radio: Radio, target: Target, known: Mapping[str, Profile], seconds: float) -> Found:
    """Return the sensor that is meant, as soon as it shows itself.

    Raises
    ------
    SensorError
        When it does not, or no profile knows it, or the radio cannot be used.
    """
    heard: asyncio.Queue[Found] = asyncio.Queue()

    def seen(device: BLEDevice, advertisement: AdvertisementData) -> None:
        if target.is_meant(advertisement.local_name or device.name, device.address):
            heard.put_nowait(identify(device, advertisement, known))

    async with scanner(radio, seen):
        try:
            found = await asyncio.wait_for(heard.get(), seconds)
        except TimeoutError:
            remedy = "switch it on, bring it near, close other apps that use it"
            raise SensorError(target.name, f"not in range within {seconds:.0f} s: {remedy}") from None
    if found.profile is None:
        raise SensorError(
            target.name, "no profile knows this device; legday profiles lists those that are known"
        )
    return found


def identify(device: BLEDevice, advertisement: AdvertisementData, known: Mapping[str, Profile]) -> Found:
    """Return a device with the profile that fits what it advertises."""
    name = advertisement.local_name or device.name or ""
    services = tuple(advertisement.service_uuids)
    fitting = [
        each for each in known.values() if each.match.fits(name, services, advertisement.manufacturer_data)
    ]
    counting = [each for each in fitting if each.tier != "described"]
    profile = next(iter(counting or fitting), None)
    return Found(device, name, advertisement.rssi, profile, services)


class scanner:  # noqa: N801 - used like a function
    """Scan for as long as the block runs; errors of the radio say what to do about them."""

    def __init__(self, radio: Radio, seen: Any) -> None:
        backend: dict[str, Any] = {} if radio.scanner is None else {"backend": radio.scanner}
        self._scanner = BleakScanner(detection_callback=seen, **radio.arguments, **backend)

    async def __aenter__(self) -> None:
        try:
            await self._scanner.start()
        except BleakBluetoothNotAvailableError as error:
            raise SensorError("Bluetooth", NO_ADAPTER) from error
        except (BleakError, OSError, EOFError) as error:
            raise SensorError("Bluetooth", f"{error}; see legday doctor") from error

    async def __aexit__(self, *error: object) -> None:
        try:
            await self._scanner.stop()
        except (BleakError, OSError, EOFError):
            return
