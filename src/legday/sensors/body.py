"""Raw numbers in and out of the bytes behind a packet's header, for the three ways they are laid out."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

import numpy as np

from legday.sensors.decoders import PackedDecoder
from legday.sensors.layout import ByteOrder, SampleField, SampleLayout, size_of
from legday.sensors.quantity import RawArray

USED = ("acc", "gyr", "tick")


class Body(ABC):
    """The samples of one kind of packet; numbers are still raw.

    ``size`` is the bytes of one sample, 0 where it varies.
    """

    size: int

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

    ``base`` is where the first record starts; for packets of one sample the record is the whole packet, so
    that a run of packets can be read at once.
    """

    def __init__(self, layout: SampleLayout, order: ByteOrder) -> None:
        whole = layout.count == 1
        self.size = layout.size
        self.base = 0 if whole else layout.at
        shift = layout.at if whole else 0
        used = [(f, at) for f, at in zip(layout.fields, layout.offsets(), strict=True) if f.name in USED]
        self._fields = [field for field, _ in used]
        self._dtype = np.dtype(
            {
                "names": [field.name for field in self._fields],
                "formats": [_format(field, field.byte_order or order) for field in self._fields],
                "offsets": [at + shift for _, at in used],
                "itemsize": layout.size + shift,
            }
        )
        self._sample = np.dtype(
            {
                "names": [field.name for field in self._fields],
                "formats": [_format(field, field.byte_order or order) for field in self._fields],
                "offsets": [at for _, at in used],
                "itemsize": layout.size,
            }
        )
        self._order = order

    def raw(self, payload: bytes, count: int, profile: str) -> Mapping[str, RawArray]:  # noqa: ARG002
        """Read ``count`` records."""
        records = np.frombuffer(payload, self._dtype, count, self.base)
        return {f.name: _read(records[f.name], f, self._order) for f in self._fields}

    def encode(self, raw: Mapping[str, RawArray], count: int) -> bytes:
        """Write ``count`` records."""
        records = np.zeros(count, self._sample)
        for field in self._fields:
            records[field.name] = _written(raw[field.name], field, self._order)
        return records.tobytes()


class Planar(Body):
    """All of the first field, then all of the next."""

    def __init__(self, layout: SampleLayout, order: ByteOrder) -> None:
        self.size = layout.size
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
                records = np.frombuffer(payload, _format(field, field.byte_order or self._order), count, at)
                found[field.name] = _read(records, field, self._order)
            at += count * width
        return found

    def encode(self, raw: Mapping[str, RawArray], count: int) -> bytes:
        """Write the arrays one behind the other."""
        parts = []
        for field in self._layout.fields:
            array = np.zeros(count, _format(field, field.byte_order or self._order))
            if field.name in USED:
                array[...] = _written(raw[field.name], field, self._order)
            parts.append(array.tobytes())
        return b"".join(parts)


class Packed(Body):
    """Bits that only a named decoder can unpack."""

    size = 0

    def __init__(self, layout: SampleLayout, decoder: PackedDecoder) -> None:
        self._at = layout.at
        self._field = layout.fields[0]
        self._bits = 8 * size_of(self._field.type)
        self._decoder = decoder

    def raw(self, payload: bytes, count: int, profile: str) -> Mapping[str, RawArray]:  # noqa: ARG002
        """Unpack the content; floats come as the bit patterns of their type."""
        numbers = self._decoder.decode(payload[self._at :], self._bits, self._field.count, profile)
        if self._field.type[0] == "f":
            return {self._field.name: numbers.astype(f"i{self._bits // 8}").view(self._field.type)}
        return {self._field.name: numbers}

    def encode(self, raw: Mapping[str, RawArray], count: int) -> bytes:  # noqa: ARG002
        """Pack the samples."""
        numbers = raw[self._field.name]
        if self._field.type[0] == "f":
            numbers = np.ascontiguousarray(numbers, self._field.type).view(f"i{self._bits // 8}")
        return self._decoder.encode(np.asarray(numbers, np.int64), self._bits)


def _format(field: SampleField, order: ByteOrder) -> Any:
    mark = "<" if order == "little" else ">"
    if size_of(field.type) == 3:
        return ("u1", (field.count, 3))
    number = f"{mark}{field.type}"
    return number if field.count == 1 else (number, (field.count,))


def _read(column: RawArray, field: SampleField, packet_order: ByteOrder) -> RawArray:
    if size_of(field.type) != 3:
        return column
    digits = column if (field.byte_order or packet_order) == "little" else column[..., ::-1]
    wide = digits.astype(np.int64)
    numbers: RawArray = wide[..., 0] | wide[..., 1] << 8 | wide[..., 2] << 16
    if field.type[0] == "i":
        numbers = numbers - ((numbers & 0x800000) << 1)
    return numbers if field.count > 1 else numbers[:, 0]


def _written(numbers: RawArray, field: SampleField, packet_order: ByteOrder) -> RawArray:
    if size_of(field.type) != 3:
        return numbers
    wide = np.asarray(numbers, np.int64).reshape(len(numbers), field.count)
    digits = np.stack([wide & 0xFF, wide >> 8 & 0xFF, wide >> 16 & 0xFF], axis=-1).astype(np.uint8)
    return digits if (field.byte_order or packet_order) == "little" else digits[..., ::-1]
