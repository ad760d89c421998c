"""One packet layout that holds text: what its named decoder finds, along the axes of the case."""

from typing import Literal

import numpy as np

from legday.core.block import FloatArray
from legday.errors import DecodeError, EncodeError
from legday.sensors.decoders import Memory, Reading, TextDecoder, named_decoders
from legday.sensors.layout import PacketLayout
from legday.sensors.samples import Samples

Axes = tuple[str, str, str]
Vector = Literal["acc", "gyr"]


class Text:
    """Decodes and encodes one kind of packet that holds text.

    Parameters
    ----------
    profile : str
        Id that errors name.
    layout : PacketLayout
        Which decoder reads it, and which vectors are taken from it.
    acc_axes, gyr_axes : tuple of str
        Chip axis behind each axis of the case.

    Raises
    ------
    ValueError
        With the decoders there are, for one that is not.
    """

    def __init__(self, profile: str, layout: PacketLayout, acc_axes: Axes, gyr_axes: Axes) -> None:
        self.layout = layout
        self._profile = profile
        self._decoder = _decoder(layout)
        self._turns = {"acc": _turn(acc_axes), "gyr": _turn(gyr_axes)}

    def decode(self, payload: bytes, arrival_ns: int, memory: Memory) -> list[Samples]:
        """Return the samples of a text, those of each vector apart.

        Raises
        ------
        DecodeError
            Where it is not what the decoder reads, or holds what is no number.
        """
        readings = self._decoder.decode(payload, memory, self._profile)
        return [
            self._samples(reading, arrival_ns)
            for reading in readings
            if reading.vector in self.layout.finds and len(reading.ticks)
        ]

    def encode(self, samples: Samples) -> bytes:
        """Return the text of samples that have one vector.

        Raises
        ------
        EncodeError
            For samples without a time each.
        """
        if samples.ticks is None or len(samples.ticks) != len(samples):
            raise EncodeError(self._profile, "samples without a time each", "ticks")
        name: Vector = "acc" if samples.acc is not None else "gyr"
        order, signs = self._turns[name]
        values: FloatArray = (getattr(samples, name) * signs)[:, np.argsort(order)]
        return self._decoder.encode([Reading(name, samples.ticks, values)])

    def _samples(self, reading: Reading, arrival_ns: int) -> Samples:
        order, signs = self._turns[reading.vector]
        values = reading.values[:, order] * signs
        if not (np.isfinite(values).all() and np.isfinite(reading.ticks).all()):
            raise DecodeError(self._profile, "what is no number", "finite numbers")
        acc, gyr = (values, None) if reading.vector == "acc" else (None, values)
        return Samples(arrival_ns, acc, gyr, reading.ticks)


def _turn(axes: Axes) -> tuple[list[int], FloatArray]:
    """Return the chip's axis behind each axis of the case, and its sign."""
    signs = np.array([-1.0 if axis[0] == "-" else 1.0 for axis in axes])
    return ["xyz".index(axis[1]) for axis in axes], signs


def _decoder(layout: PacketLayout) -> TextDecoder:
    decoder = named_decoders().get(layout.decoder or "")
    if isinstance(decoder, TextDecoder):
        return decoder
    known = [name for name, each in named_decoders().items() if isinstance(each, TextDecoder)]
    raise ValueError(f"no decoder {layout.decoder!r} of text; known: {', '.join(known)}")
