"""Named decoders, one file each, for what a table of fields cannot say.

A module of this folder that ends in ``DECODER = PackedDecoder(...)`` or ``DECODER = FactsDecoder(...)`` is
found by its name; there is no list to edit.
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PackedDecoder:
    """Samples packed in bits.

    Parameters
    ----------
    decode : callable
        ``(content, bits, channels, profile)`` to (n, channels) raw numbers of ``bits`` bits; a `DecodeError`
        that names ``profile`` where the content is something else.
    encode : callable
        ``(numbers, bits)`` to content that decodes to the same numbers.
    """

    decode: Callable[[bytes, int, int, str], IntArray]
    encode: Callable[[IntArray, int], bytes]


@dataclass(frozen=True, slots=True)
class FactsDecoder:
    """Facts of a start response or a value read.

    Parameters
    ----------
    decode : callable
        ``(packet, profile)`` to facts by name, such as ``{"acc_factor": 0.000244}``; a `DecodeError` that
        names ``profile`` where the packet is something else.
    """

    decode: Callable[[bytes, str], dict[str, float]]


@cache
def named_decoders() -> dict[str, PackedDecoder | FactsDecoder]:
    """Return every named decoder by the name of its module, sorted."""
    found = {}
    for name in sorted(module.name for module in pkgutil.iter_modules(__path__)):
        module = importlib.import_module(f"{__name__}.{name}")
        if hasattr(module, "DECODER"):
            found[name] = module.DECODER
    return found
