"""Named decoders, one file each, for what a table of fields cannot say.

A module of this folder that ends in ``DECODER = PackedDecoder(...)``, ``FactsDecoder(...)`` or
``TextDecoder(...)`` is found by its name; there is no list to edit.
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from legday.core.block import FloatArray

IntArray = NDArray[np.int64]
Memory = dict[str, Any]
"""What a decoder of texts remembers from one to the next: plain lists and numbers, which compare as equal."""


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


@dataclass(frozen=True, slots=True)
class Reading:
    """Samples of one vector, as a text carried them.

    Parameters
    ----------
    vector : str
        ``acc`` or ``gyr``.
    ticks : (n,) int64 or float64
        Time of each, in ticks of the profile's clock.
    values : (n, 3) float
        In m/s² or rad/s, along the axes of the chip.
    """

    vector: Literal["acc", "gyr"]
    ticks: NDArray[np.int64] | FloatArray
    values: FloatArray


@dataclass(frozen=True, slots=True)
class TextDecoder:
    """Samples in a text, such as the JSON of a phone's app.

    Parameters
    ----------
    decode : callable
        ``(text, memory, profile)`` to readings; a `DecodeError` that names ``profile`` where the text is
        something else. ``memory`` is the only thing that it changes.
    encode : callable
        Readings to a text that decodes to the same.
    """

    decode: Callable[[bytes, Memory, str], list[Reading]]
    encode: Callable[[list[Reading]], bytes]


Named = PackedDecoder | FactsDecoder | TextDecoder


@cache
def named_decoders() -> dict[str, Named]:
    """Return every named decoder by the name of its module, sorted."""
    found = {}
    for name in sorted(module.name for module in pkgutil.iter_modules(__path__)):
        module = importlib.import_module(f"{__name__}.{name}")
        if hasattr(module, "DECODER"):
            found[name] = module.DECODER
    return found
