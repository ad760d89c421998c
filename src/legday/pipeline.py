"""One sensor: packets to events. Sync and pure; live, replay, evaluation and tuning all run it."""

from collections.abc import Mapping
from typing import Any

from legday.core.events import Event, Link
from legday.core.inputs import LinkChange, Packet
from legday.core.setup import SensorSetup
from legday.exercises import exercise as find_exercise
from legday.sample_pipeline import SamplePipeline
from legday.sensors.decoders.take import PROFILE as TAKE
from legday.sensors.intake import Intake
from legday.sensors.profile import Profile


class Pipeline(SamplePipeline):
    """Decode, keep time, find the motion, count.

    Parameters
    ----------
    setup : SensorSetup
        The sensor; its rate and ranges stand over the profile's.
    profile : Profile
        How its packets are read.
    params, signals
        As in `SamplePipeline`.
    """

    def __init__(
        self,
        setup: SensorSetup,
        profile: Profile,
        params: Mapping[str, Mapping[str, Any]] | None = None,
        *,
        signals: bool = False,
    ) -> None:
        super().__init__(setup, params, signals=signals)
        self.intake = Intake(setup, profile)

    def push(self, packet: Packet) -> list[Event]:
        """Take a notification and return the events it decides; bytes that mean nothing are counted."""
        return self.digest(self.intake.push(packet), self.intake.grid_hz)

    def finish(self) -> list[Event]:
        """Return what the intake and the detector still hold at the end of the stream."""
        events = self.digest(self.intake.finish(), self.intake.grid_hz or self._grid_hz)
        return events + super().finish()

    def choose(self, exercise: str | None, params: Mapping[str, Any] | None = None) -> list[Event]:
        """Count ``exercise`` from here on, and the samples that wait as what was counted so far.

        Raises
        ------
        UnknownExerciseError
            With the names there are; the exercise so far goes on.
        """
        name = None if exercise is None else find_exercise(exercise).name
        waited = self.digest(self.intake.release(), self._grid_hz)
        return [*waited, *super().choose(name, params)]

    def link_changed(self, change: LinkChange) -> list[Event]:
        """Note that the radio link came up or went down; what was counted stays."""
        events: list[Event] = []
        if change.state == "disconnected":
            events = self.digest(self.intake.interrupt(), self.intake.grid_hz)
        link = Link(serial=self.take_serial(), decided_s=self.now_s, t_s=self.now_s, state=change.state)
        return [*events, self._own(link)]

    @property
    def offset_s(self) -> float | None:
        """Host time less device time, s; None before the first sample. Takes have no other clock: 0."""
        if self.setup.profile == TAKE:
            return 0.0
        arrival_ns = self.intake.arrival_ns_of(self.now_s)
        return None if arrival_ns is None else arrival_ns * 1e-9 - self.now_s

    def time_of(self, at_ns: int) -> float | None:
        """Return the sensor's time at a host time, s; None before the first sample."""
        return self.intake.time_of(at_ns)
