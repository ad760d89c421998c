"""Polar's compressed samples: a reference sample, then blocks of bit-packed deltas.

Source: polarofficial/polar-ble-sdk, ``BlePMDClient.parseDeltaFrames``; online_measurement.pdf (Aug 2024).
"""

import numpy as np

from legday.errors import DecodeError
from legday.sensors.decoders import IntArray, PackedDecoder

BLOCK_HEAD = 2  # bytes: width of a delta in bits, number of delta samples
LONGEST_BLOCK = 255  # delta samples, as their number is one byte


def decode(content: bytes, bits: int, channels: int, profile: str) -> IntArray:
    """Return the (n, channels) samples of a compressed content.

    Parameters
    ----------
    content : bytes
        What follows the frame's header.
    bits, channels : int
        Resolution of the reference sample, and numbers in a sample.
    profile : str
        Named by the error.

    Raises
    ------
    DecodeError
        Where the content ends inside a block, or a sample runs out of its resolution.
    """
    reference_size = bits // 8 * channels
    if len(content) < reference_size:
        raise DecodeError(profile, f"{len(content)} bytes of content", f"a reference of {reference_size}")
    reference = np.frombuffer(content, f"<i{bits // 8}", channels).astype(np.int64)
    steps = [reference.reshape(1, channels)]
    at = reference_size
    while at < len(content):
        block, at = _block(content, at, bits, channels, profile)
        steps.append(block)
    samples = np.cumsum(np.concatenate(steps), axis=0)
    if (samples >= 1 << (bits - 1)).any() or (samples < -(1 << (bits - 1))).any():
        raise DecodeError(profile, "deltas that run out of range", f"samples of {bits} bits")
    return samples


def encode(samples: IntArray, bits: int) -> bytes:
    """Return content that decodes to the (n, channels) ``samples``, with blocks as long as they can be."""
    parts = [samples[0].astype(f"<i{bits // 8}").tobytes()]
    deltas = np.diff(samples, axis=0)
    for start in range(0, len(deltas), LONGEST_BLOCK):
        block = deltas[start : start + LONGEST_BLOCK]
        width = _width(block)
        fields = (block.reshape(-1, 1) >> np.arange(width)) & 1
        packed = np.packbits(fields.astype(np.uint8).ravel(), bitorder="little")
        parts.append(bytes((width, len(block))) + packed.tobytes())
    return b"".join(parts)


def _block(content: bytes, at: int, bits: int, channels: int, profile: str) -> tuple[IntArray, int]:
    if at + BLOCK_HEAD > len(content):
        raise DecodeError(profile, "a single byte behind the last block", "the head of a block")
    width, count = content[at], content[at + 1]
    start = at + BLOCK_HEAD
    end = start + (width * count * channels + 7) // 8
    if width > bits + 1:
        raise DecodeError(profile, f"deltas of {width} bits", f"at most {bits + 1}")
    if end > len(content):
        raise DecodeError(profile, f"a block that ends at {end} of {len(content)} bytes", "a whole block")
    return _deltas(content[start:end], width, count * channels).reshape(count, channels), end


def _deltas(block: bytes, width: int, count: int) -> IntArray:
    """Return ``count`` two's complement fields, least significant bit first."""
    if width == 0:
        return np.zeros(count, np.int64)
    bits = np.unpackbits(np.frombuffer(block, np.uint8), count=count * width, bitorder="little")
    weights = 1 << np.arange(width, dtype=np.int64)
    weights[-1] = -weights[-1]
    return bits.reshape(count, width) @ weights


def _width(block: IntArray) -> int:
    """Bits that the widest of these needs in two's complement."""
    return 1 + max(int(block.max()).bit_length(), int(~block.min()).bit_length() if block.min() < 0 else 0)


DECODER = PackedDecoder(decode, encode)
