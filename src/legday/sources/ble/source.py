"""Several sensors as one source of inputs."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial

from legday.core.inputs import Input
from legday.core.setup import SensorSetup, SessionSetup
from legday.errors import SensorError
from legday.sensors.profile import Profile
from legday.sources.ble.find import NO_PROFILE
from legday.sources.ble.host_clock import HostClock
from legday.sources.ble.link import SensorLink
from legday.sources.ble.lookout import Lookout
from legday.sources.ble.radio import Found, Radio
from legday.sources.ble.settings import BleSettings
from legday.sources.ble.target import Target, device_of
from legday.sources.feeds import FeedSource, Offer


class BleSource:
    """Streams one or several sensors, each on a link of its own.

    Parameters
    ----------
    sensors : sequence of (Target, Found)
        What to connect to; every one has a profile.
    radio, settings, clock
        The way to them.

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
        self._sensors: dict[str, tuple[Target, Found, Profile]] = {}
        for target, found in sensors:
            profile = _profile(found)
            profile.start_script(**settings.choices)
            name = device_of(target.site or "thigh", set(self._sensors))
            self._sensors[name] = (target, found, profile)
        self._radio = radio
        self._settings = settings
        self._clock = clock or HostClock()
        self._feeds: FeedSource | None = None

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
        links = [partial(self._keep, device, lookout) for device in self._sensors]
        self._feeds = FeedSource(self.setup, [LinkFeed(link) for link in links])
        try:
            async with aclosing(self._feeds.inputs()) as inputs:
                async for item in inputs:
                    yield item
        finally:
            await lookout.close()

    @property
    def lost(self) -> int:
        """Inputs dropped because nobody took them in time."""
        return 0 if self._feeds is None else self._feeds.lost

    async def _keep(self, device: str, lookout: Lookout, offer: Offer) -> None:
        _target, found, profile = self._sensors[device]
        link = SensorLink(found, profile, device, self._radio, lookout, self._settings, offer, self._clock)
        await link.run()


@dataclass(frozen=True, slots=True)
class LinkFeed:
    """A sensor's link as a feed: ``keep`` keeps it up and hands on what comes."""

    keep: Callable[[Offer], Awaitable[None]]

    async def run(self, offer: Offer) -> None:
        """Hand on what comes, until cancelled."""
        await self.keep(offer)


def _profile(found: Found) -> Profile:
    if found.profile is None:
        raise SensorError(found.title, NO_PROFILE)
    return found.profile
