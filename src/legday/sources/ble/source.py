"""Several sensors as one source of inputs."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Mapping, Sequence

from legday.core.inputs import Input
from legday.core.setup import SensorSetup, SessionSetup
from legday.errors import SensorError
from legday.sensors.profile import Profile
from legday.sources.ble.link import HostClock, SensorLink
from legday.sources.ble.radio import Found, Radio, find
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
        self._sensors = [(_device(sensors, index), *pair) for index, pair in enumerate(sensors)]
        self._radio = radio
        self._settings = settings
        self._clock = clock or HostClock()
        self._queue: asyncio.Queue[Input | SensorError] = asyncio.Queue(WAITING_INPUTS)

    @property
    def setup(self) -> SessionSetup:
        """The session that goes with it; nothing is counted until an exercise is chosen."""
        setups = tuple(
            SensorSetup(
                device=device,
                profile=_profile(found).id,
                site=target.site or "unknown",
                person=target.person,
                rate_hz=self._settings.rate_hz,
            )
            for device, target, found in self._sensors
        )
        return SessionSetup(recording="live", sensors=setups)

    async def inputs(self) -> AsyncGenerator[Input, None]:
        """Yield what the sensors send; closing it stops and lets go of every one.

        Raises
        ------
        SensorError
            When the last sensor could not be started; one that fails beside others is logged.
        """
        links = [asyncio.create_task(self._keep(*sensor)) for sensor in self._sensors]
        failed = 0
        try:
            while True:
                item = await self._queue.get()
                if not isinstance(item, SensorError):
                    yield item
                    continue
                failed += 1
                if failed == len(links):
                    raise item
                log.warning("%s; the other sensors go on", item)
        finally:
            for link in links:
                link.cancel()
            await asyncio.gather(*links, return_exceptions=True)

    async def _keep(self, device: str, _target: Target, found: Found) -> None:
        link = SensorLink(
            found, _profile(found), device, self._radio, self._settings, self._offer, self._clock
        )
        try:
            await link.run()
        except SensorError as error:
            await self._queue.put(error)

    def _offer(self, item: Input) -> None:
        try:
            self._queue.put_nowait(item)
        except asyncio.QueueFull:
            self.lost += 1


async def find_all(
    targets: Sequence[Target], radio: Radio, known: Mapping[str, Profile], seconds: float
) -> list[tuple[Target, Found]]:
    """Return the sensors that are meant, looked for one after another.

    Raises
    ------
    SensorError
        When none of them is there; some that are missing beside others are logged.
    """
    present: list[tuple[Target, Found]] = []
    missing: list[SensorError] = []
    for target in targets:
        try:
            present.append((target, await find(radio, target, known, seconds)))
        except SensorError as error:
            missing.append(error)
    if missing and not present:
        raise missing[0]
    for absent in missing:
        log.warning("%s; the other sensors go on", absent)
    return present


def _device(sensors: Sequence[tuple[Target, Found]], index: int) -> str:
    taken: set[str] = set()
    for target, _found in sensors[: index + 1]:
        name = device_of(target.site or "thigh", taken)
        taken.add(name)
    return name


def _profile(found: Found) -> Profile:
    if found.profile is None:
        raise SensorError(found.name or found.address, "no profile knows this device")
    return found.profile
