"""Whether the link carries notifications as long as the sensor's: what is too long is cut off silently."""

import asyncio
import logging

from bleak import BleakClient

from legday.errors import SensorError
from legday.sensors.profile import Profile

SMALLEST_MTU = 23
"""Of Bluetooth LE, and what bleak says where the system does not tell: BlueZ does from version 5.62 on."""

EXCHANGE_S = 1.0
"""Within this time the two ends have agreed on more, where the system says so only then, as Windows does."""

POLL_S = 0.05

HEAD = 3
"""Bytes of an MTU that carry no value."""

REMEDY = "use another Bluetooth adapter, and no proxy in between (Linux: BlueZ 5.62 or newer)"

log = logging.getLogger(__name__)


async def check_mtu(client: BleakClient, profile: Profile, title: str) -> None:
    """Compare what the link carries with what the profile needs.

    A link that is said to carry the least there is may carry more: that is said, and tried.

    Raises
    ------
    SensorError
        For one that carries too little, with the remedy.
    """
    mtu = await _agreed(client, profile)
    if mtu >= profile.min_mtu:
        return
    wanted = f"its notifications need an MTU of {profile.min_mtu}, the link has {mtu}: {REMEDY}"
    if mtu > SMALLEST_MTU:
        raise SensorError(title, wanted)
    log.warning("%s: %s", title, wanted)


async def _agreed(client: BleakClient, profile: Profile) -> int:
    """Return what the link carries; what is offered to nobody is not in the way."""
    offered = [client.services.get_characteristic(address) for address in profile.streaming]
    for _ in range(round(EXCHANGE_S / POLL_S)):
        sizes = [each.max_write_without_response_size + HEAD for each in offered if each is not None]
        mtu = max(sizes, default=profile.min_mtu)
        if mtu > SMALLEST_MTU or mtu >= profile.min_mtu:
            return mtu
        await asyncio.sleep(POLL_S)
    return SMALLEST_MTU
