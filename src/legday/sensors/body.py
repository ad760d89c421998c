"""Raw numbers in and out of the bytes behind a packet's header, for the three ways they are laid out."""

from abc import ABC, abstractmethod
from collections.abc import Mapping

import numpy as np

from legday.sensors.column import format_of, read_column, written_column
from legday.sensors.decoders import PackedDecoder
from legday.sensors.fields import ByteOrder, size_of
from legday.sensors.layout import SampleLayout
from legday.sensors.quantity import RawArray

USED = ("acc", "gyr", "tick")


class Body(ABC):
    """The samples of one kind of packet; numbers are still raw."""

    @abstractmethod
    def raw(self, payload: bytes, count: int, profile: str) -> Mapping[str, RawArray]:
        """Return the raw numbers of ``count`` samples by field: (count, 3) for a vector.

        Raises
        ------
        DecodeError
            Naming ``profile``, where a named decoder finds bytes that it cannot read.
        """

    @abstractmethod
    def encode(self, raw: Mapping[str, RawArray], count: int) -> bytes:
        """Return the bytes of ``count`` samples; fields that nobody uses are zero."""


class Interleaved(Body):
    """Sample by sample: one structured dtype, built once.

    For packets of one sample the record is the whole packet, so that a run of packets can be read at once.
    """

    def __init__(self, layout: SampleLayout, order: ByteOrder) -> None:
        whole = layout.count == 1
        self._base = 0 if whole else layout.at
        self._order = order
        used = [(f, at) for f, (at, _) in zip(layout.fields, layout.spans(), strict=True) if f.name in USED]
        self._fields = [field for field, _ in used]
        self._sample = self._record([at for _, at in used], layout.size)
        shift = layout.at if whole else 0
        self._received = self._record([at + shift for _, at in used], layout.size + shift)

    def _record(self, offsets: list[int], size: int) -> np.dtype[np.void]:
        formats = [format_of(field, self._order) for field in self._fields]
        names = [field.name for field in self._fields]
        return np.dtype({"names": names, "formats": formats, "offsets": offsets, "itemsize": size})

    def raw(self, payload: bytes, count: int, profile: str) -> Mapping[str, RawArray]:  # noqa: ARG002
        """Read ``count`` records."""
        records = np.frombuffer(payload, self._received, count, self._base)
        return {f.name: read_column(records[f.name], f, self._order) for f in self._fields}

    def encode(self, raw: Mapping[str, RawArray], count: int) -> bytes:
        """Write ``count`` records."""
        records = np.zeros(count, self._sample)
        for field in self._fields:
            records[field.name] = written_column(raw[field.name], field, self._order)
        return records.tobytes()


class Planar(Body):
    """All of the first field, then all of the next."""

    def __init__(self, layout: SampleLayout, order: ByteOrder) -> None:
        self._at = layout.at
        self._layout = layout
        self._order = order

    def raw(self, payload: bytes, count: int, profile: str) -> Mapping[str, RawArray]:  # noqa: ARG002
        """Read the arrays one behind the other."""
        found: dict[str, RawArray] = {}
        at = self._at
        for field in self._layout.fields:
            width = size_of(field.type) * field.count
            if field.name in USED:
                records = np.frombuffer(payload, format_of(field, self._order), count, at)
                found[field.name] = read_column(records, field, self._order)
            at += count * width
        return found

    def encode(self, raw: Mapping[str, RawArray], count: int) -> bytes:
        """Write the arrays one behind the other."""
        parts = []
        for field in self._layout.fields:
            array = np.zeros(count, format_of(field, self._order))
            if field.name in USED:
                array[...] = written_column(raw[field.name], field, self._order)
            parts.append(array.tobytes())
        return b"".join(parts)


class Packed(Body):
    """What only a named decoder can read; its columns fill the fields in their order."""

    def __init__(self, layout: SampleLayout, decoder: PackedDecoder) -> None:
        self._at = layout.at
        self._fields = layout.fields
        self._type = layout.fields[0].type
        self._bits = 8 * size_of(self._type)
        self._channels = sum(field.count for field in layout.fields)
        self._decoder = decoder

    def raw(self, payload: bytes, count: int, profile: str) -> Mapping[str, RawArray]:  # noqa: ARG002
        """Unpack the content; floats come as the bit patterns of their type."""
        numbers: RawArray = self._decoder.decode(payload[self._at :], self._bits, self._channels, profile)
        if self._type[0] == "f":
            numbers = numbers.astype(f"i{self._bits // 8}").view(self._type)
        found: dict[str, RawArray] = {}
        start = 0
        for field in self._fields:
            columns = numbers[:, start : start + field.count]
            found[field.name] = columns if field.count > 1 else columns[:, 0]
            start += field.count
        return found

    def encode(self, raw: Mapping[str, RawArray], count: int) -> bytes:
        """Pack the samples."""
        parts = [np.reshape(raw.get(f.name, np.zeros((count, f.count))), (count, -1)) for f in self._fields]
        numbers: RawArray = np.concatenate(parts, axis=1)
        if self._type[0] == "f":
            numbers = np.ascontiguousarray(numbers, self._type).view(f"i{self._bits // 8}")
        return self._decoder.encode(np.asarray(numbers, np.int64), self._bits)
