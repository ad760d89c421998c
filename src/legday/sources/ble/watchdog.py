"""Notice that a sensor has gone, or has fallen silent, and tell it that somebody is still there."""

import asyncio

from bleak import BleakClient

from legday.errors import SensorError
from legday.sensors.profile import Profile
from legday.sources.ble.host_clock import HostClock
from legday.sources.ble.script import ScriptRunner
from legday.sources.ble.settings import BleSettings
from legday.sources.ble.standard import answers

WATCH_S = 0.25
"""How often the watchdog looks."""

SENDS_NOTHING = "connected and started, but it sends nothing: if that lasts, switch it off and on"


class Watchdog:
    """Watches over one connection.

    Parameters
    ----------
    profile : Profile
        Whether the sensor sends only what changed, and what keeps it awake.
    settings : BleSettings
        When it counts as stalled.
    title : str
        What people call it.
    clock : HostClock
        The host's clocks.

    Attributes
    ----------
    heard_s : float or None
        When it last sent something, on the steady clock; None before it has.
    """

    def __init__(self, profile: Profile, settings: BleSettings, title: str, clock: HostClock) -> None:
        self._profile = profile
        self._settings = settings
        self._title = title
        self._clock = clock
        self.heard_s: float | None = None

    def hear(self) -> None:
        """Take note that it has just sent something."""
        self.heard_s = self._clock.monotonic_s()

    async def watch(self, client: BleakClient, lost: asyncio.Event, runner: ScriptRunner) -> None:
        """Return when the link is lost.

        A client says that it is connected even when the system's Bluetooth daemon has died, so silence is
        what tells; a sensor that sends only what changed is asked whether it is there.

        Raises
        ------
        SensorError
            When the sensor has fallen silent.
        """
        began_s = kept_s = asked_s = self._clock.monotonic_s()
        keep_alive = self._profile.keep_alive
        while not lost.is_set():
            await self._clock.sleep(WATCH_S)
            now_s = self._clock.monotonic_s()
            silent_s = now_s - max(self.heard_s or began_s, asked_s)
            if silent_s > self._settings.stall_s:
                if not self._profile.clock.on_change:
                    raise SensorError(self._title, SENDS_NOTHING)
                async with asyncio.timeout(self._settings.stall_s):
                    await answers(client)
                asked_s = now_s
            if keep_alive is not None and now_s - kept_s >= keep_alive.every_s:
                kept_s = now_s
                await runner.run(keep_alive.step)
