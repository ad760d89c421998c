"""Several sensors as one source of inputs."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence

from legday.core.inputs import Input
from legday.core.setup import SensorSetup, SessionSetup
from legday.errors import SensorError
from legday.sensors.profile import Profile
from legday.sources.ble.find import NO_PROFILE
from legday.sources.ble.link import HostClock, SensorLink
from legday.sources.ble.lookout import Lookout
from legday.sources.ble.radio import Found, Radio
from legday.sources.ble.settings import BleSettings
from legday.sources.ble.target import Target, device_of

log = logging.getLogger(__name__)

WAITING_INPUTS = 4096
"""Inputs between the radio and the service; what is more is dropped and counted in `BleSource.lost`."""


class BleSource:
    """Streams one or several sensors, each on a link of its own.

    Parameters
    ----------
    sensors : sequence of (Target, Found)
        What to connect to; every one has a profile.
    radio, settings, clock
        The way to them.

    Attributes
    ----------
    lost : int
        Inputs dropped because nobody took them in time.

    Raises
    ------
    SensorError
        For a device that no profile knows.
    ProfileError
        For a rate that one of them does not offer, with those that it does.
    """

    waits = False

    def __init__(
        self,
        sensors: Sequence[tuple[Target, Found]],
        radio: Radio,
        settings: BleSettings,
        clock: HostClock | None = None,
    ) -> None:
        self.lost = 0
        self._sensors: dict[str, tuple[Target, Found, Profile]] = {}
        for target, found in sensors:
            profile = _profile(found)
            profile.start_script(**settings.choices)
            name = device_of(target.site or "thigh", set(self._sensors))
            self._sensors[name] = (target, found, profile)
        self._radio = radio
        self._settings = settings
        self._clock = clock or HostClock()
        self._queue: asyncio.Queue[Input | BaseException] = asyncio.Queue()

    @property
    def setup(self) -> SessionSetup:
        """The session that goes with it; nothing is counted until an exercise is chosen."""
        setups = tuple(
            SensorSetup(
                device=device,
                profile=profile.id,
                site=target.site or "unknown",
                person=target.person,
                **self._settings.choices,
            )
            for device, (target, _found, profile) in self._sensors.items()
        )
        return SessionSetup(recording="live", sensors=setups)

    async def inputs(self) -> AsyncGenerator[Input, None]:
        """Yield what the sensors send; closing it stops and lets go of every one.

        Raises
        ------
        SensorError
            When the last sensor could not be started; one that fails beside others is logged.
        """
        known = {profile.id: profile for _target, _found, profile in self._sensors.values()}
        lookout = Lookout(self._radio, known)
        links = [asyncio.create_task(self._keep(device, lookout)) for device in self._sensors]
        for link in links:
            link.add_done_callback(self._ended)
        failed = 0
        try:
            while True:
                item = await self._queue.get()
                if not isinstance(item, BaseException):
                    yield item
                    continue
                failed += 1
                if failed == len(links) or not isinstance(item, SensorError):
                    raise item
                log.warning("%s; the other sensors go on", item)
        finally:
            for link in links:
                link.cancel()
            await asyncio.gather(*links, return_exceptions=True)
            await lookout.close()

    async def _keep(self, device: str, lookout: Lookout) -> None:
        _target, found, profile = self._sensors[device]
        link = SensorLink(
            found, profile, device, self._radio, lookout, self._settings, self._offer, self._clock
        )
        await link.run()

    def _ended(self, link: asyncio.Task[None]) -> None:
        """Hand on why a link has ended for good."""
        if not link.cancelled() and (error := link.exception()) is not None:
            self._queue.put_nowait(error)

    def _offer(self, item: Input) -> None:
        if self._queue.qsize() < WAITING_INPUTS:
            self._queue.put_nowait(item)
            return
        self.lost += 1
        if self.lost == 1:
            log.warning("nobody takes what the sensors send: inputs are lost")


def _profile(found: Found) -> Profile:
    if found.profile is None:
        raise SensorError(found.title, NO_PROFILE)
    return found.profile
