"""One sensor: connected, started, watched, and connected again for as long as the session runs."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from bleak import BleakClient
from bleak_retry_connector import BleakClientWithServiceCache, establish_connection

from legday.core.inputs import Input, LinkChange, Packet
from legday.errors import SensorError
from legday.sensors.profile import Profile
from legday.sources.ble.claim import claimed
from legday.sources.ble.find import NOT_IN_RANGE
from legday.sources.ble.flow import Flow
from legday.sources.ble.host_clock import HostClock
from legday.sources.ble.lookout import Lookout
from legday.sources.ble.mtu import check_mtu
from legday.sources.ble.radio import LOST, Found, Radio
from legday.sources.ble.remedy import explained
from legday.sources.ble.script import ScriptRunner
from legday.sources.ble.settings import BleSettings
from legday.sources.ble.standard import RSSI, read_standard
from legday.sources.ble.watchdog import Watchdog

log = logging.getLogger(__name__)

FIRST_ROUNDS = 3
"""A sensor that has never streamed is given up after so many lost links."""

CONNECT_ATTEMPTS = 2
"""Of one round; bleak-retry-connector knows how long to wait between them."""

FIRST_BACKOFF_S = 0.25
"""A link lost to interference is usually there again at once."""

LONGEST_BACKOFF_S = 15.0
"""Somebody who comes back into range does not want to wait longer."""

STOP_S = 3.0
"""A sensor that does not take its stop command within this time has gone already."""


class SensorLink:
    """Keeps one sensor streaming.

    Parameters
    ----------
    found : Found
        The device, as a scan saw it.
    profile : Profile
        How it is started and read.
    device : str
        Its name within the session.
    radio : Radio
        The way to it.
    lookout : Lookout
        Finds it again.
    settings : BleSettings
        When it counts as stalled, and which rate to ask for.
    emit : callable
        Takes its packets and link changes; must not block.
    clock : HostClock
        The host's clocks.
    """

    def __init__(
        self,
        found: Found,
        profile: Profile,
        device: str,
        radio: Radio,
        lookout: Lookout,
        settings: BleSettings,
        emit: Callable[[Input], None],
        clock: HostClock,
    ) -> None:
        self._found: Found | None = found
        self._address = found.address
        self._title = found.title
        self._profile = profile
        self._device = device
        self._radio = radio
        self._lookout = lookout
        self._settings = settings
        self._emit = emit
        self._clock = clock
        self._streaming = profile.streaming
        self._open = False
        self._flow = Flow(profile, settings)
        self._watchdog = self._new_watchdog()
        self._streamed = False
        self._complaint = ""

    async def run(self) -> None:
        """Stream until cancelled; a lost link is connected again.

        Raises
        ------
        SensorError
            When the sensor cannot be reached, or refuses, before it has streamed at all.
        """
        with claimed(self._address, self._title):
            backoff_s, rounds = FIRST_BACKOFF_S, 0
            while True:
                self._watchdog, self._flow = self._new_watchdog(), Flow(self._profile, self._settings)
                rounds += 1
                try:
                    await self._stream_once()
                except SensorError as error:
                    self._give_up_or_go_on(error, last=True)
                except LOST as error:
                    lost = SensorError(self._title, explained(error))
                    self._give_up_or_go_on(lost, last=rounds >= FIRST_ROUNDS)
                backoff_s = (
                    FIRST_BACKOFF_S if self._watchdog.heard_s else min(2.0 * backoff_s, LONGEST_BACKOFF_S)
                )
                await self._clock.sleep(backoff_s)

    def _new_watchdog(self) -> Watchdog:
        return Watchdog(self._profile, self._settings, self._title, self._clock)

    def _give_up_or_go_on(self, error: SensorError, *, last: bool) -> None:
        """Raise what cannot be mended by trying again; say anything else once."""
        if last and not self._streamed:
            raise error
        if str(error) != self._complaint:
            log.warning("%s; trying again", error)
        self._complaint = str(error)

    async def _stream_once(self) -> None:
        found, lost = await self._sighted(), asyncio.Event()
        async with self._connected(found, lost) as client:
            runner = ScriptRunner(client, self._profile, self._title, self._hear)
            try:
                if found.rssi_dbm is not None:
                    self._hear(RSSI, found.rssi_dbm.to_bytes(1, "big", signed=True))
                await read_standard(client, self._hear)
                await check_mtu(client, self._profile, self._title)
                await runner.run(self._profile.start_script(**self._settings.choices))
                await self._watchdog.watch(client, lost, runner)
                raise ConnectionResetError("the link was lost")
            finally:
                self._close()
                await self._stop(client, runner)

    async def _sighted(self) -> Found:
        """Return the device as it was just found, or look for it again: it may have a new object by now."""
        found, self._found = self._found, None
        if found is not None:
            return found
        seconds = self._settings.scan_s
        again = await self._lookout.sight(lambda each: each.address == self._address, seconds)
        if again is None:
            raise SensorError(self._title, NOT_IN_RANGE.format(seconds=seconds))
        return again

    @asynccontextmanager
    async def _connected(self, found: Found, lost: asyncio.Event) -> AsyncIterator[BleakClient]:
        client = await establish_connection(
            BleakClientWithServiceCache,
            found.device,
            self._title,
            disconnected_callback=lambda _client: lost.set(),
            max_attempts=CONNECT_ATTEMPTS,
            **self._radio.for_client,
        )
        self._open = True
        self._emit(LinkChange(self._clock.now_ns(), "connected", self._device))
        try:
            yield client
        finally:
            with suppress(*LOST):
                async with asyncio.timeout(STOP_S):
                    await client.disconnect()

    def _close(self) -> None:
        """Note that the link is down; what a sensor still says while it is stopped is not listened to."""
        self._open = False
        self._emit(LinkChange(self._clock.now_ns(), "disconnected", self._device))

    async def _stop(self, client: BleakClient, runner: ScriptRunner) -> None:
        """Send the stop script on every way out, cancellation included."""
        if not client.is_connected or not self._profile.stop:
            return
        with suppress(SensorError, *LOST):
            async with asyncio.timeout(STOP_S):
                await runner.run(self._profile.stop)

    def _hear(self, characteristic: str, payload: bytes) -> None:
        if not self._open:
            return
        packet = Packet(self._clock.now_ns(), characteristic, payload, self._device)
        if characteristic in self._streaming and self._flow.began(packet):
            self._watchdog.hear()
            self._streamed, self._complaint = True, ""
        self._emit(packet)
