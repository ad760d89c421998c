"""One sensor: connected, started, watched, and connected again for as long as the session runs."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from bleak import BleakClient
from bleak.exc import BleakError
from bleak_retry_connector import BleakClientWithServiceCache, establish_connection

from legday.core.inputs import Input, LinkChange, Packet
from legday.errors import SensorError
from legday.sensors.profile import Profile
from legday.sources.ble.radio import Found, Radio
from legday.sources.ble.script import ScriptRunner
from legday.sources.ble.settings import BleSettings
from legday.sources.ble.standard import subscribe_battery

log = logging.getLogger(__name__)

CONNECT_ATTEMPTS = 4
"""Of one round; bleak-retry-connector knows how long to wait between them."""

FIRST_BACKOFF_S = 0.25
"""A link lost to interference is usually there again at once."""

LONGEST_BACKOFF_S = 15.0
"""Somebody who comes back into range does not want to wait longer."""

STOP_S = 3.0
"""A sensor that does not take its stop command within this time has gone already."""

WATCH_S = 0.25
"""How often the watchdog looks."""

LOST = (BleakError, TimeoutError, EOFError, OSError)
"""What a radio, its daemon or the bus to it raise when they go away."""


@dataclass(frozen=True, slots=True)
class HostClock:
    """The clocks of this machine; a soak brings faster ones."""

    now_ns: Callable[[], int] = time.time_ns
    monotonic_s: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class SensorLink:
    """Keeps one sensor streaming.

    Parameters
    ----------
    found : Found
        The device, as the scan saw it.
    profile : Profile
        How it is started and read.
    device : str
        Its name within the session.
    radio : Radio
        The way to it.
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
        settings: BleSettings,
        emit: Callable[[Input], None],
        clock: HostClock,
    ) -> None:
        self._found = found
        self._profile = profile
        self._device = device
        self._radio = radio
        self._settings = settings
        self._emit = emit
        self._clock = clock
        self._heard_s = 0.0
        self._streamed = False
        self._streamed_now = False

    async def run(self) -> None:
        """Stream until cancelled; a lost link is connected again.

        Raises
        ------
        SensorError
            When the sensor cannot be reached or refuses before it has streamed at all.
        """
        backoff_s = FIRST_BACKOFF_S
        while True:
            self._streamed_now = False
            try:
                await self._stream_once()
            except SensorError as error:
                self._give_up_or_go_on(error)
            except LOST as error:
                self._give_up_or_go_on(SensorError(self._found.name or self._found.address, str(error)))
            backoff_s = FIRST_BACKOFF_S if self._streamed_now else min(2.0 * backoff_s, LONGEST_BACKOFF_S)
            await self._clock.sleep(backoff_s)

    def _give_up_or_go_on(self, error: SensorError) -> None:
        if not self._streamed:
            raise error
        log.warning("%s; trying again", error)

    async def _stream_once(self) -> None:
        lost = asyncio.Event()
        async with self._connected(lost) as client:
            runner = ScriptRunner(client, self._profile, self._hear)
            try:
                await runner.run(self._profile.start_script(self._settings.rate_hz))
                await subscribe_battery(client, self._hear)
                self._streamed = self._streamed_now = True
                self._emit(LinkChange(self._clock.now_ns(), "connected", self._device))
                await self._watch(lost, runner)
            finally:
                if self._streamed_now:
                    self._emit(LinkChange(self._clock.now_ns(), "disconnected", self._device))
                await self._stop(client, runner)

    @asynccontextmanager
    async def _connected(self, lost: asyncio.Event) -> AsyncIterator[BleakClient]:
        backend: dict[str, Any] = {} if self._radio.client is None else {"backend": self._radio.client}
        client = await establish_connection(
            BleakClientWithServiceCache if self._radio.client is None else BleakClient,
            self._found.device,
            self._found.name or self._found.address,
            disconnected_callback=lambda _client: lost.set(),
            max_attempts=CONNECT_ATTEMPTS,
            **self._radio.arguments,
            **backend,
        )
        try:
            yield client
        finally:
            with suppress(*LOST):
                async with asyncio.timeout(STOP_S):
                    await client.disconnect()

    async def _watch(self, lost: asyncio.Event, runner: ScriptRunner) -> None:
        """Return when the link is lost or the sensor has fallen silent.

        A client says that it is connected even when the system's Bluetooth daemon has died, so silence is
        what tells.
        """
        self._heard_s = kept_s = self._clock.monotonic_s()
        keep_alive = self._profile.keep_alive
        while not lost.is_set():
            await self._clock.sleep(WATCH_S)
            now_s = self._clock.monotonic_s()
            if not self._profile.clock.on_change and now_s - self._heard_s > self._settings.stall_s:
                log.warning("%s: nothing for %.1f s", self._found.name, now_s - self._heard_s)
                return
            if keep_alive is not None and now_s - kept_s >= keep_alive.every_s:
                kept_s = now_s
                await runner.run(keep_alive.step)

    async def _stop(self, client: BleakClient, runner: ScriptRunner) -> None:
        """Send the stop script on every way out, cancellation included."""
        if not client.is_connected or not self._profile.stop:
            return
        with suppress(SensorError, *LOST):
            async with asyncio.timeout(STOP_S):
                await runner.run(self._profile.stop)

    def _hear(self, characteristic: str, payload: bytes) -> None:
        self._heard_s = self._clock.monotonic_s()
        self._emit(Packet(self._clock.now_ns(), characteristic, payload, self._device))
