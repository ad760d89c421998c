"""A virtual thigh sensor: the simulated athlete of the demo, in a real sensor's bytes."""

from collections.abc import AsyncGenerator, Iterator
from dataclasses import replace

from legday.core.inputs import Input
from legday.core.setup import SessionSetup
from legday.sensors.profile import Profile
from legday.sensors.registry import profile as find_profile
from legday.simulate.demo import demo_inputs, demo_setup
from legday.simulate.radio import Radio
from legday.sources._pacing import Pace, until, with_ticks
from legday.sources.virtual_settings import VirtualSettings

OPEN_RATE_HZ = 100.0
"""Of a sensor whose profile leaves the rate open."""


class VirtualSource:
    """The demo's packets and commands, at the pace of the athlete.

    Parameters
    ----------
    settings : VirtualSettings
        Which sensor it is.
    start_ns : int
        Host time of the first sample.
    pace : Pace
        How fast it goes.
    seconds : float or None
        Where it ends; None never does.

    Raises
    ------
    ProfileError
        For a profile that is not there.
    """

    waits = True

    def __init__(
        self, settings: VirtualSettings, start_ns: int, pace: Pace, seconds: float | None = None
    ) -> None:
        self._settings = settings
        self._start_ns = start_ns
        self._pace = pace
        self._seconds = seconds
        self._profile: Profile = find_profile(settings.profile)

    @property
    def setup(self) -> SessionSetup:
        """The session that goes with it."""
        return demo_setup(self._profile)

    def all_inputs(self) -> Iterator[Input]:
        """Yield the inputs without waiting."""
        radio = replace(Radio(), start_ns=self._start_ns, loss=self._settings.loss)
        rate_hz = OPEN_RATE_HZ if self._profile.rate is None else self._profile.rate.default_hz
        return until(
            with_ticks(demo_inputs(self._profile, rate_hz, self._settings.seed, radio)), self._seconds
        )

    def inputs(self) -> AsyncGenerator[Input, None]:
        """Yield the inputs when their time has come."""
        return self._pace.follow(self.all_inputs())
