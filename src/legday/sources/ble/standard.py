"""What the Bluetooth SIG's own services say: battery and device information.

What is read enters the session as packets of their characteristics, and is recorded like any other.
"""

from collections.abc import Callable
from contextlib import suppress

from bleak import BleakClient
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.exc import BleakError

BATTERY_LEVEL = "00002a19-0000-1000-8000-00805f9b34fb"
MANUFACTURER = "00002a29-0000-1000-8000-00805f9b34fb"
MODEL = "00002a24-0000-1000-8000-00805f9b34fb"
FIRMWARE = "00002a26-0000-1000-8000-00805f9b34fb"
READ_AT_START = (BATTERY_LEVEL, MANUFACTURER, MODEL, FIRMWARE)

RSSI = "rssi"
"""Channel of the signal strength: one signed byte, dBm, whenever the sensor was heard advertising."""

Heard = Callable[[str, bytes], None]
"""Takes what came from a sensor: characteristic and bytes."""


async def read_standard(client: BleakClient, heard: Heard) -> None:
    """Read battery and device information where they are offered, and follow the battery.

    Raises
    ------
    BleakError
        When the link is lost; a value that may not be read is left out.
    """
    for address in READ_AT_START:
        characteristic = client.services.get_characteristic(address)
        if characteristic is not None and "read" in characteristic.properties:
            await _read(client, characteristic, heard)
    battery = client.services.get_characteristic(BATTERY_LEVEL)
    if battery is not None and "notify" in battery.properties:
        with suppress(BleakError):
            await client.start_notify(battery, lambda _battery, level: heard(BATTERY_LEVEL, bytes(level)))


async def answers(client: BleakClient) -> None:
    """Ask a sensor for anything, to see whether it is there.

    Raises
    ------
    BleakError
        When it is not.
    """
    for characteristic in client.services.characteristics.values():
        if "read" in characteristic.properties:
            await client.read_gatt_char(characteristic)
            return


async def _read(client: BleakClient, characteristic: BleakGATTCharacteristic, heard: Heard) -> None:
    try:
        heard(characteristic.uuid, bytes(await client.read_gatt_char(characteristic)))
    except BleakError:
        if not client.is_connected:
            raise
