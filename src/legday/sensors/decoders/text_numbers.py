"""Whole numbers with commas between them, as small programs print them on a serial line."""

import re

import numpy as np

from legday.errors import DecodeError
from legday.sensors.decoders import IntArray, PackedDecoder

NUMBER = re.compile(rb"-?[0-9]{1,12}")


def decode(content: bytes, bits: int, channels: int, profile: str) -> IntArray:
    """Return the one sample of a line, (1, channels).

    Raises
    ------
    DecodeError
        Where the line holds something else than ``channels`` numbers of ``bits`` bits.
    """
    words = content.split(b",")
    if len(words) != channels or not all(NUMBER.fullmatch(word) for word in words):
        raise DecodeError(profile, f"{content[:40]!r}", f"{channels} whole numbers with commas between")
    numbers = np.array([[int(word) for word in words]], np.int64)
    if (np.abs(numbers) >= 1 << bits).any():
        raise DecodeError(profile, f"{content[:40]!r}", f"numbers of {bits} bits")
    return numbers


def encode(numbers: IntArray, bits: int) -> bytes:  # noqa: ARG001
    """Return the line of one sample."""
    return b",".join(str(number).encode() for number in numbers[0].tolist())


DECODER = PackedDecoder(decode, encode)
