"""Another radio: bleak backends over Bumble's Bluetooth stack, and a virtual sensor on its link.

Nothing of BlueZ is in it: it stands for a proxy in the next room, or any other way to a radio.
"""

import asyncio
from typing import Any, ClassVar
from uuid import UUID

from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bumble import core
from bumble.controller import Controller
from bumble.core import AdvertisingData
from bumble.device import Advertisement, Device, Peer
from bumble.gatt import Characteristic, CharacteristicValue, Service
from bumble.hci import Address
from bumble.host import Host
from bumble.link import LocalLink

from tests.radio.objects import MTU, SERVICE_UUID
from tests.radio.sensor import VirtualSensor

ADVERTISING_MS = 30.0
"""Bumble's own second would make every connection take as long."""


def device_on(link: LocalLink, name: str, address: str) -> Device:
    """Return a Bluetooth device on this link."""
    controller = Controller(name, link=link)
    host = Host()
    host.controller = controller
    return Device(name=name, address=Address(address), host=host)


async def advertise(link: LocalLink, sensor: VirtualSensor, name: str, address: str) -> Device:
    """Put a virtual sensor on the link."""
    device = device_on(link, name, address)
    offered = {uuid: _offered(sensor, uuid) for uuid in sensor.characteristics}
    device.add_service(Service(core.UUID(SERVICE_UUID), list(offered.values())))
    sending: set[asyncio.Task[None]] = set()

    def send(uuid: str, payload: bytes) -> None:
        task = asyncio.create_task(device.notify_subscribers(offered[uuid], payload))
        sending.add(task)
        task.add_done_callback(sending.discard)

    sensor.send = send
    device.on("connection", lambda connection: _connected(sensor, connection))
    await device.power_on()
    said = AdvertisingData([(AdvertisingData.Type.COMPLETE_LOCAL_NAME, name.encode())])
    await device.start_advertising(
        advertising_data=bytes(said),
        auto_restart=True,
        advertising_interval_min=ADVERTISING_MS,
        advertising_interval_max=ADVERTISING_MS,
    )
    return device


def _connected(sensor: VirtualSensor, connection: Any) -> None:
    sensor.connected()
    connection.on("disconnection", lambda _reason: sensor.disconnected())


def _offered(sensor: VirtualSensor, uuid: str) -> Any:
    flags = Characteristic.Properties(0)
    for flag in sensor.characteristics[uuid].flags:
        flags |= Characteristic.Properties[flag.replace("-", "_").upper()]
    value = CharacteristicValue(
        read=lambda _connection: sensor.read(uuid),
        write=lambda _connection, payload: sensor.write(uuid, bytes(payload)),
    )
    characteristic = Characteristic(
        core.UUID(uuid), flags, Characteristic.READABLE | Characteristic.WRITEABLE, value
    )

    def subscribed(_connection: Any, notify: bool, _indicate: bool) -> None:
        (sensor.subscribe if notify else sensor.unsubscribe)(uuid)

    characteristic.on("subscription", subscribed)
    return characteristic


class BumbleScanner(BaseBleakScanner):
    """Scans with a Bumble device."""

    central: ClassVar[Device]

    def __init__(self, detection_callback: Any, service_uuids: Any, _mode: str, **_others: Any) -> None:
        super().__init__(detection_callback, service_uuids)

    async def start(self) -> None:
        self.seen_devices = {}
        self.central.on("advertisement", self._heard)
        await self.central.start_scanning(filter_duplicates=False)

    async def stop(self) -> None:
        self.central.remove_listener("advertisement", self._heard)
        await self.central.stop_scanning()

    def _heard(self, heard: Advertisement) -> None:
        name = heard.data.get(AdvertisingData.Type.COMPLETE_LOCAL_NAME)
        said = AdvertisementData(
            local_name=None if name is None else str(name),
            manufacturer_data={},
            service_data={},
            service_uuids=[],
            tx_power=None,
            rssi=heard.rssi,
            platform_data=(),
        )
        address = str(heard.address).split("/")[0]
        device = self.create_or_update_device(address, address, said.local_name, heard.address, said)
        self.call_detection_callbacks(device, said)


class BumbleClient(BaseBleakClient):
    """Connects with a Bumble device."""

    central: ClassVar[Device]

    def __init__(self, device: BLEDevice, **arguments: Any) -> None:
        super().__init__(device, **arguments)
        self._peer_address = device.details
        self._peer: Peer | None = None

    @property
    def mtu_size(self) -> int:
        return MTU

    @property
    def is_connected(self) -> bool:
        return self._peer is not None

    async def connect(self, pair: bool, **_others: Any) -> None:
        connection = await self.central.connect(self._peer_address)
        connection.on("disconnection", self._lost)
        self._peer = Peer(connection)
        await self._peer.request_mtu(MTU)
        await self._peer.discover_services()
        await self._peer.discover_characteristics()
        self.services = _collected(self._peer)

    async def disconnect(self) -> None:
        if self._peer is not None:
            await self._peer.connection.disconnect()

    async def read_gatt_char(
        self, characteristic: BleakGATTCharacteristic, *, use_cached: bool = False, **_others: Any
    ) -> bytearray:
        return bytearray(await characteristic.obj.read_value())

    async def write_gatt_char(
        self, characteristic: BleakGATTCharacteristic, data: Any, response: bool
    ) -> None:
        await characteristic.obj.write_value(bytes(data), with_response=response)

    async def start_notify(
        self, characteristic: BleakGATTCharacteristic, callback: Any, **_others: Any
    ) -> None:
        await characteristic.obj.subscribe(lambda payload: callback(bytearray(payload)))

    async def stop_notify(self, characteristic: BleakGATTCharacteristic) -> None:
        await characteristic.obj.unsubscribe(force=True)

    async def pair(self, *_arguments: Any, **_others: Any) -> None:
        raise NotImplementedError

    async def unpair(self) -> None:
        raise NotImplementedError

    async def read_gatt_descriptor(self, descriptor: Any, **_others: Any) -> bytearray:
        raise NotImplementedError

    async def write_gatt_descriptor(self, descriptor: Any, data: Any) -> None:
        raise NotImplementedError

    def _lost(self, _reason: int) -> None:
        self._peer, self.services = None, None
        if self._disconnected_callback is not None:
            self._disconnected_callback()


def _collected(peer: Peer) -> BleakGATTServiceCollection:
    """Return what a peer offers, as bleak wants to have it."""
    found = BleakGATTServiceCollection()
    for service in peer.services:
        known = BleakGATTService(service, service.handle, _uuid(service.uuid))
        found.add_service(known)
        for each in service.characteristics:
            properties: Any = [
                flag.name.lower().replace("_", "-")
                for flag in Characteristic.Properties
                if flag in each.properties and flag.name
            ]
            found.add_characteristic(
                BleakGATTCharacteristic(
                    each, each.handle, _uuid(each.uuid), properties, lambda: MTU - 3, known
                )
            )
    return found


def _uuid(uuid: Any) -> str:
    return str(UUID(uuid.to_hex_str("-"))) if len(uuid.uuid_bytes) == 16 else _short(uuid)


def _short(uuid: Any) -> str:
    return f"{int.from_bytes(uuid.uuid_bytes, 'little'):08x}-0000-1000-8000-00805f9b34fb"
