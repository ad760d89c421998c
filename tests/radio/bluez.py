"""A stand-in for BlueZ: what bleak calls, and the signals that it listens to.

Written from BlueZ's documentation of its D-Bus interfaces (doc/org.bluez.*.rst) and from what bleak's own
backend expects of them. It is a model: real adapters add delays and errors of their own.
"""

import asyncio
from typing import Any

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from tests.radio.bus import Outbox
from tests.radio.notifying import Notifying
from tests.radio.objects import (
    ADAPTER,
    ADAPTER1,
    CHARACTERISTIC1,
    DEVICE1,
    Device,
    Interfaces,
    adapter_interfaces,
)

NAME = "org.bluez"
PROPERTIES = "org.freedesktop.DBus.Properties"
OBJECT_MANAGER = "org.freedesktop.DBus.ObjectManager"
FAILED = "org.bluez.Error.Failed"
IN_PROGRESS = "org.bluez.Error.InProgress"
UNKNOWN_OBJECT = "org.freedesktop.DBus.Error.UnknownObject"
ACCESS_DENIED = "org.freedesktop.DBus.Error.AccessDenied"

ADVERTISING_S = 0.1
ATT_HEAD = 3
"""Bytes of an MTU that carry no value."""

PAGE_TIMEOUT_S = 20.0
"""After so long BlueZ gives up a device that does not answer."""


class RefusedError(Exception):
    """A call is answered with this error."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        super().__init__(text)


class BlueZ:
    """The daemon: an adapter, devices, and GATT.

    Attributes
    ----------
    devices : dict
        Every device there is, in range or not, by address.
    denied : bool
        Nobody has permission.
    """

    def __init__(self) -> None:
        self.devices: dict[str, Device] = {}
        self.denied = False
        self._adapter_there = True
        self._powered = True
        self._bus: MessageBus | None = None
        self._outbox: Outbox | None = None
        self._notifying = Notifying(self._signal)
        self._scanning: set[str] = set()
        self._connecting: dict[str, asyncio.Task[None]] = {}
        self._advertising: asyncio.Task[None] | None = None

    async def start(self, address: str) -> None:
        """Appear on the bus; devices have to be seen anew."""
        self._bus = await MessageBus(bus_address=address, negotiate_unix_fd=True).connect()
        self._outbox = Outbox(self._bus)
        self._bus.add_message_handler(self._take)
        await self._bus.call(
            Message(
                destination="org.freedesktop.DBus",
                path="/org/freedesktop/DBus",
                interface="org.freedesktop.DBus",
                member="AddMatch",
                signature="s",
                body=["type='signal',member='NameOwnerChanged'"],
            )
        )
        await self._bus.request_name(NAME)
        self._advertising = asyncio.create_task(self._advertise())

    async def die(self) -> None:
        """Leave the bus without a word, as a killed daemon does; the links go with it."""
        if self._advertising is not None:
            self._advertising.cancel()
        bus, self._bus, self._outbox = self._bus, None, None
        for device in self.devices.values():
            self._forget(device)
        self._scanning.clear()
        self._notifying.forget_all()
        if bus is not None:
            bus.disconnect()
            await bus.wait_for_disconnect()

    def remove_adapter(self) -> None:
        """Pull the adapter out."""
        for device in self.devices.values():
            self.lose(device)
            self._remove(device)
        self._adapter_there = False
        self._scanning.clear()
        self._emit("/", OBJECT_MANAGER, "InterfacesRemoved", "oas", [ADAPTER, [ADAPTER1]])

    def add_adapter(self) -> None:
        """Put the adapter in."""
        self._adapter_there = True
        body = [ADAPTER, adapter_interfaces(powered=self._powered)]
        self._emit("/", OBJECT_MANAGER, "InterfacesAdded", "oa{sa{sv}}", body)

    def set_powered(self, *, powered: bool) -> None:
        """Switch the adapter on or off."""
        self._powered = powered
        self._changed(ADAPTER, ADAPTER1, {"Powered": Variant("b", powered)})

    def lose(self, device: Device) -> None:
        """Break the link."""
        if not device.connected:
            return
        device.connected = device.resolved = False
        self._notifying.forget(device.path)
        if device.sensor is not None:
            device.sensor.disconnected()
        down = {"ServicesResolved": Variant("b", False), "Connected": Variant("b", False)}
        self._changed(device.path, DEVICE1, down)

    def leave(self, device: Device) -> None:
        """Carry it out of range: the link breaks, and BlueZ forgets what it cannot hear."""
        device.in_range = False
        self.lose(device)
        self._remove(device)

    def appear(self, device: Device) -> None:
        """List a device that somebody else on this computer is connected to."""
        device.seen = device.connected = device.resolved = True
        self._added(device.path, device.interfaces())
        self._export(device)

    def notify(self, device: Device, uuid: str, payload: bytes) -> None:
        """Carry a notification to whoever listens, as much of it as the link has room for."""
        carried = payload[: device.mtu - ATT_HEAD]
        for path, characteristic in device.characteristics().items():
            if characteristic.uuid == uuid:
                self._notifying.carry(path, carried)

    def _take(self, message: Message) -> bool | None:
        """Answer a call; signals of the bus tell who has left."""
        if message.message_type is MessageType.SIGNAL:
            if message.member == "NameOwnerChanged" and not message.body[2]:
                self._left(message.body[0])
            return None
        if message.message_type is not MessageType.METHOD_CALL or self._outbox is None:
            return None
        try:
            answer = self._answer(message)
        except RefusedError as refused:
            answer = Message.new_error(message, refused.name, refused.text)
        if answer is not None:
            self._outbox.put(answer)
        return True

    def _answer(self, message: Message) -> Message | None:
        if self.denied:
            raise RefusedError(ACCESS_DENIED, "Rejected send message")
        calls = {
            (OBJECT_MANAGER, "GetManagedObjects"): self._managed,
            (ADAPTER1, "SetDiscoveryFilter"): self._nothing,
            (ADAPTER1, "StartDiscovery"): self._start_discovery,
            (ADAPTER1, "StopDiscovery"): self._stop_discovery,
            (ADAPTER1, "RemoveDevice"): self._remove_device,
            (DEVICE1, "Connect"): self._connect,
            (DEVICE1, "Disconnect"): self._disconnect,
            (CHARACTERISTIC1, "StartNotify"): self._start_notify,
            (CHARACTERISTIC1, "StopNotify"): self._stop_notify,
            (CHARACTERISTIC1, "AcquireNotify"): self._acquire_notify,
            (CHARACTERISTIC1, "ReadValue"): self._read,
            (CHARACTERISTIC1, "WriteValue"): self._write,
        }
        call = calls.get((message.interface or "", message.member or ""))
        if call is None:
            raise RefusedError(
                "org.freedesktop.DBus.Error.UnknownMethod", f"{message.interface}.{message.member}"
            )
        if message.interface == ADAPTER1:
            self._check_adapter()
        return call(message)

    def _nothing(self, message: Message) -> Message:
        return Message.new_method_return(message)

    def _managed(self, message: Message) -> Message:
        objects: dict[str, Interfaces] = {"/org/bluez": {}}
        if self._adapter_there:
            objects[ADAPTER] = adapter_interfaces(powered=self._powered)
        for device in self.devices.values():
            if device.seen:
                objects[device.path] = device.interfaces()
                objects |= device.gatt_interfaces() if device.gatt_known else {}
        return Message.new_method_return(message, "a{oa{sa{sv}}}", [objects])

    def _check_adapter(self) -> None:
        if not self._adapter_there:
            raise RefusedError(UNKNOWN_OBJECT, f"Method on {ADAPTER}")
        if not self._powered:
            raise RefusedError("org.bluez.Error.NotReady", "Resource Not Ready")

    def _start_discovery(self, message: Message) -> Message:
        sender = message.sender or ""
        if sender in self._scanning:
            raise RefusedError(IN_PROGRESS, "Operation already in progress")
        self._scanning.add(sender)
        return Message.new_method_return(message)

    def _stop_discovery(self, message: Message) -> Message:
        if message.sender not in self._scanning:
            raise RefusedError(FAILED, "No discovery started")
        self._scanning.discard(message.sender)
        return Message.new_method_return(message)

    def _remove_device(self, message: Message) -> Message:
        device = self._device(message.body[0])
        self.lose(device)
        self._remove(device)
        return Message.new_method_return(message)

    def _connect(self, message: Message) -> None:
        device = self._device(message.path)
        if device.path in self._connecting:
            raise RefusedError(IN_PROGRESS, "Operation already in progress")
        task = asyncio.create_task(self._establish(device, message))
        self._connecting[device.path] = task
        task.add_done_callback(lambda _task: self._connecting.pop(device.path, None))

    async def _establish(self, device: Device, message: Message) -> None:
        """Connect, discover, and answer; a device that is not there times out."""
        try:
            await asyncio.sleep(device.connect_delay_s if device.reachable else PAGE_TIMEOUT_S)
        except asyncio.CancelledError:
            self._send(Message.new_error(message, FAILED, "le-connection-abort-by-remote"))
            return
        if not device.reachable or device.connect_failures > 0:
            device.connect_failures = max(0, device.connect_failures - 1)
            self._send(Message.new_error(message, FAILED, "le-connection-unknown"))
            return
        device.connected = True
        if device.sensor is not None:
            device.sensor.connected()
        self._changed(device.path, DEVICE1, {"Connected": Variant("b", True)})
        self._export(device)
        device.resolved = True
        resolved = {"ServicesResolved": Variant("b", True), "UUIDs": device.interfaces()[DEVICE1]["UUIDs"]}
        self._changed(device.path, DEVICE1, resolved)
        self._send(Message.new_method_return(message))

    def _disconnect(self, message: Message) -> Message:
        device = self._device(message.path)
        connecting = self._connecting.get(device.path)
        if connecting is not None:
            connecting.cancel()
        elif not device.connected:
            raise RefusedError("org.bluez.Error.NotConnected", "Not Connected")
        self.lose(device)
        return Message.new_method_return(message)

    def _start_notify(self, message: Message) -> Message:
        device, uuid = self._characteristic(message, "notify")
        if self._notifying.is_listening(message.path, message.sender):
            raise RefusedError(IN_PROGRESS, "In Progress")
        self._notifying.start(message.path, message.sender)
        device.sensor.subscribe(uuid)
        return Message.new_method_return(message)

    def _stop_notify(self, message: Message) -> Message:
        device, uuid = self._characteristic(message, "notify")
        if self._notifying.stop(message.path, message.sender):
            device.sensor.unsubscribe(uuid)
        return Message.new_method_return(message)

    def _acquire_notify(self, message: Message) -> Message:
        device, uuid = self._characteristic(message, "notify")
        descriptor, mtu = self._notifying.acquire(message.path, lambda: device.sensor.unsubscribe(uuid))
        device.sensor.subscribe(uuid)
        return Message.new_method_return(message, "hq", [0, mtu], [descriptor])

    def _read(self, message: Message) -> Message:
        device, uuid = self._characteristic(message, "read")
        return Message.new_method_return(message, "ay", [device.sensor.read(uuid)])

    def _write(self, message: Message) -> Message:
        kind = message.body[1].get("type", Variant("s", "request")).value
        device, uuid = self._characteristic(
            message, "write" if kind == "request" else "write-without-response"
        )
        device.sensor.write(uuid, bytes(message.body[0]))
        return Message.new_method_return(message)

    def _device(self, path: str | None) -> Device:
        for device in self.devices.values():
            if device.seen and device.path == path:
                return device
        raise RefusedError(UNKNOWN_OBJECT, f"Method on {path}")

    def _characteristic(self, message: Message, flag: str) -> tuple[Any, str]:
        """Return the device and UUID that a call is about."""
        device = self._device((message.path or "")[: -len("/service000c/char0010")])
        characteristic = device.characteristics().get(message.path or "")
        if characteristic is None:
            raise RefusedError(UNKNOWN_OBJECT, f"Method on {message.path}")
        if not device.connected:
            raise RefusedError(FAILED, "Not connected")
        if flag not in characteristic.flags:
            raise RefusedError("org.bluez.Error.NotSupported", "Operation is not supported")
        return device, characteristic.uuid

    async def _advertise(self) -> None:
        """Let every device that can be heard show itself, while anybody scans."""
        while True:
            await asyncio.sleep(ADVERTISING_S)
            heard = [each for each in self.devices.values() if each.reachable and not each.connected]
            for device in heard if self._scanning else []:
                if device.seen:
                    rssi = Variant("n", device.advertisement.rssi_dbm)
                    self._changed(device.path, DEVICE1, {"RSSI": rssi})
                else:
                    device.seen = True
                    self._added(device.path, device.interfaces())

    def _left(self, client: str) -> None:
        """Tidy up behind a client of the bus that is gone."""
        self._scanning.discard(client)
        for path in self._notifying.left(client):
            for device in self.devices.values():
                characteristic = device.characteristics().get(path)
                if characteristic is not None and device.sensor is not None:
                    device.sensor.unsubscribe(characteristic.uuid)

    def _export(self, device: Device) -> None:
        if device.gatt_known:
            return
        device.gatt_known = True
        for path, interfaces in device.gatt_interfaces().items():
            self._added(path, interfaces)

    def _forget(self, device: Device) -> None:
        if device.connected and device.sensor is not None:
            device.sensor.disconnected()
        device.seen = device.connected = device.resolved = device.gatt_known = False

    def _remove(self, device: Device) -> None:
        if not device.seen:
            return
        gatt = device.gatt_interfaces() if device.gatt_known else {}
        for path, interfaces in reversed(list(gatt.items())):
            self._emit("/", OBJECT_MANAGER, "InterfacesRemoved", "oas", [path, list(interfaces)])
        self._emit("/", OBJECT_MANAGER, "InterfacesRemoved", "oas", [device.path, [DEVICE1]])
        self._forget(device)

    def _added(self, path: str, interfaces: Interfaces) -> None:
        self._emit("/", OBJECT_MANAGER, "InterfacesAdded", "oa{sa{sv}}", [path, interfaces])

    def _changed(self, path: str, interface: str, changed: dict[str, Variant]) -> None:
        self._emit(path, PROPERTIES, "PropertiesChanged", "sa{sv}as", [interface, changed, []])

    def _emit(self, path: str, interface: str, member: str, signature: str, body: list[Any]) -> None:
        self._send(Message.new_signal(path, interface, member, signature, body))

    def _signal(self, path: str, payload: bytes) -> None:
        self._changed(path, CHARACTERISTIC1, {"Value": Variant("ay", payload)})

    def _send(self, message: Message) -> None:
        if self._outbox is not None:
            self._outbox.put(message)
