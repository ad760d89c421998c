"""Who is in range: one scan, however many sensors are looked for.

BlueZ gives a program one scan at a time and answers a second one with ``InProgress``.
"""

import asyncio
from collections.abc import Callable, Mapping

from legday.errors import SensorError
from legday.sensors.profile import Profile
from legday.sources.ble.radio import Found, Radio, connected_here, scanner

LONGEST_SCAN_S = 5.0
"""A scan is begun anew after so long: one begun before the system's daemon started again hears nothing."""


class Lookout:
    """Looks for sensors while anybody waits for one.

    Parameters
    ----------
    radio : Radio
        What it listens with.
    known : mapping
        Profiles by id, to say which fits.
    connected : bool
        Also take a device that this computer is connected to already: a link that a crash has left behind is
        still up, and who is connected does not advertise.
    """

    def __init__(self, radio: Radio, known: Mapping[str, Profile], *, connected: bool = False) -> None:
        self._radio = radio
        self._known = known
        self._connected = connected
        self._waiting: dict[asyncio.Future[Found], Callable[[Found], bool]] = {}
        self._fewer = asyncio.Event()
        self._scanning: asyncio.Task[None] | None = None

    async def sight(self, is_meant: Callable[[Found], bool], seconds: float) -> Found | None:
        """Return the first device that is meant, or None when it does not show itself in time.

        Raises
        ------
        SensorError
            Where the radio cannot be used, with the remedy.
        """
        sighted: asyncio.Future[Found] = asyncio.get_running_loop().create_future()
        self._waiting[sighted] = is_meant
        if self._scanning is None:
            self._scanning = asyncio.create_task(self._scan_while_wanted())
        try:
            async with asyncio.timeout(seconds):
                return await sighted
        except TimeoutError:
            return None
        finally:
            del self._waiting[sighted]
            self._fewer.set()

    async def close(self) -> None:
        """Wait until the scan has ended; nobody may be waiting any more."""
        if self._scanning is not None:
            await self._scanning

    async def _scan_while_wanted(self) -> None:
        try:
            while self._waiting:
                await self._see_connected()
                if all(sighted.done() for sighted in self._waiting):
                    await self._wait_for_fewer()
                    continue
                async with scanner(self._radio, self._known, self._seen):
                    await self._wait_for_fewer()
        except SensorError as error:
            for sighted in self._waiting:
                if not sighted.done():
                    sighted.set_exception(error)
        finally:
            self._scanning = None

    async def _see_connected(self) -> None:
        """Look at what is connected, where it is wanted: a scan would take time on air from who streams."""
        for found in await connected_here(self._radio, self._known) if self._connected else ():
            self._seen(found)

    async def _wait_for_fewer(self) -> None:
        """Return when nobody waits any more, or after `LONGEST_SCAN_S`."""
        try:
            async with asyncio.timeout(LONGEST_SCAN_S):
                while self._waiting:
                    self._fewer.clear()
                    await self._fewer.wait()
        except TimeoutError:
            return

    def _seen(self, found: Found) -> None:
        for sighted, is_meant in self._waiting.items():
            if not sighted.done() and is_meant(found):
                sighted.set_result(found)
