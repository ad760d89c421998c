"""One sensor's notifications to uniform samples: decoder and timeline, joined."""

from legday.core.inputs import Packet
from legday.core.setup import SensorSetup
from legday.errors import DecodeError
from legday.sensors.gather import Gather, Piece
from legday.sensors.profile import Profile
from legday.sensors.timeline import Timeline
from legday.sensors.timeline.health import Health

__all__ = ["Intake", "Piece"]


class Intake:
    """Decode notifications and keep their time.

    Parameters
    ----------
    setup : SensorSetup
        The sensor; its rate and ranges stand over the profile's.
    profile : Profile
        How its packets are read.

    Attributes
    ----------
    bad_packets : int
        Notifications whose bytes meant nothing.
    """

    def __init__(self, setup: SensorSetup, profile: Profile) -> None:
        self.bad_packets = 0
        self._decoder = profile.decoder(setup.rate_hz, setup.acc_range, setup.gyr_range)
        self._timeline = Timeline(self._decoder.clock, self._decoder.gyro_clock)
        self._gather = Gather()

    def push(self, packet: Packet) -> list[Piece]:
        """Return the samples and holes that a notification decides; bytes that mean nothing are counted."""
        try:
            decoded = self._decoder.decode(packet)
        except DecodeError:
            self.bad_packets += 1
            return []
        pieces = [piece for samples in decoded for piece in self._timeline.push(samples)]
        return self._gather.push(pieces, self.grid_hz or 0.0)

    def interrupt(self) -> list[Piece]:
        """Return what was held back when the link broke; half a notification is forgotten."""
        self._decoder.reset()
        return self.finish()

    def finish(self) -> list[Piece]:
        """Return what was held back at the end of the stream."""
        return [*self._gather.push(self._timeline.finish(), self.grid_hz or 0.0), *self._gather.flush()]

    def release(self) -> list[Piece]:
        """Return the samples that wait for others, because something happens between them."""
        return self._gather.flush()

    @property
    def grid_hz(self) -> float | None:
        """Rate of the grid, Hz; None while it is not known."""
        return self._timeline.grid_hz

    @property
    def health(self) -> Health:
        """What the samples suffered on their way so far."""
        return self._timeline.health

    @property
    def battery_percent(self) -> float | None:
        """What the sensor's own packets say is left in its battery; None where they do not."""
        return self._decoder.state.facts.get("battery_percent")

    def arrival_ns_of(self, t_s: float) -> int | None:
        """Return the host time of a device time, ns; None before the first sample."""
        return self._timeline.arrival_of(t_s)

    def time_of(self, at_ns: int) -> float | None:
        """Return the device time at a host time, s; None before the first sample."""
        return self._timeline.time_of(at_ns)
