"""Raw numbers in and out of the bytes behind a packet's header, for the three ways they are laid out."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

import numpy as np

from legday.sensors.column import format_of, format_of_both, read_column, written_column
from legday.sensors.decoders import PackedDecoder
from legday.sensors.fields import VECTORS, ByteOrder, SampleField, size_of
from legday.sensors.layout import SampleLayout
from legday.sensors.scaling import RawArray

USED = ("acc", "gyr", "tick")
BOTH = "acc and gyr"
"""Instead of the two, where they lie side by side and are of one type: six columns."""


class Body(ABC):
    """The samples of one kind of packet; numbers are still raw.

    Attributes
    ----------
    joined : bool
        Whether acceleration and angular rate are read as one, under `BOTH`.
    """

    joined = False

    @abstractmethod
    def raw(self, payload: bytes, count: int, profile: str) -> Mapping[str, RawArray]:
        """Return the raw numbers of ``count`` samples by field: (count, 3) for a vector, (count, 6) for both.

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
        formats = [(field.name, format_of(field, order), at) for field, at in used]
        self._sample = _record(formats, layout.size)
        together = _side_by_side(used, order)
        self.joined = together is not None
        if together is not None:
            formats = [each for each in formats if each[0] not in VECTORS] + [(BOTH, *together)]
        self._names = [name for name, _, _ in formats]
        self._three_bytes = [field for field in self._fields if size_of(field.type) == 3]
        shift = layout.at if whole else 0
        received = [(name, number, at + shift) for name, number, at in formats]
        self._received = _record(received, layout.size + shift)

    def raw(self, payload: bytes, count: int, profile: str) -> Mapping[str, RawArray]:  # noqa: ARG002
        """Read ``count`` records."""
        records = np.frombuffer(payload, self._received, count, self._base)
        found: dict[str, RawArray] = {name: records[name] for name in self._names}
        for field in self._three_bytes:
            found[field.name] = read_column(found[field.name], field, self._order)
        return found

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


def _record(formats: list[tuple[str, Any, int]], size: int) -> np.dtype[np.void]:
    """Return the dtype of a record of ``size`` bytes with these names, formats and offsets."""
    names, numbers, offsets = map(list, zip(*formats, strict=True)) if formats else ([], [], [])
    return np.dtype({"names": names, "formats": numbers, "offsets": offsets, "itemsize": size})


def _side_by_side(used: list[tuple[SampleField, int]], order: ByteOrder) -> tuple[Any, int] | None:
    """Return format and offset of acceleration and angular rate as one, where they can be read so."""
    places = {field.name: (field, at) for field, at in used}
    if not all(name in places and not places[name][0].factor for name in VECTORS):
        return None
    (acc, acc_at), (gyr, gyr_at) = places["acc"], places["gyr"]
    both = format_of_both(acc, gyr, order)
    return (both, acc_at) if both is not None and gyr_at == acc_at + size_of(acc.type) * acc.count else None
