"""Samples to the notifications that a sensor would send: what the virtual sensor speaks."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from legday.core.inputs import Packet
from legday.errors import EncodeError
from legday.sensors.fields import VECTORS
from legday.sensors.reassembly import as_notifications
from legday.sensors.samples import Samples
from legday.sensors.table import Table
from legday.sensors.text import Text

if TYPE_CHECKING:
    from legday.sensors.profile import Profile


@dataclass(slots=True)
class EncoderState:
    """What encoding remembers: how many packets of each kind went out, and the factors in force."""

    sent: dict[str, int] = field(default_factory=dict)
    facts: dict[str, float] = field(default_factory=dict)


class Encoder:
    """Encodes samples of one sensor by the same layout that decodes them.

    Parameters
    ----------
    profile : Profile
        Its firmware profile.
    device : str
        Name of the sensor within the session, for the packets.
    acc_range, gyr_range : float or None
        Chosen at the start, where that differs from the defaults; ranges in the profile's units.
    speaks : tuple of str
        Names of packet layouts that go before others for the same vectors.

    Attributes
    ----------
    samples_per_packet : int
        Samples that the sensor usually sends in one notification.
    always_full : bool
        It always sends so many: fewer wait for the rest.
    state : EncoderState
        All that changes.
    """

    def __init__(
        self,
        profile: "Profile",
        device: str = "thigh",
        acc_range: float | None = None,
        gyr_range: float | None = None,
        speaks: tuple[str, ...] = (),
    ) -> None:
        self.profile = profile.id
        self.device = device
        self.clock = profile.clock_at(None)
        self.state = EncoderState()
        self._tables: dict[tuple[str, ...], Table | Text] = {}
        for layout in sorted(profile.packet, key=lambda layout: layout.name not in speaks):
            table = profile.table(layout, acc_range, gyr_range) or profile.text(layout)
            if table is None:
                continue
            for vectors in layout.carries:
                self._tables.setdefault(vectors, table)
        self._addresses = profile.characteristics
        self._rules = profile.reassembly_by_address()
        first = next((table.layout for table in self._tables.values()), profile.packet[0])
        self.samples_per_packet = first.samples_per_packet
        self.always_full = first.fixed_count is not None

    def encode(self, samples: Samples) -> list[Packet]:
        """Return the notifications that carry these samples, all arriving at ``samples.arrival_ns``.

        A layout with a fixed number of samples in a packet makes as many packets as it takes; any other one.
        ``ticks`` are as decoded, or one each where there are several packets.

        Raises
        ------
        EncodeError
            For samples that no packet of the profile can carry.
        """
        packets = []
        for part, table in self._parts(samples):
            address = self._addresses[table.layout.characteristic]
            for piece in _pieces(part, table.layout.fixed_count, self.profile):
                payload = self._encode(piece, table)
                packets += [
                    Packet(samples.arrival_ns, address, notification, self.device)
                    for notification in as_notifications(self._rules.get(address), payload)
                ]
        return packets

    def save(self) -> EncoderState:
        """Return an independent copy of the state."""
        return copy.deepcopy(self.state)

    def restore(self, saved: EncoderState) -> None:
        """Continue from a saved state."""
        self.state = copy.deepcopy(saved)

    def _parts(self, samples: Samples) -> Iterator[tuple[Samples, Table | Text]]:
        """Yield what goes into packets of one kind, with the table that writes them."""
        vectors = tuple(name for name in VECTORS if getattr(samples, name) is not None)
        if vectors in self._tables:
            yield samples, self._tables[vectors]
            return
        if len(vectors) < 2 or any((name,) not in self._tables for name in vectors):
            spoken = " or ".join("+".join(each) for each in self._tables)
            raise EncodeError(self.profile, f"samples of {'+'.join(vectors) or 'nothing'}", spoken or "none")
        yield replace(samples, gyr=None), self._tables[("acc",)]
        yield replace(samples, acc=None), self._tables[("gyr",)]

    def _encode(self, samples: Samples, table: Table | Text) -> bytes:
        if isinstance(table, Text):
            return table.encode(samples)
        name = table.layout.name
        counter = self.state.sent.get(name, 0)
        self.state.sent[name] = counter + 1
        tick = self._tick(samples) if table.header.tick is not None else None
        return table.encode(samples, tick, counter, self.state.facts)

    def _tick(self, samples: Samples) -> int:
        if samples.ticks is None or len(samples.ticks) == 0:
            raise EncodeError(self.profile, "samples without ticks", "the tick of the packet")
        tick = int(samples.ticks[-1 if self.clock.stamps == "last" else 0])
        return tick % self.clock.wrap if self.clock.wrap else tick


def _pieces(samples: Samples, count: int | None, profile: str) -> Iterator[Samples]:
    """Cut into packets of ``count`` samples, where the layout fixes it."""
    if count is None or len(samples) == count:
        yield samples
        return
    if len(samples) % count:
        raise EncodeError(profile, f"{len(samples)} samples", f"a multiple of {count}")
    for start in range(0, len(samples), count):
        part = slice(start, start + count)
        yield Samples(
            samples.arrival_ns,
            None if samples.acc is None else samples.acc[part],
            None if samples.gyr is None else samples.gyr[part],
            None if samples.ticks is None else samples.ticks[part],
        )
