"""The Bluetooth adapters of this host, where the system lists them as files."""

from pathlib import Path

LISTED = Path("/sys/class/bluetooth")


def adapters(listed: Path = LISTED) -> tuple[str, ...]:
    """Return their names, such as hci0, sorted; none where the system is not Linux or has none.

    Connections stand in the same place, as ``hci0:64``.
    """
    return tuple(sorted(each.name for each in listed.glob("hci*") if ":" not in each.name))
