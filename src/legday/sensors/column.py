"""One field of many samples as an array: its dtype, and three-byte integers, which numpy does not know."""

from typing import Any

import numpy as np

from legday.sensors.fields import ByteOrder, SampleField, size_of
from legday.sensors.scaling import RawArray


def format_of(field: SampleField, packet_order: ByteOrder) -> Any:
    """Return the dtype of a field in a record; three bytes stay bytes."""
    if size_of(field.type) == 3:
        return ("u1", (field.count, 3))
    number = ("<" if _is_little(field, packet_order) else ">") + field.type
    return number if field.count == 1 else (number, (field.count,))


def format_of_both(first: SampleField, second: SampleField, packet_order: ByteOrder) -> Any:
    """Return the dtype of two vectors side by side; None where they cannot be read as one."""
    alike = first.type == second.type and size_of(first.type) != 3
    if not alike or _is_little(first, packet_order) != _is_little(second, packet_order):
        return None
    return format_of(first, packet_order)[0], (first.count + second.count,)


def read_column(column: RawArray, field: SampleField, packet_order: ByteOrder) -> RawArray:
    """Return the numbers of a field as it came out of its records."""
    if size_of(field.type) != 3:
        return column
    digits = (column if _is_little(field, packet_order) else column[..., ::-1]).astype(np.int64)
    numbers: RawArray = digits[..., 0] | digits[..., 1] << 8 | digits[..., 2] << 16
    if field.type[0] == "i":
        numbers = numbers - ((numbers & 0x800000) << 1)
    return numbers if field.count > 1 else numbers[:, 0]


def written_column(numbers: RawArray, field: SampleField, packet_order: ByteOrder) -> RawArray:
    """Return the numbers as they go into their records."""
    if size_of(field.type) != 3:
        return numbers
    wide = np.asarray(numbers, np.int64).reshape(len(numbers), field.count)
    digits = np.stack([wide & 0xFF, wide >> 8 & 0xFF, wide >> 16 & 0xFF], axis=-1).astype(np.uint8)
    return digits if _is_little(field, packet_order) else digits[..., ::-1]


def _is_little(field: SampleField, packet_order: ByteOrder) -> bool:
    return (field.byte_order or packet_order) == "little"
