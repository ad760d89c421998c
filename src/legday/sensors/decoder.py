"""Notifications of one sensor to samples: the way in."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from legday.core.inputs import Packet
from legday.errors import DecodeError
from legday.sensors.decoders import Memory
from legday.sensors.kind import Kind, packet_kinds
from legday.sensors.reassembly import Leftover, Reassembly, whole_packets
from legday.sensors.samples import Clock, Samples

if TYPE_CHECKING:
    from legday.sensors.profile import Profile


@dataclass(slots=True)
class DecoderState:
    """What decoding remembers: facts of the start responses, and packets that have not ended.

    Facts go by name: ``acc_factor``, ``gyr_factor``, ``battery_percent``, ``cadence_steps_per_min``;
    leftovers go by characteristic; ``memory`` is that of the named decoders of texts.
    """

    facts: dict[str, float] = field(default_factory=dict)
    leftovers: dict[str, Leftover] = field(default_factory=dict)
    memory: Memory = field(default_factory=dict)


class Decoder:
    """Decodes the notifications of one sensor, in the order in which they came.

    Parameters
    ----------
    profile : Profile
        Its firmware profile.
    rate_hz, acc_range, gyr_range : float or None
        Chosen at the start, where that differs from the defaults; ranges in the profile's units.

    Attributes
    ----------
    clock : Clock
        How the sensor tells time.
    gyro_clock : Clock or None
        The same for a gyroscope with notifications of its own; None where it shares the accelerometer's.
    news : dict of str to float
        Facts that the latest notification carried.
    state : DecoderState
        All that changes.
    """

    def __init__(
        self,
        profile: "Profile",
        rate_hz: float | None = None,
        acc_range: float | None = None,
        gyr_range: float | None = None,
    ) -> None:
        self.profile = profile.id
        self.clock: Clock = profile.clock_at(rate_hz)
        self.gyro_clock: Clock | None = self.clock if profile.gyroscope == "separate" else None
        self.news: dict[str, float] = {}
        self.state = DecoderState()
        self._kinds = packet_kinds(profile, acc_range, gyr_range)
        self._rules: Mapping[str, Reassembly] = profile.reassembly_by_address()

    def decode(self, packet: Packet) -> list[Samples]:
        """Return the samples that a notification completes; none for a characteristic without samples.

        Raises
        ------
        DecodeError
            Where its bytes are not what the profile says.
        """
        self.news = {}
        kinds = self._kinds.get(packet.characteristic)
        if kinds is None:
            return []
        rule = self._rules.get(packet.characteristic)
        if rule is None:
            return self._read(kinds, packet.payload, packet.arrival_ns)
        leftover = self.state.leftovers.setdefault(packet.characteristic, Leftover())
        whole = whole_packets(rule, packet.payload, leftover, self.profile)
        return self._read_all(kinds, whole, packet.arrival_ns)

    def save(self) -> DecoderState:
        """Return an independent copy of the state."""
        return copy.deepcopy(self.state)

    def restore(self, saved: DecoderState) -> None:
        """Continue from a saved state."""
        self.state = copy.deepcopy(saved)

    def reset(self) -> None:
        """Become equal to a new decoder, as after the link was lost."""
        self.state = DecoderState()

    def _read_all(self, kinds: list[Kind], payloads: list[bytes], arrival_ns: int) -> list[Samples]:
        """Read several packets at once; those of one sample each in one piece."""
        found: list[Samples] = []
        start = 0
        while start < len(payloads):
            kind = self._kind(kinds, payloads[start])
            end = start + 1
            joins = kind.table is not None and kind.table.joins and len(payloads[start]) == kind.table.size
            while joins and end < len(payloads) and self._kind(kinds, payloads[end]) is kind:
                end += 1
            found += self._read_run(kind, payloads[start:end], arrival_ns)
            start = end
        return found

    def _read(self, kinds: list[Kind], payload: bytes, arrival_ns: int) -> list[Samples]:
        return self._read_run(self._kind(kinds, payload), [payload], arrival_ns)

    def _read_run(self, kind: Kind, payloads: list[bytes], arrival_ns: int) -> list[Samples]:
        if kind.table is not None:
            run = payloads[0] if len(payloads) == 1 else b"".join(payloads)
            return [kind.table.decode(run, arrival_ns, self.state.facts, len(payloads))]
        if kind.text is not None:
            return kind.text.decode(payloads[0], arrival_ns, self.state.memory)
        if kind.facts is not None:
            self.news |= kind.facts.decode(payloads[0], self.profile)
        elif kind.layout.holds == "facts":
            self.news |= self._plausible(kind.header.facts(payloads[0]))
        self.state.facts |= self.news
        return []

    def _kind(self, kinds: list[Kind], payload: bytes) -> Kind:
        for kind in kinds:
            if kind.header.fits(payload):
                return kind
        names = " or ".join(kind.layout.name for kind in kinds)
        raise DecodeError(self.profile, f"{len(payload)} bytes {payload[:12].hex(' ')}", names)

    def _plausible(self, facts: dict[str, float]) -> dict[str, float]:
        if not np.isfinite(list(facts.values())).all():
            raise DecodeError(self.profile, f"factors {facts}", "finite numbers")
        return facts
