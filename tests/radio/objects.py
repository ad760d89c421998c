"""BlueZ's objects: their paths and properties as they stand on the bus."""

from dataclasses import dataclass, field
from typing import Any

from dbus_fast import Variant

from tests.radio.gatt import Characteristic
from tests.radio.sensor import VirtualSensor

ADAPTER = "/org/bluez/hci0"
ADAPTER1 = "org.bluez.Adapter1"
DEVICE1 = "org.bluez.Device1"
SERVICE1 = "org.bluez.GattService1"
CHARACTERISTIC1 = "org.bluez.GattCharacteristic1"
GENERIC_ATTRIBUTE = "00001801-0000-1000-8000-00805f9b34fb"
MTU = 247

Interfaces = dict[str, dict[str, Variant]]


def adapter_interfaces(*, powered: bool) -> Interfaces:
    """Return the adapter's interfaces with their properties."""
    properties = {
        "Address": Variant("s", "00:00:00:00:00:01"),
        "Name": Variant("s", "stand-in"),
        "Powered": Variant("b", powered),
        "Discovering": Variant("b", False),
        "Roles": Variant("as", ["central", "peripheral"]),
    }
    return {ADAPTER1: properties}


@dataclass(slots=True)
class Advertisement:
    """What a device advertises."""

    name: str
    services: list[str] = field(default_factory=list)
    manufacturer_data: dict[int, bytes] = field(default_factory=dict)
    rssi_dbm: int = -55


@dataclass(slots=True)
class Device:
    """A device as BlueZ sees it, with what goes wrong on the way to it.

    Parameters
    ----------
    address : str
        Its Bluetooth address.
    advertisement : Advertisement
        What it says of itself.
    sensor : VirtualSensor or None
        What is behind it.
    in_range, held : bool
        Whether it can be heard at all, and whether somebody else holds its only link: then it is silent.
    connect_delay_s, connect_failures : float, int
        How long a connection takes, and how many of the next attempts fail.
    mtu : int
        What is negotiated; the tail of a longer notification is cut off.
    seen, connected, resolved : bool
        Listed on the bus; linked; its services are there.
    """

    address: str
    advertisement: Advertisement
    sensor: VirtualSensor | None = None
    in_range: bool = True
    held: bool = False
    connect_delay_s: float = 0.0
    connect_failures: int = 0
    mtu: int = MTU
    seen: bool = False
    connected: bool = False
    resolved: bool = False
    gatt_known: bool = False

    @property
    def path(self) -> str:
        """Its path on the bus."""
        return f"{ADAPTER}/dev_{self.address.replace(':', '_')}"

    @property
    def reachable(self) -> bool:
        """Whether it advertises and takes connections."""
        return self.in_range and not self.held

    def interfaces(self) -> Interfaces:
        """Return its own interfaces with their properties."""
        said = self.advertisement
        properties: dict[str, Variant] = {
            "Address": Variant("s", self.address),
            "AddressType": Variant("s", "random"),
            "Alias": Variant("s", said.name or self.address.replace(":", "-")),
            "Adapter": Variant("o", ADAPTER),
            "UUIDs": Variant("as", [*said.services, *([GENERIC_ATTRIBUTE] if self.resolved else [])]),
            "Paired": Variant("b", False),
            "Bonded": Variant("b", False),
            "Trusted": Variant("b", False),
            "Blocked": Variant("b", False),
            "LegacyPairing": Variant("b", False),
            "Connected": Variant("b", self.connected),
            "ServicesResolved": Variant("b", self.resolved),
        }
        if said.name:
            properties["Name"] = Variant("s", said.name)
        if not self.connected:
            properties["RSSI"] = Variant("n", said.rssi_dbm)
        if said.manufacturer_data:
            data = {number: Variant("ay", value) for number, value in said.manufacturer_data.items()}
            properties["ManufacturerData"] = Variant("a{qv}", data)
        return {DEVICE1: properties}

    def characteristics(self) -> dict[str, Characteristic]:
        """Return its characteristics by their paths on the bus."""
        if self.sensor is None:
            return {}
        offered = self.sensor.characteristics.values()
        return {f"{self._service}/char{0x10 + 3 * at:04x}": each for at, each in enumerate(offered)}

    def gatt_interfaces(self) -> dict[str, Interfaces]:
        """Return the interfaces of everything below it, by path."""
        service = {
            "UUID": _string(SERVICE_UUID),
            "Primary": Variant("b", True),
            "Device": Variant("o", self.path),
        }
        found: dict[str, Interfaces] = {self._service: {SERVICE1: service}}
        for path, characteristic in self.characteristics().items():
            found[path] = {CHARACTERISTIC1: self._characteristic(characteristic)}
        return found

    @property
    def _service(self) -> str:
        return f"{self.path}/service000c"

    def _characteristic(self, characteristic: Characteristic) -> dict[str, Variant]:
        properties: dict[str, Any] = {
            "UUID": _string(characteristic.uuid),
            "Service": Variant("o", self._service),
            "Flags": Variant("as", characteristic.flags),
            "Notifying": Variant("b", False),
            "MTU": Variant("q", self.mtu),
        }
        if "notify" in characteristic.flags:
            properties["NotifyAcquired"] = Variant("b", False)
        return properties


SERVICE_UUID = "0000fff0-0000-1000-8000-00805f9b34fb"
"""One service for all: profiles name characteristics, not the services around them."""


def _string(text: str) -> Variant:
    return Variant("s", text)
