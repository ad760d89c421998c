"""A sensor that tells a cadence and no motion, such as a foot pod: its word beside what the others count."""

from legday.core.events import Cadence, Event, Link
from legday.core.inputs import LinkChange, Packet
from legday.core.setup import SensorSetup
from legday.errors import DecodeError
from legday.sensors.fields import CADENCE
from legday.sensors.profile import Profile

SECONDS_PER_MINUTE = 60.0


class CadenceMeter:
    """Turns each cadence that the sensor tells into an event of its own; it counts nothing.

    It has no clock: its time is the host's since its first packet.

    Parameters
    ----------
    setup : SensorSetup
        The sensor.
    profile : Profile
        How its packets are read.
    """

    def __init__(self, setup: SensorSetup, profile: Profile) -> None:
        self.setup = setup
        self.bad_packets = 0
        self.now_s = 0.0
        self._decoder = profile.decoder()
        self._first_ns: int | None = None
        self._serial = 0

    def push(self, packet: Packet) -> list[Event]:
        """Take a notification and return the cadence that it tells; bytes that mean nothing are counted."""
        try:
            self._decoder.decode(packet)
        except DecodeError:
            self.bad_packets += 1
            return []
        if CADENCE not in self._decoder.news:
            return []
        self._pass(packet.arrival_ns)
        steps_per_s = self._decoder.news[CADENCE] / SECONDS_PER_MINUTE
        return [
            Cadence(
                serial=self._take_serial(),
                device=self.setup.device,
                decided_s=self.now_s,
                t_s=self.now_s,
                steps_per_s=steps_per_s,
            )
        ]

    def link_changed(self, change: LinkChange) -> list[Event]:
        """Note that the radio link came up or went down."""
        now_s = self.now_s
        serial = self._take_serial()
        return [Link(serial=serial, device=self.setup.device, decided_s=now_s, t_s=now_s, state=change.state)]

    def _pass(self, arrival_ns: int) -> None:
        if self._first_ns is None:
            self._first_ns = arrival_ns
        self.now_s = max(self.now_s, (arrival_ns - self._first_ns) * 1e-9)

    def _take_serial(self) -> int:
        self._serial += 1
        return self._serial - 1
