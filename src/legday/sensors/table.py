"""One packet layout, compiled: bytes to samples and back in few calls."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from legday.core.block import FloatArray
from legday.core.masks import all_true
from legday.errors import DecodeError, EncodeError
from legday.sensors.body import BOTH, Body, Interleaved, Packed, Planar
from legday.sensors.decoders import PackedDecoder, named_decoders
from legday.sensors.header import Header
from legday.sensors.joint import Joint
from legday.sensors.layout import PacketLayout, SampleLayout
from legday.sensors.quantity import Quantity
from legday.sensors.samples import Samples
from legday.sensors.scaling import FLOAT, RawArray

LARGEST_TICK = 2**63 - 1
LARGEST_TIME = 2.0**40
"""Of floating-point ticks: beyond it they could no longer tell the samples of a fast sensor apart."""

BoolArray = NDArray[np.bool_]
Facts = Mapping[str, float]


class Table:
    """Decodes and encodes one kind of packet that holds samples.

    Parameters
    ----------
    profile : str
        Id that errors name.
    layout : PacketLayout
        What the packet looks like.
    samples : SampleLayout
        Its samples.
    quantities : mapping
        The vectors among its fields, by name.
    wrap : int
        Where ticks start again; 0 never.
    """

    def __init__(
        self,
        profile: str,
        layout: PacketLayout,
        samples: SampleLayout,
        quantities: Mapping[str, Quantity],
        wrap: int,
    ) -> None:
        self.layout = layout
        self.header = Header(layout)
        self.joins = samples.count == 1 and samples.arrangement == "interleaved"
        self.size = samples.at + samples.size
        self._profile = profile
        self._samples = samples
        self._stride = samples.size
        self._wrap = wrap
        self._quantities = quantities
        self._body = _body(samples, layout)
        self._joint = Joint(quantities["acc"], quantities["gyr"]) if self._body.joined else None
        self._ticked = any(field.name == "tick" for field in samples.fields)

    def decode(self, payload: bytes, arrival_ns: int, facts: Facts, frames: int = 1) -> Samples:
        """Return the samples of a packet, or of ``frames`` packets of one sample each in a row.

        Raises
        ------
        DecodeError
            Where length or numbers are not what the layout says.
        """
        count = self._count(payload) if frames == 1 else frames
        raw = self._body.raw(payload, count, self._profile)
        acc, gyr, both, clipped = None, None, None, None
        if self._joint is not None:
            both = self._joint.to_si(raw[BOTH])
            acc, gyr = both[:, :3], both[:, 3:]
            if not self._joint.is_within(both):
                clipped = _either(self._clipped("acc", acc, facts), self._clipped("gyr", gyr, facts))
        if "acc" in raw:
            acc = self._quantities["acc"].to_si(raw["acc"], facts)
            clipped = self._clipped("acc", acc, facts)
        if "gyr" in raw:
            gyr = self._quantities["gyr"].to_si(raw["gyr"], facts)
            clipped = _either(clipped, self._clipped("gyr", gyr, facts))
        return Samples(arrival_ns, acc, gyr, self._ticks(payload, raw, frames), clipped, both)

    def encode(self, samples: Samples, tick: int | None, counter: int, facts: Facts) -> bytes:
        """Return the packet of these samples; ``tick`` and ``counter`` are the header's, where it has them.

        Raises
        ------
        EncodeError
            For samples without what the packet carries.
        """
        raw: dict[str, RawArray] = {}
        for name, quantity in self._quantities.items():
            values: FloatArray | None = getattr(samples, name)
            if values is None:
                raise EncodeError(self._profile, f"samples without {name}", f"{name} in {self.layout.name}")
            raw[name] = quantity.to_raw(values, facts)
        if self._ticked:
            if samples.ticks is None:
                raise EncodeError(self._profile, "samples without ticks", "a tick each")
            raw["tick"] = samples.ticks % self._wrap if self._wrap else samples.ticks
        packet = self.header.encode(self._samples.at, tick=tick, counter=counter, count=len(samples))
        packet += self._body.encode(raw, len(samples))
        return packet + bytes(max(0, (self.layout.padded_to or 0) - len(packet)))

    def _count(self, payload: bytes) -> int:
        samples, length = self._samples, len(payload)
        if samples.decoder is not None:
            return 0
        if samples.count == "length":
            count, rest = divmod(length - samples.at, self._stride)
            if count < 1 or rest:
                wanted = f"{samples.at} + n x {self._stride} bytes of {self.layout.name}"
                raise DecodeError(self._profile, f"{length} bytes", wanted)
            return count
        count = self.header.count(payload) if samples.count == "header" else samples.count
        end = samples.at + count * self._stride
        if count < 1 or (length != end and not self._is_padded(payload, end)):
            raise DecodeError(self._profile, f"{length} bytes", f"{end} bytes of {self.layout.name}")
        return count

    def _is_padded(self, payload: bytes, end: int) -> bool:
        return len(payload) == self.layout.padded_to and end < len(payload) and not any(payload[end:])

    def _clipped(self, name: str, values: FloatArray, facts: Facts) -> BoolArray | None:
        """Return which samples stand at the end of the range, None where none does."""
        clip, beyond = self._quantities[name].limits(facts)
        size = np.abs(values)
        peak = np.maximum.reduce(size, axis=None)
        if not peak < beyond:
            raise DecodeError(self._profile, f"{name} of {peak:g}", f"a number below {beyond:g}")
        clipped: BoolArray | None = None if peak < clip else np.any(size >= clip, axis=1)
        return clipped

    def _ticks(self, payload: bytes, raw: Mapping[str, RawArray], frames: int) -> RawArray | None:
        if self._ticked:
            ticks = raw["tick"]
            if ticks.dtype.kind != "f":
                return ticks.astype(np.int64)
            times = ticks.astype(FLOAT)
            if not all_true(np.abs(times) < LARGEST_TIME):
                last = np.max(np.abs(times))
                raise DecodeError(self._profile, f"a time of {last:g}", f"a number below {LARGEST_TIME:g}")
            return times
        if self.header.tick is None:
            return None
        read = [self.header.tick(payload, frame * self.size) for frame in range(frames)]
        if max(read) > LARGEST_TICK:
            raise DecodeError(self._profile, f"a tick of {max(read)}", f"at most {LARGEST_TICK}")
        return np.array(read, np.int64)


def _body(samples: SampleLayout, layout: PacketLayout) -> Body:
    if samples.decoder is not None:
        decoder = named_decoders().get(samples.decoder)
        if isinstance(decoder, PackedDecoder):
            return Packed(samples, decoder)
        known = [name for name, each in named_decoders().items() if isinstance(each, PackedDecoder)]
        raise ValueError(f"no decoder {samples.decoder!r} of samples; known: {', '.join(known)}")
    if samples.arrangement == "planar":
        return Planar(samples, layout.byte_order)
    return Interleaved(samples, layout.byte_order)


def _either(one: BoolArray | None, other: BoolArray | None) -> BoolArray | None:
    if one is None or other is None:
        return one if other is None else other
    return one | other
