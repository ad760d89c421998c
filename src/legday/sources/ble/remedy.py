"""What a person can do about it when Bluetooth does not work."""

from bleak.exc import BleakBluetoothNotAvailableError, BleakBluetoothNotAvailableReason, BleakDBusError

NO_ADAPTER = "no Bluetooth adapter: plug one in (in a container or virtual machine, pass it through)"
SWITCHED_OFF = (
    "Bluetooth is switched off: switch it on (Linux: rfkill unblock bluetooth; bluetoothctl power on)"
)
NO_CENTRAL = "the adapter has no Bluetooth Low Energy: plug in one that has"
NO_PERMISSION = (
    "no permission to use Bluetooth (Linux: sudo usermod -aG bluetooth $USER, then log in again; "
    "elsewhere: allow it for the terminal in the system's settings)"
)
NO_DAEMON = "the Bluetooth service is not running: sudo systemctl start bluetooth"
NO_BUS = (
    "there is no system D-Bus here, over which BlueZ is reached: start dbus "
    "(in a container, mount /run/dbus/system_bus_socket)"
)
OTHER_SCAN = "another program is scanning in a way that excludes this one: close it, or wait"

_REASONS = {
    BleakBluetoothNotAvailableReason.NO_BLUETOOTH: NO_ADAPTER,
    BleakBluetoothNotAvailableReason.NO_BLE_CENTRAL_ROLE: NO_CENTRAL,
    BleakBluetoothNotAvailableReason.POWERED_OFF: SWITCHED_OFF,
    BleakBluetoothNotAvailableReason.DENIED_BY_USER: NO_PERMISSION,
    BleakBluetoothNotAvailableReason.DENIED_BY_SYSTEM: NO_PERMISSION,
    BleakBluetoothNotAvailableReason.DENIED_BY_UNKNOWN: NO_PERMISSION,
}
_DBUS_ERRORS = {
    "org.freedesktop.DBus.Error.ServiceUnknown": NO_DAEMON,
    "org.freedesktop.DBus.Error.NameHasNoOwner": NO_DAEMON,
    "org.freedesktop.DBus.Error.AccessDenied": NO_PERMISSION,
    "org.bluez.Error.NotReady": SWITCHED_OFF,
    "org.bluez.Error.InProgress": OTHER_SCAN,
    "org.bluez.Error.NotPermitted": NO_PERMISSION,
    "org.bluez.Error.NotAuthorized": NO_PERMISSION,
}


def explained(error: Exception) -> str:
    """Return one line on what an error of bleak, its bus or the system means, with the remedy where known."""
    if isinstance(error, BleakBluetoothNotAvailableError):
        return _REASONS.get(error.reason, NO_ADAPTER)
    if isinstance(error, BleakDBusError):
        return _DBUS_ERRORS.get(error.dbus_error, str(error))
    if isinstance(error, PermissionError):
        return NO_PERMISSION
    if isinstance(error, (FileNotFoundError, ConnectionRefusedError, EOFError)):
        return NO_BUS
    if isinstance(error, TimeoutError):
        return "no answer in time: bring it near, switch it off and on"
    return " ".join(str(error).split()) or type(error).__name__
