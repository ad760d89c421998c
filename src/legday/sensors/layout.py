"""Where the numbers stand in a notification: header and samples, at offsets that must not overlap."""

from typing import Literal, Self

from pydantic import Field, model_validator

from legday.sensors.fields import VECTORS, ByteOrder, HeaderField, SampleField, Span, place, size_of
from legday.sensors.model import Name, Part


class SampleLayout(Part):
    """The samples of a packet: interleaved records, planar arrays, or what a named decoder reads."""

    at: int = Field(ge=0, description="Offset of the first sample in the packet.")
    count: int | Literal["length", "header"] = Field(
        1, description="Samples in a packet: a number, from the packet's length, or the header field count."
    )
    arrangement: Literal["interleaved", "planar"] = Field(
        "interleaved", description="Sample by sample, or all of the first field, then all of the next."
    )
    stride: int | None = Field(None, gt=0, description="Bytes from sample to sample, where some are unused.")
    typical: int = Field(1, gt=0, description="Samples in a notification as seen; the virtual sensor's size.")
    decoder: Name | None = Field(None, description="Named decoder of the bytes from ``at`` on.")
    fields: tuple[SampleField, ...] = Field(min_length=1, description="What a sample holds.")

    def spans(self) -> list[Span]:
        """[start, end) of each field in a sample."""
        return place([(field.name, field.at, size_of(field.type) * field.count) for field in self.fields])

    @property
    def size(self) -> int:
        """Bytes from sample to sample."""
        return self.stride or max(end for _, end in self.spans())

    @model_validator(mode="after")
    def _fits(self) -> Self:
        end = max(end for _, end in self.spans())
        if self.stride is not None and end > self.stride:
            raise ValueError(f"fields end at {end}, behind the stride of {self.stride}")
        if isinstance(self.count, int) and self.count < 1:
            raise ValueError("count is at least 1")
        if self.decoder is not None and (len({f.type for f in self.fields}) != 1 or self.count != "length"):
            raise ValueError('a named decoder fills fields of one type and wants count = "length"')
        if self.arrangement == "planar" and (self.stride or any(f.at is not None for f in self.fields)):
            raise ValueError("planar arrays follow one another: no offsets, no stride")
        return self


class PacketLayout(Part):
    """One kind of notification: which characteristic, what its header reads, what it holds."""

    name: Name = Field(description="What the vendor calls it.")
    characteristic: Name = Field(description="Name of the characteristic it comes from.")
    holds: Literal["samples", "facts", "text", "other"] = Field(
        "samples",
        description="Samples, facts (factors, battery), text that a decoder reads, or what is passed over.",
    )
    byte_order: ByteOrder = Field("little", description="Of every field that says nothing else.")
    padded_to: int | None = Field(None, gt=0, description="Zero bytes may fill the packet up to this length.")
    decoder: Name | None = Field(None, description="Named decoder of a packet that holds facts or text.")
    finds: tuple[Literal["acc", "gyr"], ...] = Field(
        (), description="The vectors that are taken from a text, each with times of its own."
    )
    header: tuple[HeaderField, ...] = Field((), description="Numbers in front of the samples.")
    samples: SampleLayout | None = Field(None, description="The samples.")

    @property
    def vectors(self) -> tuple[str, ...]:
        """The vectors that each of its samples has: acc, gyr or both."""
        names = set() if self.samples is None else {field.name for field in self.samples.fields}
        return tuple(name for name in VECTORS if name in names)

    @property
    def carries(self) -> tuple[tuple[str, ...], ...]:
        """The vectors that it has, those together that share their times."""
        return tuple((name,) for name in self.finds) if self.holds == "text" else (self.vectors,)

    @property
    def fixed_count(self) -> int | None:
        """Samples in each packet, where that is fixed."""
        count = None if self.samples is None else self.samples.count
        return count if isinstance(count, int) else None

    @property
    def samples_per_packet(self) -> int:
        """Samples in a packet as usually sent."""
        return self.fixed_count or (1 if self.samples is None else self.samples.typical)

    def header_spans(self) -> list[Span]:
        """[start, end) of each header field."""
        return place([(field.name, field.at, size_of(field.type)) for field in self.header])

    @model_validator(mode="after")
    def _fits(self) -> Self:
        spans = self.header_spans()
        if (self.samples is None) == (self.holds == "samples"):
            raise ValueError("a packet has samples where it holds samples, and only there")
        if (self.holds == "text") != bool(self.finds) or (self.holds == "text" and self.decoder is None):
            raise ValueError("a packet that holds text wants a decoder and what it finds, and only that one")
        if self.samples is None:
            return self
        at = self.samples.at
        for field, (start, end) in zip(self.header, spans, strict=True):
            if end > at:
                raise ValueError(
                    f"{field.name} at {start}..{end - 1} overlaps the samples, which start at {at}"
                )
        if self.samples.count == "header" and "count" not in {field.name for field in self.header}:
            raise ValueError('count = "header" wants a header field named count')
        return self
