"""Which radio is used, and what is in range of it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any

from bleak import BleakAdapter, BleakScanner
from bleak.backends.client import BaseBleakClient
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner
from bleak.exc import BleakError

from legday.errors import SensorError
from legday.sensors.profile import Profile
from legday.sources.ble.remedy import explained

LOST = (BleakError, TimeoutError, EOFError, OSError)
"""What a radio, its daemon or the bus to it raise when they go away."""


SIGNAL_DBM = range(-126, 21)
"""What Bluetooth can say of a signal; systems have numbers outside for one that is not known (macOS 127)."""


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
    def for_scanner(self) -> dict[str, Any]:
        """What bleak's scanner is to be told."""
        return self._arguments(self.scanner)

    @property
    def for_client(self) -> dict[str, Any]:
        """What bleak's client is to be told."""
        return self._arguments(self.client)

    def _arguments(self, backend: type | None) -> dict[str, Any]:
        chosen = {} if backend is None else {"backend": backend}
        return chosen if self.adapter is None else {**chosen, "bluez": {"adapter": self.adapter}}


@dataclass(frozen=True, slots=True)
class Found:
    """A device in range.

    Parameters
    ----------
    device : BLEDevice
        For connecting to it.
    name : str
        As advertised; empty where it has none.
    rssi_dbm : int or None
        Signal strength; None where it is not known, as of a device that is connected and does not advertise.
    profile : Profile or None
        The one that fits, None where none does.
    services : tuple of str
        Advertised services.
    """

    device: BLEDevice
    name: str
    rssi_dbm: int | None
    profile: Profile | None
    services: tuple[str, ...] = field(default=())

    @property
    def address(self) -> str:
        """Address, or what the system gives instead."""
        return self.device.address

    @property
    def title(self) -> str:
        """What a person calls it."""
        return self.name or self.address


async def scan(radio: Radio, known: Mapping[str, Profile], seconds: float) -> list[Found]:
    """Return what is in range, the strongest first.

    Raises
    ------
    SensorError
        Where the radio cannot be used, with the remedy.
    """
    found: dict[str, Found] = {}

    def seen(each: Found) -> None:
        before = found.get(each.address, each)
        found[each.address] = replace(
            each, name=each.name or before.name, profile=each.profile or before.profile
        )

    async with scanner(radio, known, seen):
        await asyncio.sleep(seconds)
    return sorted(found.values(), key=lambda each: -(each.rssi_dbm or -127))


async def connected_here(radio: Radio, known: Mapping[str, Profile]) -> list[Found]:
    """Return the devices that this computer is connected to; empty where its system does not tell."""
    if radio.scanner is not None:
        return []
    with suppress(*LOST, NotImplementedError):
        adapter = await BleakAdapter.get(**radio.for_scanner)
        return [_connected(each, known) for each in await adapter.get_connected_devices()]
    return []


def _connected(device: BLEDevice, known: Mapping[str, Profile]) -> Found:
    """Return a device that is silent now, known by what BlueZ remembers of it, elsewhere by its name."""
    said = device.details.get("props", {}) if isinstance(device.details, dict) else {}
    services, data = tuple(said.get("UUIDs", ())), said.get("ManufacturerData", {})
    return _identified(device, device.name or "", services, data, None, known)


@asynccontextmanager
async def scanner(
    radio: Radio, known: Mapping[str, Profile], seen: Callable[[Found], None]
) -> AsyncIterator[None]:
    """Scan for as long as the block runs.

    Raises
    ------
    SensorError
        Where the radio cannot be used, with the remedy.
    """

    def heard(device: BLEDevice, said: AdvertisementData) -> None:
        name, services = said.local_name or device.name or "", tuple(said.service_uuids)
        rssi_dbm = said.rssi if said.rssi in SIGNAL_DBM else None
        seen(_identified(device, name, services, said.manufacturer_data, rssi_dbm, known))

    listening = BleakScanner(detection_callback=heard, **radio.for_scanner)
    try:
        await listening.start()
    except LOST as error:
        raise SensorError("Bluetooth", explained(error)) from error
    try:
        yield
    finally:
        with suppress(*LOST):
            await listening.stop()


def _identified(
    device: BLEDevice,
    name: str,
    services: tuple[str, ...],
    manufacturer_data: Mapping[int, bytes],
    rssi_dbm: int | None,
    known: Mapping[str, Profile],
) -> Found:
    """Return a device with the profile that fits; one to count with goes before one that only describes."""
    fitting = [each for each in known.values() if each.match.fits(name, services, manufacturer_data)]
    counting = [each for each in fitting if each.tier != "described"]
    return Found(device, name, rssi_dbm, next(iter(counting or fitting), None), services)
