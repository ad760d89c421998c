"""The header of a packet, compiled: does it fit, what does it read, how is it written."""

import struct
from collections.abc import Callable

from legday.sensors.fields import FACTS, ByteOrder, NumberType, size_of
from legday.sensors.layout import PacketLayout

Reader = Callable[[bytes, int], int]
FLOATS = {"f4": "f", "f8": "d"}


class Header:
    """The header fields of one packet layout.

    Attributes
    ----------
    tick : callable or None
        Reads the tick of the packet that starts at an offset.
    """

    def __init__(self, layout: PacketLayout) -> None:
        spans = layout.header_spans()
        self.size = max((end for _, end in spans), default=0)
        self._fields = [
            (field, at, field.byte_order or layout.byte_order)
            for field, (at, _) in zip(layout.header, spans, strict=True)
        ]
        marks = [(f, at, order, size_of(f.type)) for f, at, order in self._fields if f.equals is not None]
        self._marks = [
            (at, at + size, (f.equals or 0).to_bytes(size, order, signed=f.type[0] == "i"))
            for f, at, order, size in marks
            if f.mask is None
        ]
        self._masked = [
            (at, at + size, order, f.type[0] == "i", f.mask, f.equals or 0)
            for f, at, order, size in marks
            if f.mask is not None
        ]
        self.tick = self._reader("tick")
        self._count = self._reader("count")

    def fits(self, payload: bytes) -> bool:
        """Return whether the packet is long enough and reads what the layout says."""
        if len(payload) < self.size:
            return False
        for start, end, digits in self._marks:
            if payload[start:end] != digits:
                return False
        for start, end, order, signed, mask, wanted in self._masked:
            if int.from_bytes(payload[start:end], order, signed=signed) & mask != wanted:
                return False
        return True

    def count(self, payload: bytes) -> int:
        """Return the number of samples that the header gives."""
        return 0 if self._count is None else self._count(payload, 0)

    def facts(self, payload: bytes) -> dict[str, float]:
        """Return the facts that the header gives."""
        found: dict[str, float] = {}
        for field, at, order in self._fields:
            if field.name in FACTS:
                end = at + size_of(field.type)
                found[field.name] = _number(payload[at:end], field.type, order) / field.divide
        return found

    def encode(self, size: int, **values: int | None) -> bytes:
        """Return a header of ``size`` bytes with these values by name; fields that nobody uses are zero."""
        written = bytearray(size)
        for field, at, order in self._fields:
            value = values.get(field.name, field.equals) or 0
            width = size_of(field.type)
            written[at : at + width] = (value % (1 << 8 * width)).to_bytes(width, order)
        return bytes(written)

    def _reader(self, name: str) -> Reader | None:
        for field, at, order in self._fields:
            if field.name == name:
                return _reader(at, at + size_of(field.type), order, signed=field.type[0] == "i")
        return None


def _reader(start: int, end: int, order: ByteOrder, *, signed: bool) -> Reader:
    def read(payload: bytes, shift: int) -> int:
        return int.from_bytes(payload[start + shift : end + shift], order, signed=signed)

    return read


def _number(digits: bytes, kind: NumberType, order: ByteOrder) -> float:
    if kind not in FLOATS:
        return float(int.from_bytes(digits, order, signed=kind[0] == "i"))
    mark = "<" if order == "little" else ">"
    return float(struct.unpack(mark + FLOATS[kind], digits)[0])
