"""What the Bluetooth SIG's own services say: battery and device information.

What is read enters the session as packets of their characteristics, and is recorded like any other.
"""

from collections.abc import Callable

from bleak import BleakClient
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.exc import BleakError

BATTERY_LEVEL = "00002a19-0000-1000-8000-00805f9b34fb"
DEVICE_INFORMATION = {
    "00002a29-0000-1000-8000-00805f9b34fb": "manufacturer",
    "00002a24-0000-1000-8000-00805f9b34fb": "model",
    "00002a26-0000-1000-8000-00805f9b34fb": "firmware",
}


async def subscribe_battery(client: BleakClient, heard: Callable[[str, bytes], None]) -> None:
    """Read battery and device information where they are offered, and follow the battery."""
    for address in (BATTERY_LEVEL, *DEVICE_INFORMATION):
        characteristic = client.services.get_characteristic(address)
        if characteristic is not None and "read" in characteristic.properties:
            heard(address, bytes(await client.read_gatt_char(characteristic)))
    battery = client.services.get_characteristic(BATTERY_LEVEL)
    if battery is not None and "notify" in battery.properties:

        def changed(_characteristic: BleakGATTCharacteristic, payload: bytearray) -> None:
            heard(BATTERY_LEVEL, bytes(payload))

        try:
            await client.start_notify(battery, changed)
        except BleakError:
            return
